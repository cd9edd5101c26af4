// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train.h"

#include "core/data/batching.h"
#include "core/trace/probe.h"
#include "core/training/learner.h"

#include <algorithm>
#include <chrono>

namespace regard {

TrainOptions trainOptions(const Settings& settings)
{
    const auto number = [&](const char* name, double otherwise) {
        return settings.has(name) ? settings.number(name) : otherwise;
    };
    TrainOptions options;
    options.epochs = static_cast<int>(settings.integer("epochs"));
    options.batch = static_cast<std::size_t>(settings.integer("batch"));
    options.rate = settings.number("rate");
    options.seed = static_cast<std::uint64_t>(settings.integer("seed"));
    options.dropout = number("dropout", options.dropout);
    options.teacherForcing = number("teacher_forcing", options.teacherForcing);
    return options;
}

Parameters train(const Task& task, Parameters parameters, const TrainOptions& options,
                 std::stop_token stop, const std::function<void(const TrainReport&)>& report)
{
    const auto start = std::chrono::steady_clock::now();
    const Schedule schedule = task.schedule();
    const std::size_t size = task.size(Split::Train);
    const std::size_t perEpoch = (size + options.batch - 1) / options.batch;
    TrainReport now;
    now.steps = perEpoch * static_cast<std::size_t>(options.epochs);
    Learner learner(task, std::move(parameters), options, now.steps);
    now.parameters = [&learner]() -> const Parameters& { return learner.parameters(); };
    for (now.epoch = 1; now.epoch <= options.epochs; ++now.epoch) {
        const std::vector<std::uint32_t> order =
            shuffledOrder(size, options.seed, static_cast<std::uint64_t>(now.epoch));
        Total recent;
        for (std::size_t first = 0; first < size; first += options.batch) {
            const auto examples =
                std::span(order).subspan(first, std::min(options.batch, size - first));
            StepSettings settings{schedule.rate(options.rate, now.step, now.steps), options.dropout,
                                  options.teacherForcing};
            if (options.beforeStep)
                options.beforeStep(settings);
            const Total total = learner.step(examples, settings, stop);
            if (total.stopped)
                return options.dropStopped ? Parameters() : learner.take();
            ++now.step;
            now.rate = settings.rate;
            recent += total;
            now.epochEnd = first + options.batch >= size;
            if (!report || (now.step % options.reportEvery != 0 && !now.epochEnd))
                continue;
            now.validated = now.epochEnd && options.validate > 0 && task.size(Split::HeldOut) > 0;
            if (now.validated)
                try {
                    const Means heldOut = learner.measure(Split::HeldOut, options.validate, stop);
                    now.validationLoss = heldOut.loss;
                    now.validationMetric = heldOut.metric;
                } catch (const Stopped&) {
                    now.validated = false;
                }
            now.loss = recent.means().loss;
            now.metric = recent.means().metric;
            now.seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            report(now);
            recent = {};
        }
    }
    return learner.take();
}

Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit,
              std::stop_token stop, int threads)
{
    Workers workers(threads);
    std::vector<Tape> tapes(workers.count());
    return measure(task, parameters, split, limit, task.schedule().block, stop, workers, tapes);
}

} // namespace regard
