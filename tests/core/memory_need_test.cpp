// SPDX-License-Identifier: GPL-3.0-or-later
// Training's memory is foreseen, and refused with figures where there is less.
#include "core/training/memory_need.h"

#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/scenarios/catalogue.h"
#include "core/tensor/arena.h"
#include "core/training/free_memory.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

std::unique_ptr<Task> smallTask(const ScenarioSpec& scenario)
{
    Settings given;
    for (const SettingSpec& setting : scenario.settings)
        if (setting.name == "examples")
            given.set(setting.name, std::int64_t{60});
        else if (setting.name == "held_out")
            given.set(setting.name, std::int64_t{5});
    return scenario.task({resolveSettings(scenario.settings, given), {}, false, {}});
}

TEST(Arena, GrowsNoFurtherThanItsLimit)
{
    Arena arena;
    arena.limit(3 * Arena::blockSize);
    EXPECT_NO_THROW(arena.allocate(2 * Arena::blockSize));
    EXPECT_NO_THROW(arena.allocate(1000));
    EXPECT_THROW(arena.allocate(Arena::blockSize), ArenaFull);
    arena.reset();
    EXPECT_NO_THROW(arena.allocate(2 * Arena::blockSize));
}

TEST(MemoryNeed, IsForeseenForEveryScenarioAndEnoughForItsTraining)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        SCOPED_TRACE(scenario.id);
        const auto task = smallTask(scenario);
        TrainOptions options;
        options.threads = 1;
        options.dropout = 0.1;
        const MemoryNeed need = memoryForTraining(*task, options, std::uint64_t{4} << 30);
        EXPECT_FALSE(need.atLeast);
        EXPECT_GE(need.parameters, 16 * static_cast<std::uint64_t>(task->layout()->count()));
        EXPECT_GT(need.computation, 0u);
        options.threads = 3;
        EXPECT_GE(memoryForTraining(*task, options, std::uint64_t{4} << 30).computation,
                  2 * need.computation);
        options.threads = 1;
        // The blocks that a tape gets differ a little from run to run.
        options.memory = need.total() * 3 / 2 + 4 * Arena::blockSize;
        EXPECT_NO_THROW(requireMemory(*task, options));
        options.memory = need.parameters / 2;
        EXPECT_TRUE(has(errorOf([&] { requireMemory(*task, options); }), "smaller model"));
    }
}

TEST(MemoryNeed, IsThatOfABlockOfTheBatchAndNoMore)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        SCOPED_TRACE(scenario.id);
        const auto task = smallTask(scenario);
        const auto computation = [&](std::size_t batch) {
            TrainOptions options;
            options.threads = 1;
            options.batch = batch;
            return memoryForTraining(*task, options, std::uint64_t{4} << 30).computation;
        };
        // A larger batch is computed block after block; a smaller one is a smaller block.
        // The blocks that a tape gets differ a little from run to run.
        const std::uint64_t block = computation(task->block());
        EXPECT_LE(computation(task->block() * 8), block + 2 * Arena::blockSize);
        EXPECT_LE(computation(1), block + 2 * Arena::blockSize);
    }
    const auto task = smallTask(scenarioOf("translation"));
    TrainOptions options;
    options.threads = 1;
    options.batch = 1;
    const std::uint64_t one = memoryForTraining(*task, options, std::uint64_t{4} << 30).computation;
    options.batch = task->block();
    EXPECT_LT(one, memoryForTraining(*task, options, std::uint64_t{4} << 30).computation);
}

TEST(MemoryNeed, CountsWeightsGradientAveragesAndTheWeightsThatAreKept)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        SCOPED_TRACE(scenario.id);
        const auto task = smallTask(scenario);
        const auto copy = sizeof(Real) * static_cast<std::uint64_t>(task->layout()->blockSize());
        for (const std::size_t keepEvery : {0, 50})
            for (const OptimiserName& optimiser : optimiserNames()) {
                TrainOptions options;
                options.threads = 1;
                options.keepEvery = keepEvery;
                options.optimiser.kind = optimiser.kind;
                // Little memory: what is computed at once is not looked at.
                EXPECT_EQ(memoryForTraining(*task, options, copy).parameters,
                          copy * (averagesOf(optimiser.kind) + (keepEvery > 0 ? 3u : 2u)));
            }
    }
}

/// Lines of ten words that no other has.
std::string manyWords(int lines)
{
    std::string text;
    for (int i = 0; i < lines; ++i) {
        for (int j = 0; j < 10; ++j)
            text += "w" + std::to_string(i * 10 + j) + " ";
        text += "\tyes\n";
    }
    return text;
}

TEST(MemoryNeed, OfManyWordsIsRefusedWithItsFigureAndTheRemedyWorks)
{
    const TemporaryFolder folder;
    writeContent(folder / "mine.txt", manyWords(3000));
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    const auto taskWith = [&](std::int64_t words) {
        Settings given;
        given.set("words", words);
        return scenario.task(
            {resolveSettings(scenario.settings, given), folder / "mine.txt", false, {}});
    };
    TrainOptions options;
    options.threads = 2;
    options.batch = 64;
    const auto whole = taskWith(50000);
    const MemoryNeed need = memoryForTraining(*whole, options, std::uint64_t{8} << 30);
    ASSERT_FALSE(need.atLeast);
    ASSERT_GT(need.parameters, std::uint64_t{64} << 20);
    // Too little for the parameters; for what is computed; then enough.
    options.memory = need.parameters / 2;
    const std::string first = errorOf([&] { requireMemory(*whole, options); });
    EXPECT_TRUE(has(first, "training takes " + memoryText(need.parameters)));
    EXPECT_TRUE(has(first, "and " + memoryText(options.memory) + " are free"));
    options.memory = need.parameters + need.computation * 3 / 4;
    const std::string second = errorOf([&] { requireMemory(*whole, options); });
    EXPECT_TRUE(has(second, "training takes more than"));
    EXPECT_TRUE(has(second, "--threads 1"));
    EXPECT_NO_THROW(requireMemory(*taskWith(2000), options));
    options.batch = 2;
    EXPECT_NO_THROW(requireMemory(*whole, options));
    options.batch = 64;
    options.threads = 1;
    EXPECT_NO_THROW(requireMemory(*whole, options));
}

TEST(MemoryNeed, IsThatOfTheLongestExamples)
{
    const TemporaryFolder folder;
    std::string lines = manyWords(50);
    std::string longLine;
    for (int i = 0; i < 2000; ++i)
        longLine += "w" + std::to_string(i % 50) + " ";
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    const auto need = [&](const std::string& content) {
        writeContent(folder / "mine.txt", content);
        const auto task =
            scenario.task({resolveSettings(scenario.settings), folder / "mine.txt", false, {}});
        TrainOptions options;
        options.threads = 1;
        return memoryForTraining(*task, options, std::uint64_t{8} << 30).computation;
    };
    EXPECT_GT(need(lines + longLine + "\tyes\n" + longLine + "a\tno\n"), 10 * need(lines));
}

TEST(FreeMemory, IsToldAndWritten)
{
    EXPECT_GT(freeMemory(), std::uint64_t{1} << 20);
    EXPECT_LT(freeMemory(), std::uint64_t{1} << 50);
    EXPECT_EQ(memoryText(std::uint64_t{512} << 20), "512 MB");
    EXPECT_EQ(memoryText((std::uint64_t{98} << 30) / 10), "9.8 GB");
}

} // namespace
} // namespace regard
