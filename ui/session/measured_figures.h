// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

#include <QString>

#include <vector>

namespace regard {

/// One of a scenario's main figures, as it was measured.
struct MeasuredFigure {
    QString label;
    double value = 0;
};

/// What was measured of weights on held-out data, where they are used as they were measured: none
/// for untrained ones, and none where a setting of the computation is another.
std::vector<MeasuredFigure> measuredFigures(const ScenarioSpec& spec, const Trace& trace,
                                            const Weights& weights);

} // namespace regard
