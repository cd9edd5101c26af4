// SPDX-License-Identifier: GPL-3.0-or-later
// Steps of training after the first allocate nothing, and a run holds one gradient. Every request
// for memory of the whole process is counted: this executable's malloc stands before glibc's.
#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/nn/layers.h"
#include "core/scenarios/catalogue.h"
#include "core/training/train.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace {

std::atomic<bool> counting = false;
std::atomic<long> requests = 0;
std::atomic<long> bytesHeld = 0;
std::atomic<long> mostHeld = 0;

void count(void* memory)
{
    if (!memory || !counting)
        return;
    ++requests;
    const long held = bytesHeld += static_cast<long>(malloc_usable_size(memory));
    long most = mostHeld;
    while (held > most && !mostHeld.compare_exchange_weak(most, held)) { }
}

void uncount(void* memory)
{
    if (memory && counting)
        bytesHeld -= static_cast<long>(malloc_usable_size(memory));
}

} // namespace

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): glibc's names
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

void* malloc(std::size_t size)
{
    void* memory = __libc_malloc(size);
    count(memory);
    return memory;
}
void* calloc(std::size_t number, std::size_t size)
{
    void* memory = __libc_calloc(number, size);
    count(memory);
    return memory;
}
void* realloc(void* old, std::size_t size)
{
    uncount(old);
    void* memory = __libc_realloc(old, size);
    count(memory);
    return memory;
}
void* memalign(std::size_t alignment, std::size_t size)
{
    void* memory = __libc_memalign(alignment, size);
    count(memory);
    return memory;
}
void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size)
{
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
void free(void* memory)
{
    uncount(memory);
    __libc_free(memory);
}
}

namespace regard {
namespace {

class Allocation : public testing::Test {
protected:
    void TearDown() override { counting = false; }
};

/// Requests for memory in each step of an epoch.
std::vector<long> requestsByStep(const Task& task, Parameters parameters, TrainOptions options)
{
    options.reportEvery = 1;
    std::vector<long> steps;
    steps.reserve(10000);
    requests = 0;
    counting = true;
    train(task, std::move(parameters), options, {},
          [&](const TrainReport&) { steps.push_back(requests.exchange(0)); });
    counting = false;
    return steps;
}

TEST_F(Allocation, aStepAfterTheFirstAllocatesNothing)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        Settings given;
        for (const SettingSpec& setting : scenario.settings)
            if (setting.name == "examples")
                given.set(setting.name, std::int64_t{1280});
            else if (setting.name == "held_out")
                given.set(setting.name, std::int64_t{1});
        const Settings settings = resolveSettings(scenario.settings, given);
        const auto task = scenario.task({settings, {}, false, {}});
        const Parameters parameters = drawWeights(scenario, settings, *task).parameters;
        for (const int threads : {1, 2}) {
            SCOPED_TRACE(scenario.id + ", threads: " + std::to_string(threads));
            TrainOptions options = trainOptions(settings);
            options.epochs = 1;
            options.batch = std::min<std::size_t>(64, task->size(Split::Train) / 12);
            options.threads = threads;
            const std::vector<long> steps = requestsByStep(*task, parameters, options);
            ASSERT_GT(steps.size(), 10u);
            EXPECT_GT(steps.front(), 0);
            // A thread that wakes late prepares itself in its own first step, and a tape grows
            // once more where texts come that are far longer than those of its first.
            const auto allocating =
                std::count_if(steps.begin() + 1, steps.end(), [](long count) { return count > 0; });
            EXPECT_LE(allocating, 2 * threads - 1);
        }
    }
}

/// A large matrix and few examples: memory is that of parameters.
class WideTask : public Task {
public:
    WideTask()
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_layer = Linear(*layout, "", width, width);
        m_layout = std::move(layout);
    }
    std::size_t size(Split) const override { return 32; }
    std::size_t block() const override { return 2; }
    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& /*draws*/) const override
    {
        const View x = tape.arena().zeros({static_cast<Index>(examples.size()), width});
        const Var y = m_layer(tape, tape.adopt(x));
        return {sum(tape, times(tape, y, y)), static_cast<double>(examples.size()), 0};
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

private:
    static constexpr Index width = 1500;
    Linear m_layer;
};

TEST_F(Allocation, aRunHoldsParametersOneGradientAndTwoAveragesWhateverTheBlocks)
{
    const WideTask task;
    const double once = static_cast<double>(task.layout()->blockSize()) * sizeof(Real);
    TrainOptions options;
    options.batch = 32; // 16 blocks
    for (const int threads : {1, 2, 8}) {
        bytesHeld = mostHeld = 0;
        counting = true;
        train(task, Parameters(task.layout(), 1), options);
        counting = false;
        // Tapes reserve at least a block each, which they need not touch.
        const double tapes = 2.0 * threads * Arena::blockSize;
        EXPECT_LT(static_cast<double>(mostHeld) - tapes, 1.5 * 4 * once) << threads;
    }
}

} // namespace
} // namespace regard
