// SPDX-License-Identifier: GPL-3.0-or-later
// The threads of training: tapes, sums of gradients, Adam, tables that are kept by rows, and
// operations that share one piece of work.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/tensor/parallel.h"
#include "core/training/train.h"
#include "core/training/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stop_token>
#include <thread>

namespace regard {
namespace {

Settings smallSettings(const ScenarioSpec& scenario)
{
    Settings settings = resolveSettings(scenario.settings);
    for (const SettingSpec& spec : scenario.settings) {
        if (spec.name == "examples")
            settings.set("examples", std::int64_t{48});
        if (spec.name == "held_out")
            settings.set("held_out", std::int64_t{16});
    }
    return settings;
}

class TrainingThreads : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }
};

TEST_F(TrainingThreads, EveryScenarioIsTrainedAndMeasured)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        SCOPED_TRACE(scenario.id);
        const Settings settings = smallSettings(scenario);
        const std::unique_ptr<Task> task = scenario.task({settings, {}, false, {}});
        Weights weights = drawWeights(scenario, settings, *task);
        TrainOptions options = trainOptions(settings);
        options.batch = 16;
        options.threads = 4;
        options.reportEvery = 1;
        options.validate = 16;
        std::size_t steps = 0;
        std::stop_source enough; // of a task whose data take no number of examples
        train(*task, std::move(weights.parameters), options, enough.get_token(),
              [&](const TrainReport& report) {
                  report.parameters();
                  if (++steps == 3)
                      enough.request_stop();
              });
        EXPECT_GT(steps, 0u);
    }
}

TEST_F(TrainingThreads, AStopFromAnotherThreadEndsTraining)
{
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    const Settings settings = smallSettings(scenario);
    const std::unique_ptr<Task> task = scenario.task({settings, {}, false, {}});
    TrainOptions options;
    options.epochs = 1000;
    options.batch = 16;
    options.threads = 4;
    options.reportEvery = 1;
    std::stop_source source;
    std::atomic<bool> begun = false;
    std::jthread stopper([&] {
        begun.wait(false);
        source.request_stop();
    });
    train(*task, drawWeights(scenario, settings, *task).parameters, options, source.get_token(),
          [&](const TrainReport&) {
              begun = true;
              begun.notify_all();
          });
    EXPECT_TRUE(source.stop_requested());
}

TEST_F(TrainingThreads, PartsOfOnePieceOfWorkAreSeenByWhoWaitsForThem)
{
    std::vector<int> numbers(4000, 1); // plain memory
    for (int round = 0; round < 20; ++round) {
        inParallel(4000, 1000, [&](Index begin, Index end) {
            for (Index i = begin; i < end; ++i)
                ++numbers[static_cast<std::size_t>(i)];
        });
        EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), 0), 4000 * (round + 2));
    }
    Workers workers(4);
    std::vector<int> sums(64);
    workers.forEach(sums.size(), [&](std::size_t i) {
        sums[i] = std::accumulate(numbers.begin(), numbers.end(), 0);
    });
    EXPECT_EQ(sums, std::vector<int>(64, 4000 * 21));
}

} // namespace
} // namespace regard
