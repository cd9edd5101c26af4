// SPDX-License-Identifier: GPL-3.0-or-later
// Entropy, distance and merged maps of heads against numbers worked out by hand.
#include "core/trace/attention_statistics.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace regard {
namespace {

constexpr int late = std::numeric_limits<int>::max();

void expectNear(const Tensor& found, const std::vector<double>& expected)
{
    ASSERT_EQ(found.values().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(static_cast<double>(found.values()[i]), expected[i], 1e-6) << i;
}

TEST(AttentionStatistics, EntropyIsInBitsAndNothingForOneKey)
{
    const TraceValue weights(
        Tensor({3, 4}, {1, 0, 0, 0, 0.5F, 0.25F, 0.125F, 0.125F, 0.25F, 0.25F, 0.25F, 0.25F}));
    const RowStatistics found = rowStatistics(weights);
    EXPECT_NEAR(found.entropy[0], 0, 1e-6);
    EXPECT_NEAR(found.entropy[1], 0.5 * 1 + 0.25 * 2 + 2 * 0.125 * 3, 1e-6);
    EXPECT_NEAR(found.entropy[2], 2, 1e-6);
}

TEST(AttentionStatistics, DistanceIsFromTheQuerysPlaceToTheKeys)
{
    const TraceValue weights(Tensor({3, 3}, {1, 0, 0, 0.5F, 0, 0.5F, 0.5F, 0.25F, 0.25F}));
    const RowStatistics found = rowStatistics(weights);
    EXPECT_NEAR(found.distance[0], 0, 1e-6);
    EXPECT_NEAR(found.distance[1], 1, 1e-6);
    EXPECT_NEAR(found.distance[2], 0.5 * 2 + 0.25, 1e-6);
}

TEST(AttentionStatistics, ARowThatDoesNotSumToOneIsSeenAsItsShares)
{
    const RowStatistics found = rowStatistics(TraceValue(Tensor({1, 2}, {3, 1})));
    EXPECT_NEAR(found.entropy[0], -(0.75 * std::log2(0.75) + 0.25 * std::log2(0.25)), 1e-6);
    EXPECT_NEAR(found.distance[0], 0.25, 1e-6);
}

TEST(AttentionStatistics, ARowThatWeighsNothingOrLessSaysNothing)
{
    const RowStatistics found = rowStatistics(TraceValue(Tensor({3, 2}, {0, 0, 2, -1, 0, 1})));
    for (const std::vector<double>& rows : {found.entropy, found.distance}) {
        EXPECT_TRUE(std::isnan(rows[0]));
        EXPECT_TRUE(std::isnan(rows[1]));
        EXPECT_FALSE(std::isnan(rows[2]));
    }
    EXPECT_NEAR(*meanOfRows(found.distance, {}, late), 1, 1e-6);
}

TEST(AttentionStatistics, TheMeanIsOverRowsThatAreThere)
{
    const std::vector<double> rows{1, 2, 6, std::nan("")};
    const RowMoments moments{3, 5, 8, 8};
    EXPECT_FALSE(meanOfRows(rows, moments, 2));
    EXPECT_DOUBLE_EQ(*meanOfRows(rows, moments, 3), 1);
    EXPECT_DOUBLE_EQ(*meanOfRows(rows, moments, 7), 1.5);
    EXPECT_DOUBLE_EQ(*meanOfRows(rows, moments, 8), 3);
    EXPECT_DOUBLE_EQ(*meanOfRows(rows, {}, 0), 3);
    EXPECT_FALSE(meanOfRows({}, {}, 0));
}

TEST(AttentionStatistics, MeanAndMaximumAreNumberByNumber)
{
    const TraceValue a(Tensor({2, 3}, {1, 0, 0, 0.2F, 0.3F, 0.5F}));
    const TraceValue b(Tensor({2, 3}, {0, 0.5F, 0.5F, 0.4F, 0.5F, 0.1F}));
    const std::vector<const TraceValue*> heads{&a, &b};
    expectNear(meanOfHeads(heads), {0.5, 0.25, 0.25, 0.3, 0.4, 0.3});
    expectNear(maximumOfHeads(heads), {1, 0.5, 0.5, 0.4, 0.5, 0.5});
}

TEST(AttentionStatistics, RolloutMultipliesLayersWithTheWayAroundThem)
{
    // Â_1 = [1 0; ½ ½], Â_2 = [½ ½; ¼ ¾] of the mean of two heads.
    const TraceValue first(Tensor({2, 2}, {1, 0, 1, 0}));
    const TraceValue second(Tensor({2, 2}, {0, 1, 0, 1}));
    const TraceValue third(Tensor({2, 2}, {0, 1, 1, 0}));
    const std::vector<std::vector<const TraceValue*>> layers{{&first}, {&second, &third}};
    // Â_2 · Â_1 = [½ + ¼, ¼; ¼ + ⅜, ⅜].
    expectNear(rollout(layers), {0.75, 0.25, 0.625, 0.375});
}

TEST(AttentionStatistics, RolloutOfOneLayerIsItsMeanWithTheWayAround)
{
    const TraceValue weights(Tensor({2, 2}, {0.5F, 0.5F, 0, 0}));
    const std::vector<std::vector<const TraceValue*>> layers{{&weights}};
    // The second row sees nothing: all that reaches it went around.
    expectNear(rollout(layers), {0.75, 0.25, 0, 1});
}

TEST(AttentionStatistics, WhatDoesNotFitTogetherIsRefused)
{
    const TraceValue two(Tensor({2, 2}, {1, 0, 0, 1}));
    const TraceValue flat(Tensor({2, 3}, {1, 0, 0, 0, 1, 0}));
    const TraceValue three(Tensor({3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1}));
    using Heads = std::vector<const TraceValue*>;
    EXPECT_THROW(meanOfHeads({}), std::invalid_argument);
    EXPECT_THROW(meanOfHeads(Heads{&two, &flat}), std::invalid_argument);
    EXPECT_THROW(maximumOfHeads(Heads{&two, &three}), std::invalid_argument);
    EXPECT_THROW(rollout({}), std::invalid_argument);
    EXPECT_THROW(rollout(std::vector<Heads>{{&flat}}), std::invalid_argument);
    EXPECT_THROW(rollout(std::vector<Heads>{{&two}, {&three}}), std::invalid_argument);
}

TEST(AttentionStatistics, HoldsInEveryScenario)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    for (const ScenarioSpec& scenario : catalogue()) {
        Exploration exploration;
        exploration.scenario = scenario.id;
        const auto trace = explore(exploration);
        for (const Attention& attention : trace->attentions) {
            std::vector<const TraceValue*> heads;
            for (int head = 0; head < attention.headCount(); ++head)
                heads.push_back(
                    &trace->tensors[static_cast<std::size_t>(attention.weights + head)].value);
            for (const TraceValue* head : heads) {
                const RowStatistics found = rowStatistics(*head);
                for (std::size_t row = 0; row < found.entropy.size(); ++row) {
                    double entropy = 0;
                    double sum = 0;
                    for (Index j = 0; j < head->columns(); ++j) {
                        const double a = static_cast<double>(head->at(static_cast<Index>(row), j));
                        entropy -= a > 0 ? a * std::log2(a) : 0;
                        sum += a;
                    }
                    // The first query of a causal attention to others may see no key.
                    if (sum == 0)
                        EXPECT_TRUE(std::isnan(found.entropy[row])) << scenario.id << " " << row;
                    else
                        EXPECT_NEAR(found.entropy[row], entropy, 2e-4) << scenario.id << " " << row;
                }
            }
            if (!attention.isSelf)
                continue;
            const std::vector<std::vector<const TraceValue*>> layers{heads};
            const Tensor merged = rollout(layers);
            for (Index row = 0; row < merged.rows(); ++row) {
                double sum = 0;
                for (Index j = 0; j < merged.columns(); ++j)
                    sum += static_cast<double>(merged.at(row, j));
                EXPECT_NEAR(sum, 1, 1e-3) << scenario.id << " " << row;
            }
        }
    }
}

} // namespace
} // namespace regard
