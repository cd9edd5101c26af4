// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/learner.h"

#include "core/trace/probe.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>

namespace regard {

namespace {

/// Numbers of a share: enough to be worth a thread's while, few enough that all threads end
/// together.
Index shareSize(Index parameters)
{
    return std::clamp<Index>(parameters / 16, 4096, 65536);
}

Optimiser optimiserOf(RunState& start, std::size_t size, std::size_t steps,
                      const TrainOptions& options)
{
    Optimiser optimiser(size, steps, options.optimiser);
    if (start.step > 0)
        optimiser.resume(start.step, std::move(start.mean), std::move(start.square));
    return optimiser;
}

} // namespace

void Total::operator+=(const Total& other)
{
    loss += other.loss;
    count += other.count;
    hits += other.hits;
    stopped = stopped || other.stopped;
}

Means Total::means() const
{
    return {loss / std::max(count, 1.0), hits / std::max(count, 1.0)};
}

Learner::Learner(const Task& task, RunState start, const TrainOptions& options, std::size_t steps)
    : m_task(task)
    , m_block(std::min(task.block(), options.batch))
    , m_clip(options.clip)
    , m_seed(options.seed)
    , m_dropStopped(options.dropStopped)
    , m_workers(options.threads)
    , m_keepEvery(options.keepEvery)
    , m_parameters(std::move(start.parameters))
    , m_gradients(m_parameters.block().size())
    , m_optimiser(optimiserOf(start, m_parameters.block().size(), steps, options))
    , m_tables(m_parameters.layout(), m_optimiser, m_parameters.block().data())
    , m_tapes(m_workers.count())
    , m_totals(m_workers.count())
{
    if (m_keepEvery > 0 && start.step + m_keepEvery < steps)
        m_good = std::make_shared<Parameters>(m_parameters.sharedLayout());
    cutIntoParts();
}

void Learner::cutIntoParts()
{
    const std::vector<ParameterLayout::Entry>& entries = m_parameters.layout().entries();
    const Index wanted = shareSize(m_parameters.layout().blockSize());
    Index size = wanted; // of the share that is being filled; the first part begins one
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const ParameterId id{static_cast<int>(i)};
        const Index width = std::max<Index>(1, entries[i].shape.columns());
        const bool byRows = m_tables.has(id);
        // What few rows of are touched is cut in few parts: each looks at all rows' numbers.
        const Index rows = entries[i].shape.rows();
        const Index height = std::max<Index>(1, byRows ? (rows + 7) / 8 : wanted / width);
        for (Index first = 0; first < rows; first += height) {
            const Index end = std::min(rows, first + height);
            if (size >= wanted) {
                m_shares.push_back({m_parts.size(), m_parts.size()});
                size = 0;
            }
            m_parts.push_back({{id, first, end}, entries[i].offset, width, byRows});
            m_shares.back().end = m_parts.size();
            size += (end - first) * width;
        }
    }
}

Total Learner::step(std::span<const std::uint32_t> examples, const StepSettings& settings,
                    const std::stop_token& stop)
{
    const std::size_t size = m_block;
    const std::size_t blocks = (examples.size() + size - 1) / size;
    Total total;
    for (std::size_t first = 0; first < blocks; first += m_tapes.size()) {
        const std::size_t count = std::min(m_tapes.size(), blocks - first);
        m_workers.forEach(count, [&](std::size_t i) {
            const std::size_t begin = (first + i) * size;
            compute(m_tapes[i], m_totals[i],
                    examples.subspan(begin, std::min(size, examples.size() - begin)), first + i,
                    settings, stop);
        });
        for (std::size_t i = 0; i < count; ++i)
            total += m_totals[i];
        if (total.stopped)
            return total;
        m_workers.forEach(m_shares.size(), [&](std::size_t i) {
            if (!stop.stop_requested())
                collect(m_shares[i], count, first == 0, first + count == blocks);
        });
        if (stop.stop_requested()) { // before a parameter has moved
            total.stopped = true;
            return total;
        }
        if (!std::exchange(m_settled, true)) // no block after the first of a tape allocates
            for (Tape& tape : m_tapes)
                tape.settle();
    }
    // The gradient of the mean, limited to a length of m_clip.
    const double mean = 1 / std::max(total.count, 1.0);
    double squared = 0;
    for (const Share& share : m_shares)
        squared += share.squaredNorm;
    if (!std::isfinite(total.loss) || !std::isfinite(squared))
        throw diverged(static_cast<std::size_t>(m_optimiser.steps()) + 1);
    keepGood();
    const double length = std::sqrt(squared) * mean;
    const bool limited = m_clip > 0 && length > m_clip;
    const Real scale = static_cast<Real>(limited ? mean * m_clip / length : mean);
    m_optimiser.begin(settings.rate);
    Real* const numbers = m_parameters.block().data(); // not on all threads: it unfreezes them
    m_workers.forEach(m_shares.size(), [&](std::size_t i) {
        if (!m_dropStopped || !stop.stop_requested())
            update(numbers, m_shares[i], scale);
    });
    total.stopped = m_dropStopped && stop.stop_requested();
    return total;
}

