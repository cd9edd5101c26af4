// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/memory_need.h"

#include "core/training/free_memory.h"
#include "core/training/workers.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace regard {

namespace {

/// The examples that take most to compute, as many as a block has.
std::vector<std::uint32_t> largestBlock(const Task& task, Split split, std::size_t size)
{
    std::vector<std::uint32_t> examples(task.size(split));
    std::iota(examples.begin(), examples.end(), std::uint32_t{0});
    const auto end =
        examples.begin() + static_cast<std::ptrdiff_t>(std::min(size, examples.size()));
    std::partial_sort(examples.begin(), end, examples.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(task.extent(split, b), a) < std::pair(task.extent(split, a), b);
    });
    examples.erase(end, examples.end());
    return examples;
}

/// Bytes of the tape of one block. Throws ArenaFull for more than `limit`.
std::uint64_t bytesOf(const Task& task, const Parameters& parameters, Split split,
                      std::span<const std::uint32_t> examples, const TrainOptions& options,
                      std::uint64_t limit)
{
    if (examples.empty())
        return 0;
    Tape tape;
    tape.arena().limit(limit);
    Random random(1);
    if (split == Split::Train)
        tape.bindForTraining(parameters, nullptr);
    else
        tape.bind(parameters);
    const Draws draws{&random, static_cast<Real>(options.dropout),
                      static_cast<Real>(options.teacherForcing)};
    const LossSum loss = task.loss(tape, split, examples, split == Split::Train ? draws : Draws{});
    if (split == Split::Train)
        tape.backward(loss.sum);
    return tape.arena().capacity();
}

} // namespace

MemoryNeed memoryForTraining(const Task& task, const TrainOptions& options, std::uint64_t free)
{
    // Weights, gradient and averages; and the weights that are kept, if there are that many steps.
    const std::uint64_t copies =
        averagesOf(options.optimiser.kind) + (options.keepEvery > 0 ? 3 : 2);
    MemoryNeed need;
    need.parameters =
        copies * sizeof(Real) * static_cast<std::uint64_t>(task.layout()->blockSize());
    if (need.parameters > free)
        return need;
    const std::uint64_t threads = Workers(options.threads).count();
    const std::uint64_t limit = (free - need.parameters) / threads;
    const Parameters zeros(task.layout());
    const std::size_t block = std::min(task.block(), options.batch);
    std::uint64_t largest = 0;
    try {
        for (const Split split : {Split::Train, Split::HeldOut}) {
            const auto examples = largestBlock(task, split, block);
            largest = std::max(largest, bytesOf(task, zeros, split, examples, options, limit));
        }
    } catch (const ArenaFull&) {
        need.atLeast = true;
        largest = limit;
    }
    need.computation = threads * largest;
    return need;
}

void requireMemory(const Task& task, const TrainOptions& options)
{
    const std::uint64_t free = options.memory > 0 ? options.memory : freeMemory();
    const MemoryNeed need = memoryForTraining(task, options, free);
    if (need.total() <= free && !need.atLeast)
        return;
    std::string text = std::string("training takes ") + (need.atLeast ? "more than " : "")
        + memoryText(need.total()) + " of memory, and " + memoryText(free) + " are free: "
        + memoryText(need.parameters) + " for " + std::to_string(task.layout()->count())
        + " parameters, their gradient and the optimiser's averages";
    if (need.computation > 0)
        text += std::string(", ") + (need.atLeast ? "more than " : "")
            + memoryText(need.computation)
            + " for what is computed at once; lower --set batch "
              "below "
            + std::to_string(std::min(task.block(), options.batch))
            + ", use --threads 1, shorten the longest examples";
    throw std::runtime_error(text + (need.computation > 0 ? " or give" : "; give")
                             + " fewer different words (setting words) or a smaller model");
}

} // namespace regard
