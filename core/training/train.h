// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/rate_schedule.h"
#include "core/models/task.h"
#include "core/training/optimiser.h"

#include <functional>
#include <memory>
#include <stdexcept>

namespace regard {

/// What one step is taken with: the schedule's rate, and the rest as TrainOptions say.
struct StepSettings {
    double rate = 0;
    double dropout = 0; ///< share of numbers set to zero, below 1
    /// Probability that a recurrent decoder is fed the right token (Draws::teacherForcing).
    double teacherForcing = 1;
};

struct TrainOptions {
    int epochs = 1;
    std::size_t batch = 64;
    double rate = 1e-3; ///< at the start
    RateSchedule schedule; ///< how it goes on
    OptimiserOptions optimiser;
    double clip = 1; ///< largest norm of the gradient; 0: no limit
    std::uint64_t seed = 1; ///< of the order of examples and of dropout
    double dropout = 0; ///< as in StepSettings
    double teacherForcing = 1; ///< as in StepSettings
    int threads = 0; ///< 0: all processors
    std::size_t reportEvery = 50; ///< steps between reports within an epoch
    std::uint64_t memory = 0; ///< bytes that may be taken, for requireMemory(); 0: what is free
    /// After a stop nothing is returned: neither is the optimiser's step finished nor are large
    /// tables brought up to date, which takes long where there are very many parameters.
    bool dropStopped = false;
    /// Steps between the weights that are kept for Diverged::lastGood(); 0: none are.
    std::size_t keepEvery = 50;
    std::size_t validate = 0; ///< held-out examples whose loss ends an epoch (0: none)
    /// Called on the training thread before each step. It may change what this step is taken with,
    /// and may wait; what it waits for must end with a stop request. None by default.
    std::function<void(StepSettings&)> beforeStep;
};

/// The options that complete settings of a scenario with a task ask for: those of
/// trainingSettings(), and dropout and teacher_forcing where it has them.
TrainOptions trainOptions(const Settings& settings);

/// Where a run stands: with the same task and options (but threads) it goes on from here to the
/// same bits as if it had not been interrupted. A run begins with its first parameters alone.
struct RunState {
    Parameters parameters;
    Buffer mean, square; ///< of the optimiser, as many as its kind keeps
    std::size_t step = 0; ///< steps taken, over all epochs
    /// Sums over the steps that have not been reported yet.
    double loss = 0, count = 0, hits = 0;
};

/// Thrown by train(): a loss, its gradient or the last weights are no numbers any more.
class Diverged : public std::runtime_error {
public:
    Diverged(std::size_t step, std::shared_ptr<const Parameters> lastGood, std::size_t goodStep);

    std::size_t step() const { return m_step; } ///< from 1, in which it was seen
    /// Weights of some steps before, with which loss and gradient were numbers; null: there are
    /// none but the first ones.
    const std::shared_ptr<const Parameters>& lastGood() const { return m_lastGood; }
    std::size_t goodStep() const { return m_goodStep; } ///< steps that lastGood() has learnt from

private:
    std::size_t m_step;
    std::shared_ptr<const Parameters> m_lastGood;
    std::size_t m_goodStep;
};

/// What training tells while it runs.
struct TrainReport {
    int epoch = 0; ///< from 1
    std::size_t step = 0; ///< from 1, over all epochs
    std::size_t steps = 0; ///< in all
    double loss = 0; ///< mean over the steps since the last report
    double metric = 0; ///< the task's metric over the same steps
    double rate = 0; ///< that the last step was taken with
    bool epochEnd = false;
    bool validated = false; ///< at the end of an epoch, if asked for and there are examples
    double validationLoss = 0;
    double validationMetric = 0;
    double seconds = 0; ///< since the start
    /// The parameters as they are now, until the call returns. Large tables are brought up to
    /// date for it.
    std::function<const Parameters&()> parameters;
    /// A copy of where the run stands now, until the call returns.
    std::function<RunState()> state;
};

/// Trains from `start` on and returns the last state. A stop request is noticed before the next
/// operation on a tape; the state after the steps before is returned, or one without parameters
/// with options.dropStopped. An epoch that was stopped while it was measured is reported by who
/// goes on with it. `report` is called on the training thread. Throws Diverged.
RunState train(const Task& task, RunState start, const TrainOptions& options,
               std::stop_token stop = {},
               const std::function<void(const TrainReport&)>& report = {});

/// The same from first parameters to the last ones.
Parameters train(const Task& task, Parameters parameters, const TrainOptions& options,
                 std::stop_token stop = {},
                 const std::function<void(const TrainReport&)>& report = {});

struct Means {
    double loss = 0;
    double metric = 0; ///< the task's metric, if it has one
};

/// Means over a split, at most `limit` examples (0: all). Throws Stopped.
Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit = 0,
              std::stop_token stop = {}, int threads = 0);

} // namespace regard
