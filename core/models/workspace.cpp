// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/workspace.h"

#include "core/models/scenario.h"

#include <algorithm>

namespace regard {

Exploration followed(const Exploration& leader, const Exploration& pane,
                     const std::vector<std::string>& own, const ScenarioSpec& scenario)
{
    if (pane.scenario != leader.scenario) {
        Exploration other = pane;
        for (std::size_t i = 0; i < std::min(other.texts.size(), leader.texts.size()); ++i)
            other.texts[i] = leader.texts[i];
        return other;
    }
    Exploration same = leader;
    for (const SettingSpec& spec : scenario.settings) {
        if (std::find(own.begin(), own.end(), spec.name) == own.end())
            continue;
        // Settings are those that differ from the defaults.
        const auto valueIn = [&](const Settings& settings) {
            return settings.has(spec.name) ? settings.value(spec.name) : spec.defaultValue;
        };
        const SettingValue value = valueIn(pane.settings);
        if (value == valueIn(leader.settings))
            continue;
        same.settings.take(spec.name);
        if (value != spec.defaultValue)
            same.settings.set(spec.name, value);
        if (spec.affects == Affects::Weights)
            same.weights = nullptr;
    }
    return same;
}

} // namespace regard
