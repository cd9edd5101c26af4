// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights.h"
#include "core/training/train.h"

#include <filesystem>

namespace regard {

// What a training run begins and ends with, wherever it is started from.

/// Throws std::runtime_error, saying what to do, for a task that cannot be trained: without
/// training examples, with weights that could not be read again, or that takes more memory than
/// there is. `data` is what its examples were read from, empty for generated ones.
void requireTrainable(const Task& task, const TrainOptions& options,
                      const std::filesystem::path& data);

/// Says of weights that they are what was learnt in `steps` steps, of which an epoch has
/// `perEpoch`, of a run over `epochs` epochs.
void markTrained(Weights& weights, std::size_t steps, std::size_t perEpoch, int epochs);

/// Measures weights on held-out examples and puts the figures into them; none where no example is
/// held out. Throws Stopped, with none put in.
std::vector<Figure> measureHeldOut(const Task& task, Weights& weights,
                                   const std::stop_token& stop = {});

} // namespace regard
