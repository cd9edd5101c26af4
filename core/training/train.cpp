// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train.h"

#include "core/data/batching.h"
#include "core/trace/probe.h"
#include "core/training/learner.h"

#include <algorithm>
#include <chrono>
#include <optional>

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
    options.optimiser.kind = optimiserKind(settings.text("optimiser"));
    options.optimiser.weightDecay = settings.number("weight_decay");
    options.optimiser.momentum = settings.number("momentum");
    options.schedule.course = &rateCourse(settings.text("schedule"));
    options.schedule.finalShare = settings.number("final_rate");
    options.schedule.decay = settings.number("decay");
    options.schedule.warmup = static_cast<std::size_t>(settings.integer("warmup"));
    options.clip = settings.number("clip");
    options.teacherForcing = number("teacher_forcing", options.teacherForcing);
    return options;
}

Diverged::Diverged(std::size_t step, std::shared_ptr<const Parameters> lastGood,
                   std::size_t goodStep)
    : std::runtime_error("the loss is no number after step " + std::to_string(step)
                         + ": train with a lower rate")
    , m_step(step)
    , m_lastGood(std::move(lastGood))
    , m_goodStep(goodStep)
{
}

namespace {

/// A run on its way.
class Run {
public:
    Run(const Task& task, RunState start, const TrainOptions& options, std::stop_token stop,
        const std::function<void(const TrainReport&)>& report)
        : m_options(options)
        , m_stop(std::move(stop))
        , m_report(report)
        , m_size(task.size(Split::Train))
        , m_perEpoch((m_size + options.batch - 1) / options.batch)
        , m_validates(options.validate > 0 && task.size(Split::HeldOut) > 0)
        , m_recent{start.loss, start.count, start.hits}
    {
        m_now.step = start.step;
        m_now.steps = m_perEpoch * static_cast<std::size_t>(options.epochs);
        if (start.step > 0) // for a report that is still to come
            m_now.rate = options.schedule.rate(options.rate, start.step - 1, m_now.steps);
        m_learner.emplace(task, std::move(start), options, m_now.steps);
        m_now.parameters = [this]() -> const Parameters& { return m_learner->parameters(); };
        m_now.state = [this] {
            m_learner->parameters();
            return withSums(m_learner->state());
        };
    }

    RunState toItsEnd()
    {
        // Steps at the end of an epoch may have waited for their report.
        bool open = m_now.step > 0 && m_now.step % m_perEpoch == 0 && m_recent.count > 0;
        while (true) {
            if (open && m_report && !tell())
                return stopped();
            if (m_now.step >= m_now.steps)
                break;
            if (!step())
                return stopped();
            open = m_now.step % m_options.reportEvery == 0 || m_now.step % m_perEpoch == 0;
        }
        m_learner->requireFinite();
        return withSums(m_learner->take());
    }

private:
    /// One step; false if it was stopped.
    bool step()
    {
        const std::size_t epoch = m_now.step / m_perEpoch + 1;
        if (m_order.empty() || epoch != m_ordered)
            m_order = shuffledOrder(m_size, m_options.seed, m_ordered = epoch);
        const std::size_t first = m_now.step % m_perEpoch * m_options.batch;
        const auto examples =
            std::span(m_order).subspan(first, std::min(m_options.batch, m_size - first));
        StepSettings settings{m_options.schedule.rate(m_options.rate, m_now.step, m_now.steps),
                              m_options.dropout, m_options.teacherForcing};
        if (m_options.beforeStep)
            m_options.beforeStep(settings);
        const Total total = m_learner->step(examples, settings, m_stop);
        if (total.stopped)
            return false;
        ++m_now.step;
        m_now.epoch = static_cast<int>(epoch);
        m_now.rate = settings.rate;
        m_recent += total;
        return true;
    }

    /// Reports the steps since the last report; false if a stop left their epoch unmeasured.
    bool tell()
    {
        m_now.epoch = static_cast<int>((m_now.step - 1) / m_perEpoch + 1);
        m_now.epochEnd = m_now.step % m_perEpoch == 0;
        m_now.validated = m_now.epochEnd && m_validates;
        if (m_now.validated)
            try {
                const Means heldOut =
                    m_learner->measure(Split::HeldOut, m_options.validate, m_stop);
                m_now.validationLoss = heldOut.loss;
                m_now.validationMetric = heldOut.metric;
            } catch (const Stopped&) {
                return false;
            }
        m_now.loss = m_recent.means().loss;
        m_now.metric = m_recent.means().metric;
        m_now.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        m_recent = {};
        m_report(m_now);
        return true;
    }

    RunState stopped()
    {
        // A stop while the last epoch is measured comes too late.
        if (m_options.dropStopped && m_now.step < m_now.steps)
            return {};
        return withSums(m_learner->take());
    }

    RunState withSums(RunState state) const
    {
        state.loss = m_recent.loss;
        state.count = m_recent.count;
        state.hits = m_recent.hits;
        return state;
    }

    const std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    const TrainOptions& m_options;
    std::stop_token m_stop;
    const std::function<void(const TrainReport&)>& m_report;
    std::size_t m_size; ///< training examples
    std::size_t m_perEpoch; ///< steps
    bool m_validates;
    Total m_recent; ///< since the last report
    TrainReport m_now;
    std::optional<Learner> m_learner;
    std::size_t m_ordered = 0; ///< epoch of m_order
    std::vector<std::uint32_t> m_order;
};

} // namespace

RunState train(const Task& task, RunState start, const TrainOptions& options, std::stop_token stop,
               const std::function<void(const TrainReport&)>& report)
{
    return Run(task, std::move(start), options, std::move(stop), report).toItsEnd();
}

Parameters train(const Task& task, Parameters parameters, const TrainOptions& options,
                 std::stop_token stop, const std::function<void(const TrainReport&)>& report)
{
    RunState start;
    start.parameters = std::move(parameters);
    return train(task, std::move(start), options, std::move(stop), report).parameters;
}

Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit,
              std::stop_token stop, int threads)
{
    Workers workers(threads);
    std::vector<Tape> tapes(workers.count());
    return measure(task, parameters, split, limit, task.block(), stop, workers, tapes);
}

} // namespace regard
