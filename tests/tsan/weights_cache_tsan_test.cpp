// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that are asked for by many threads at once, and what products keep of them.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <thread>
#include <vector>

namespace regard {
namespace {

constexpr int threads = 4;

/// Calls work(thread) on several threads that begin together.
template <class Work> void together(const Work& work)
{
    std::barrier begin(threads);
    std::vector<std::jthread> running;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back([&, thread] {
            begin.arrive_and_wait();
            work(thread);
        });
}

class WeightsCache : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }
};

TEST_F(WeightsCache, ThreadsThatAskForTheSameWeightsShareThem)
{
    for (const char* id : {"worked-example", "kernel-regression", "pointer", "dialogue"}) {
        const ScenarioSpec& scenario = scenarioOf(id);
        const Settings settings = resolveSettings(scenario.settings);
        std::vector<std::shared_ptr<const Weights>> got(threads);
        together([&](int thread) {
            got[static_cast<std::size_t>(thread)] = weightsFor(scenario, settings);
        });
        for (const auto& weights : got)
            EXPECT_EQ(weights, got.front()) << id;
    }
}

TEST_F(WeightsCache, ThreadsThatComputeWithTheSameFrozenWeightsAgree)
{
    for (const char* id : {"dialogue", "self-attention", "pointer"}) {
        Exploration exploration;
        exploration.scenario = id;
        std::vector<std::shared_ptr<const Trace>> traces(threads);
        // Weights of their own, whose panels nobody has asked for yet.
        const ScenarioSpec& scenario = scenarioOf(id);
        Weights weights = *weightsFor(scenario, resolveSettings(scenario.settings));
        exploration.weights = shareWeights(std::move(weights));
        together(
            [&](int thread) { traces[static_cast<std::size_t>(thread)] = explore(exploration); });
        for (const auto& trace : traces) {
            ASSERT_EQ(trace->tensors.size(), traces.front()->tensors.size()) << id;
            const TraceValue& first = traces.front()->tensors.back().value;
            const TraceValue& value = trace->tensors.back().value;
            EXPECT_TRUE(std::equal(value.begin(), value.end(), first.begin(), first.end())) << id;
        }
    }
}

} // namespace
} // namespace regard
