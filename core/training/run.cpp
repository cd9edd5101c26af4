// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run.h"

#include "core/models/weights_file.h"
#include "core/training/memory_need.h"

#include <cstdio>
#include <stdexcept>

namespace regard {

void requireTrainable(const Task& task, const TrainOptions& options,
                      const std::filesystem::path& data)
{
    if (task.size(Split::Train) == 0)
        throw std::runtime_error((data.empty() ? std::string() : data.string() + ": ")
                                 + "no training examples, as all are held out: give more lines");
    requireLoadable(task.vocabularies(), *task.layout());
    requireMemory(task, options);
}

void markTrained(Weights& weights, std::size_t steps, std::size_t perEpoch, int epochs)
{
    const std::size_t all = perEpoch * static_cast<std::size_t>(epochs);
    weights.trained = steps > 0;
    weights.settings.set("epochs", static_cast<std::int64_t>(perEpoch > 0 ? steps / perEpoch : 0));
    if (steps >= all)
        return;
    // The rate falls over all epochs that were asked for.
    weights.figures["epochs_planned"] = std::to_string(epochs);
    weights.figures["steps"] = std::to_string(steps);
    weights.figures["steps_planned"] = std::to_string(all);
}

std::vector<Figure> measureHeldOut(const Task& task, Weights& weights, const std::stop_token& stop)
{
    if (task.size(Split::HeldOut) == 0)
        return {};
    std::vector<Figure> figures = task.evaluate(weights, Split::HeldOut, 0, stop);
    for (const Figure& figure : figures) {
        char text[64];
        std::snprintf(text, sizeof text, "%.6g", figure.value);
        weights.figures[figure.name] = text;
    }
    return figures;
}

} // namespace regard
