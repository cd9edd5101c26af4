// SPDX-License-Identifier: GPL-3.0-or-later
// What a query takes from each key, and what becomes of a word when a key is hidden.
#include "core/scenarios/occlusion.h"
#include "core/trace/ablations.h"

#include "tests/core/exploring.h"

#include <cmath>
#include <numeric>

namespace regard {
namespace {

using KeyShare = Exploring;

TEST_F(KeyShare, WeightsAreTheMeanOfTheHeads)
{
    const auto trace = traceOf("transformer");
    const Attention& attention = trace->attentions.back();
    const KeyShares shares = keySharesOf(*trace, attention, 1);
    for (std::size_t key = 0; key < shares.weights.size(); ++key) {
        double mean = 0;
        for (int head = 0; head < attention.headCount(); ++head)
            mean += static_cast<double>(trace
                                            ->tensors[static_cast<std::size_t>(
                                                attention.mapOf(&Attention::weights, head))]
                                            .value.at(1, static_cast<Index>(key)))
                / attention.headCount();
        EXPECT_NEAR(shares.weights[key], mean, 1e-12);
    }
}

// What all keys add together is the attention's output without its bias, so a query with a single
// key takes all of it from that one.
TEST_F(KeyShare, ContributionsGoThroughTheOutputProjection)
{
    const auto trace = traceOf("self-attention", "animal");
    const Attention& attention = trace->attentions.front();
    const KeyShares shares = keySharesOf(*trace, attention, 0);
    ASSERT_EQ(shares.contributions.size(), 1u);
    EXPECT_TRUE(shares.isProjected);
    const TraceTensor& output = *trace->find("layer0/attention_output");
    const ConstView bias = (*trace->parameters)[{output.source.operands[2].first}];
    double squared = 0;
    for (Index i = 0; i < output.value.columns(); ++i) {
        const double x =
            static_cast<double>(output.value.at(0, i)) - static_cast<double>(bias.data[i]);
        squared += x * x;
    }
    EXPECT_NEAR(shares.contributions[0], std::sqrt(squared), 1e-5 * std::sqrt(squared));
}

TEST_F(KeyShare, WithoutAProjectionAreWeightTimesLengthOfTheValue)
{
    const auto trace = traceOf("worked-example");
    const Attention& attention = trace->attentions.front();
    const KeyShares shares = keySharesOf(*trace, attention, 0);
    EXPECT_FALSE(shares.isProjected);
    const TraceValue& values = trace->tensors[static_cast<std::size_t>(attention.value)].value;
    for (Index key = 0; key < 2; ++key) {
        double squared = 0;
        for (Index i = 0; i < values.columns(); ++i)
            squared += std::pow(static_cast<double>(values.at(key, i)), 2);
        const auto at = static_cast<std::size_t>(key);
        EXPECT_NEAR(shares.contributions[at], shares.weights[at] * std::sqrt(squared), 1e-6);
    }
}

TEST_F(KeyShare, WithoutAKeyTheOthersAreBroughtToOneAgain)
{
    const auto trace = traceOf("self-attention");
    const Attention& attention = trace->attentions.front();
    for (const Index row : {Index{2}, Index{-1}}) {
        const KeyShares shares = keySharesOf(*trace, attention, row, 0);
        EXPECT_EQ(shares.weights[0], 0);
        EXPECT_EQ(shares.contributions[0], 0);
        EXPECT_NEAR(std::accumulate(shares.weights.begin(), shares.weights.end(), 0.0), 1, 1e-6);
    }
}

TEST_F(KeyShare, RankCorrelationByHand)
{
    EXPECT_DOUBLE_EQ(rankCorrelation({1, 2, 3}, {10, 20, 30}), 1);
    EXPECT_DOUBLE_EQ(rankCorrelation({1, 2, 3}, {3, 2, 1}), -1);
    // Ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3: 4.5 / √(4.5 · 5).
    EXPECT_NEAR(rankCorrelation({1, 5, 5, 9}, {1, 2, 3, 4}), 4.5 / std::sqrt(22.5), 1e-12);
    EXPECT_TRUE(std::isnan(rankCorrelation({1, 1, 1}, {1, 2, 3})));
    EXPECT_TRUE(std::isnan(rankCorrelation({1, 2}, {1, 2})));
}

TEST_F(KeyShare, OcclusionIsWhatHidingATokenComputes)
{
    for (const char* id : {"dialogue", "translation", "transformer", "dates", "reviews"}) {
        Exploration asked;
        asked.scenario = id;
        const Occlusion told = occlude(asked, 1);
        ASSERT_TRUE(told.problem.empty()) << id << ": " << told.problem;
        const auto base = traceOf(id);
        ASSERT_EQ(told.tokens.size(), base->input.size()) << id;
        ASSERT_EQ(told.shares.weights.size(), base->input.size()) << id;
        EXPECT_EQ(told.isForced, base->layout == Layout::EncoderDecoder) << id;
        std::string target;
        if (base->layout == Layout::EncoderDecoder) {
            EXPECT_EQ(told.word, base->output[1].text) << id;
            for (std::size_t i = 0; i + 1 < base->output.size(); ++i)
                target +=
                    (i > 0 && std::string(id) == "dialogue" ? " " : "") + base->output[i].text;
        }
        for (const int token : {0, 2}) {
            const auto without = traceOf(id, {}, {}, {hideToken(*base, token)}, target);
            const TraceTensor& p = *without->find(
                base->tensors[static_cast<std::size_t>(base->indexOf(Role::Probabilities))].path);
            const auto& words = p.columns->names;
            const auto at = std::find(words.begin(), words.end(), told.word) - words.begin();
            EXPECT_FLOAT_EQ(
                static_cast<float>(told.tokens[static_cast<std::size_t>(token)].probability),
                static_cast<float>(p.value.at(told.step, static_cast<Index>(at))))
                << id;
        }
    }
}

TEST_F(KeyShare, OcclusionSaysWhereThereIsNothingToTell)
{
    Exploration asked;
    for (const char* id : {"kernel-regression", "entity-network", "autoencoder"}) {
        asked.scenario = id;
        EXPECT_FALSE(occlude(asked, 0).problem.empty()) << id;
    }
    asked.scenario = "dialogue";
    asked.settings = with("attention", false);
    EXPECT_FALSE(occlude(asked, 0).problem.empty());
    asked.settings = {};
    asked.texts = {""};
    EXPECT_FALSE(occlude(asked, 0).problem.empty());
}

TEST_F(KeyShare, OcclusionStops)
{
    Exploration asked;
    asked.scenario = "dialogue";
    std::stop_source stop;
    EXPECT_THROW(occlude(asked, 0, stop.get_token(), [&](double) { stop.request_stop(); }),
                 Stopped);
}

} // namespace
} // namespace regard
