// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/training/row_tables.h"
#include "core/training/train.h"
#include "core/training/workers.h"

namespace regard {

/// What some blocks of examples came to.
struct Total {
    double loss = 0;
    double count = 0;
    double hits = 0;
    bool stopped = false; ///< a stop was asked for; the rest means nothing

    void operator+=(const Total& other);
    Means means() const;
};

/// Means over a split, at most `limit` examples (0: all), `block` on a tape, computed on tapes that
/// are at hand, one for each worker. Throws Stopped.
Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit,
              std::size_t block, const std::stop_token& stop, Workers& workers,
              std::span<Tape> tapes);

/// Takes the steps of a training run. Each batch is cut into blocks, as many of which are
/// computed at once as there are threads; then their gradients are added up in the order of the
/// blocks, a part of the parameters at a time. So the result has the same bits on any number of
/// threads, and there is one sum of gradients, and one tape for each thread.
class Learner {
public:
    /// From `start` on, `steps` steps at most together with those that it has taken.
    Learner(const Task& task, RunState start, const TrainOptions& options, std::size_t steps);

    /// One step on the mean loss over the examples. After a stop nothing has changed, but
    /// with TrainOptions::dropStopped some parameters may have, and there is no step after it.
    /// Throws Diverged before anything has changed.
    Total step(std::span<const std::uint32_t> examples, const StepSettings& settings,
               const std::stop_token& stop);

    /// Means over a split with the parameters after the last step, on the tapes of the steps.
    Means measure(Split split, std::size_t limit, const std::stop_token& stop);

    /// The parameters after the last step.
    const Parameters& parameters();
    /// Where the run stands after the last step, but for what is not reported yet; parameters()
    /// brings it up to date.
    RunState state() const;
    /// The same, up to date and moved out; there is no step after it.
    RunState take();
    /// Throws Diverged if the last step has made parameters that are no numbers.
    void requireFinite();

private:
    /// Rows of a parameter whose gradients are added up by one thread.
    struct Part {
        RowTables::Part rows;
        Index offset = 0;
        Index width = 0;
        bool byRows = false; ///< kept by m_tables
    };
    /// Consecutive parts that make a piece of work worth handing out.
    struct Share {
        std::size_t first = 0;
        std::size_t end = 0;
        double squaredNorm = 0;
    };

    void cutIntoParts();
    void compute(Tape& tape, Total& total, std::span<const std::uint32_t> examples,
                 std::size_t block, const StepSettings& settings, const std::stop_token& stop);
    Diverged diverged(std::size_t step) const;
    /// Keeps the parameters before this step, now that its loss and gradient are numbers.
    void keepGood();
    void collect(Share& share, std::size_t tapes, bool fresh, bool last);
    void update(Real* numbers, const Share& share, Real scale);

    const Task& m_task;
    std::size_t m_block; ///< no larger than a batch
    double m_clip;
    std::uint64_t m_seed;
    bool m_dropStopped;
    Workers m_workers;
    std::size_t m_keepEvery;
    Parameters m_parameters;
    std::shared_ptr<Parameters> m_good; ///< for Diverged
    std::size_t m_goodStep = 0; ///< 0: m_good has not been filled
    bool m_settled = false; ///< tapes have grown to the size of a block
    Buffer m_gradients;
    Optimiser m_optimiser;
    RowTables m_tables;
    std::vector<Part> m_parts;
    std::vector<Share> m_shares;
    std::vector<Tape> m_tapes; ///< one for each thread
    std::vector<Total> m_totals; ///< beside m_tapes
};

} // namespace regard