void Learner::compute(Tape& tape, Total& total, std::span<const std::uint32_t> examples,
                      std::size_t block, const StepSettings& settings, const std::stop_token& stop)
try {
    tape.reset();
    tape.stopBy(stop);
    tape.bindForTraining(m_parameters, &m_tables);
    // Each block of each step draws its own.
    Random random =
        Random::forPart(m_seed, static_cast<std::uint64_t>(m_optimiser.steps()) * 1024 + block);
    const LossSum loss = m_task.loss(
        tape, Split::Train, examples,
        {&random, static_cast<Real>(settings.dropout), static_cast<Real>(settings.teacherForcing)});
    total = {static_cast<double>(tape.value(loss.sum).data[0]), loss.count, loss.hits};
    tape.backward(loss.sum);
} catch (const Stopped&) {
    total = {};
    total.stopped = true;
}

void Learner::collect(Share& share, std::size_t tapes, bool fresh, bool last)
{
    share.squaredNorm = 0;
    for (std::size_t i = share.first; i < share.end; ++i) {
        Part& part = m_parts[i];
        RowTables::Part& rows = part.rows;
        if (part.byRows) {
            if (fresh)
                rows.touched = 0;
            for (std::size_t tape = 0; tape < tapes; ++tape)
                m_tables.add(m_tapes[tape], m_gradients.data(), rows);
            if (last)
                share.squaredNorm += m_tables.squaredNorm(m_gradients.data(), rows);
            continue;
        }
        Real* sum = m_gradients.data() + part.offset + rows.first * part.width;
        const Index count = (rows.end - rows.first) * part.width;
        if (fresh)
            std::fill_n(sum, count, Real(0));
        for (std::size_t tape = 0; tape < tapes; ++tape)
            m_tapes[tape].addTo(sum, rows.table, rows.first, rows.end);
        if (last)
            share.squaredNorm += squaredNorm(sum, count);
    }
}

void Learner::update(Real* numbers, const Share& share, Real scale)
{
    for (std::size_t i = share.first; i < share.end; ++i) {
        const Part& part = m_parts[i];
        const RowTables::Part& rows = part.rows;
        if (part.byRows)
            m_tables.update(m_gradients.data(), scale, rows);
        else
            m_optimiser.update(numbers, m_gradients.data(), part.offset + rows.first * part.width,
                               (rows.end - rows.first) * part.width, scale);
    }
}

Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit,
              std::size_t size, const std::stop_token& stop, Workers& workers,
              std::span<Tape> tapes)
{
    std::vector<std::uint32_t> examples(limit > 0 ? std::min(limit, task.size(split))
                                                  : task.size(split));
    std::iota(examples.begin(), examples.end(), 0);
    std::vector<Total> totals((examples.size() + size - 1) / size);
    workers.forEach(totals.size(), [&](std::size_t block) {
        Tape& tape = tapes[workers.current()];
        tape.reset();
        tape.stopBy(stop);
        tape.bind(parameters);
        const auto own = std::span(examples).subspan(
            block * size, std::min(size, examples.size() - block * size));
        try {
            const LossSum loss = task.loss(tape, split, own, {});
            totals[block] = {static_cast<double>(tape.value(loss.sum).data[0]), loss.count,
                             loss.hits};
        } catch (const Stopped&) {
            totals[block].stopped = true;
        }
    });
    Total sum;
    for (const Total& total : totals)
        sum += total;
    if (sum.stopped)
        throw Stopped{};
    return sum.means();
}

Means Learner::measure(Split split, std::size_t limit, const std::stop_token& stop)
{
    return regard::measure(m_task, parameters(), split, limit, m_block, stop, m_workers, m_tapes);
}

const Parameters& Learner::parameters()
{
    m_workers.forEach(m_parts.size(), [&](std::size_t i) {
        const Part& part = m_parts[i];
        if (part.byRows)
            m_tables.makeUp(part.rows.table, part.rows.first, part.rows.end);
    });
    return m_parameters;
}

RunState Learner::state() const
{
    return {m_parameters, m_optimiser.mean(), m_optimiser.square(),
            static_cast<std::size_t>(m_optimiser.steps())};
}

RunState Learner::take()
{
    parameters();
    return {std::move(m_parameters), m_optimiser.takeMean(), m_optimiser.takeSquare(),
            static_cast<std::size_t>(m_optimiser.steps())};
}

void Learner::requireFinite()
{
    const auto block = std::as_const(*this).m_parameters.block();
    if (!std::all_of(block.begin(), block.end(), [](Real x) { return std::isfinite(x); }))
        throw diverged(static_cast<std::size_t>(m_optimiser.steps()));
}

Diverged Learner::diverged(std::size_t step) const
{
    return {step, m_goodStep > 0 ? m_good : nullptr, m_goodStep};
}

void Learner::keepGood()
{
    const auto step = static_cast<std::size_t>(m_optimiser.steps());
    if (!m_good || step == 0 || step % m_keepEvery != 0)
        return;
    const auto now = parameters().block();
    std::copy(now.begin(), now.end(), m_good->block().begin());
    m_goodStep = step;
}

} // namespace regard
