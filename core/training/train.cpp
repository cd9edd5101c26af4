// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train.h"

#include "core/data/batching.h"
#include "core/trace/probe.h"
#include "core/training/adam.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <numeric>
#include <thread>

namespace regard {

namespace {

/// One block of a batch: its tape, its gradients and what came out.
struct Block {
    Tape tape;
    Buffer gradients;
    double loss = 0;
    double count = 0;
    double hits = 0;
};

/// Computes the blocks of a batch in parallel and adds them up in their order.
class BlockRunner {
public:
    BlockRunner(const Task& task, const TrainOptions& options)
        : m_task(task)
        , m_seed(options.seed)
        , m_size(task.schedule().block)
        , m_limit(tbb::global_control::max_allowed_parallelism, threadsOf(options))
        , m_arena(static_cast<int>(threadsOf(options)))
    {
    }

    struct Total {
        double loss = 0;
        double count = 0;
        double hits = 0;
        bool stopped = false;

        void operator+=(const Total& other)
        {
            loss += other.loss;
            count += other.count;
            hits += other.hits;
        }
        Means means() const { return {loss / std::max(count, 1.0), hits / std::max(count, 1.0)}; }
    };

    /// Gradients of the summed loss over the examples end up in gradients(). `part` numbers
    /// the batch, so that each of its blocks draws its own dropout.
    Total run(const Parameters& parameters, Split split, std::span<const std::uint32_t> examples,
              std::uint64_t part, bool learn, const std::stop_token& stop)
    {
        const std::size_t blocks = (examples.size() + m_size - 1) / m_size;
        while (m_blocks.size() < blocks)
            m_blocks.push_back(std::make_unique<Block>());
        std::atomic<bool> stopped = false;
        m_arena.execute([&] {
            tbb::parallel_for(std::size_t(0), blocks, [&](std::size_t index) {
                if (stop.stop_requested()) {
                    stopped = true;
                    return;
                }
                const std::size_t first = index * m_size;
                const auto own = examples.subspan(first, std::min(m_size, examples.size() - first));
                Random random = Random::forPart(m_seed, part * 1024 + index);
                compute(*m_blocks[index], parameters, split, own, learn ? &random : nullptr, learn);
            });
        });
        Total total;
        total.stopped = stopped;
        for (std::size_t index = 0; index < blocks && !total.stopped; ++index) {
            total.loss += m_blocks[index]->loss;
            total.count += m_blocks[index]->count;
            total.hits += m_blocks[index]->hits;
            if (learn && index > 0)
                add(m_blocks[0]->gradients, m_blocks[index]->gradients);
        }
        return total;
    }

    std::size_t blockSize() const { return m_size; }
    std::span<const Real> gradients() const { return m_blocks[0]->gradients; }

private:
    void compute(Block& block, const Parameters& parameters, Split split,
                 std::span<const std::uint32_t> examples, Random* random, bool learn) const
    {
        block.tape.reset();
        if (learn)
            block.gradients.assign(parameters.block().size(), 0);
        block.tape.bind(parameters, learn ? block.gradients.data() : nullptr);
        const LossSum loss = m_task.loss(block.tape, split, examples, random);
        block.loss = static_cast<double>(block.tape.value(loss.sum).data[0]);
        block.count = loss.count;
        block.hits = loss.hits;
        if (learn)
            block.tape.backward(loss.sum);
    }

    static void add(Buffer& sum, const Buffer& part)
    {
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += part[i];
    }

    static std::size_t threadsOf(const TrainOptions& options)
    {
        return options.threads > 0 ? static_cast<std::size_t>(options.threads)
                                   : std::max(1u, std::thread::hardware_concurrency());
    }

    const Task& m_task;
    std::uint64_t m_seed;
    std::size_t m_size; ///< of a block, in examples
    tbb::global_control m_limit; ///< lets more threads run than there are processors
    tbb::task_arena m_arena;
    std::vector<std::unique_ptr<Block>> m_blocks;
};

double norm(std::span<const Real> values)
{
    double total = 0;
    for (Real value : values)
        total += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(total);
}

} // namespace

Parameters train(const Task& task, Parameters parameters, const TrainOptions& options,
                 std::stop_token stop, const std::function<void(const TrainReport&)>& report)
{
    const auto start = std::chrono::steady_clock::now();
    const Schedule schedule = task.schedule();
    const std::size_t size = task.size(Split::Train);
    const std::size_t perEpoch = (size + options.batch - 1) / options.batch;
    TrainReport now;
    now.steps = perEpoch * static_cast<std::size_t>(options.epochs);
    BlockRunner runner(task, options);
    Adam adam(parameters.block().size());
    for (now.epoch = 1; now.epoch <= options.epochs; ++now.epoch) {
        const std::vector<std::uint32_t> order =
            shuffledOrder(size, options.seed, static_cast<std::uint64_t>(now.epoch));
        BlockRunner::Total recent;
        for (std::size_t first = 0; first < size; first += options.batch) {
            const auto examples =
                std::span(order).subspan(first, std::min(options.batch, size - first));
            const BlockRunner::Total total =
                runner.run(parameters, Split::Train, examples, now.step, true, stop);
            if (total.stopped)
                return parameters;
            const double mean = 1 / std::max(total.count, 1.0);
            const double length = norm(runner.gradients()) * mean;
            const double limited =
                schedule.clip > 0 && length > schedule.clip ? mean * schedule.clip / length : mean;
            adam.step(parameters.block(), runner.gradients(),
                      schedule.rate(options.rate, now.step, now.steps), limited);
            ++now.step;
            recent += total;
            now.epochEnd = first + options.batch >= size;
            if (!report || (now.step % options.reportEvery != 0 && !now.epochEnd))
                continue;
            now.validated = now.epochEnd && options.validate > 0 && task.size(Split::HeldOut) > 0;
            if (now.validated)
                try {
                    const Means heldOut =
                        measure(task, parameters, Split::HeldOut, options.validate, stop);
                    now.validationLoss = heldOut.loss;
                    now.validationMetric = heldOut.metric;
                } catch (const Stopped&) {
                    return parameters;
                }
            now.loss = recent.means().loss;
            now.metric = recent.means().metric;
            now.seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            now.parameters = &parameters;
            report(now);
            recent = {};
        }
    }
    return parameters;
}

Means measure(const Task& task, const Parameters& parameters, Split split, std::size_t limit,
              std::stop_token stop)
{
    std::vector<std::uint32_t> examples(limit > 0 ? std::min(limit, task.size(split))
                                                  : task.size(split));
    std::iota(examples.begin(), examples.end(), 0);
    TrainOptions options;
    BlockRunner runner(task, options);
    BlockRunner::Total sum;
    const std::size_t group = runner.blockSize() * 16; // bounds the memory that tapes hold
    for (std::size_t first = 0; first < examples.size(); first += group) {
        const auto total =
            runner.run(parameters, split,
                       std::span(examples).subspan(first, std::min(group, examples.size() - first)),
                       0, false, stop);
        if (total.stopped)
            throw Stopped{};
        sum += total;
    }
    return sum.means();
}

} // namespace regard
