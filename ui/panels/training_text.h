// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/training_run.h"

#include <QString>

#include <vector>

namespace regard {

/// "accuracy" of a task's metric, for people.
QString metricText(const QString& metric);

/// "4 s", "1 min 20 s", "2 h 5 min".
QString durationText(double seconds);

/// How far a training is: "Epoch 3 of 16, step 1,200 of 7,500 · 5,300 examples a second · 2 min
/// left"; of several runs the one that is furthest, the speed of all and the time of the slowest;
/// when one has ended how, and what was measured.
QString progressText(const std::vector<const TrainingProgress*>& runs, bool active, bool paused);

/// "Moments on the film: 212, in 96 MB of memory".
QString filmText(std::size_t frames, std::uint64_t bytes);

/// "After step 1,200 of 7,500, the newest".
QString momentOfTrainingText(std::size_t step, std::size_t steps, bool following, bool shown);

} // namespace regard
