// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/measured_figures.h"

#include <algorithm>

namespace regard {

namespace {

/// Whether nothing is set otherwise than where the weights were measured.
bool isAsMeasured(const ScenarioSpec& spec, const Trace& trace, const Weights& weights)
{
    return std::all_of(spec.settings.begin(), spec.settings.end(), [&](const SettingSpec& setting) {
        return setting.affects != Affects::Computation || !weights.settings.has(setting.name)
            || !trace.settings.has(setting.name)
            || trace.settings.value(setting.name) == weights.settings.value(setting.name);
    });
}

} // namespace

std::vector<MeasuredFigure> measuredFigures(const ScenarioSpec& spec, const Trace& trace,
                                            const Weights& weights)
{
    std::vector<MeasuredFigure> measured;
    if (!weights.trained || !isAsMeasured(spec, trace, weights))
        return measured;
    for (const MainFigure& figure : spec.mainFigures) {
        const auto found = weights.figures.find(figure.name);
        if (found != weights.figures.end())
            measured.push_back({QString::fromStdString(figure.label),
                                QString::fromStdString(found->second).toDouble()});
    }
    return measured;
}

} // namespace regard
