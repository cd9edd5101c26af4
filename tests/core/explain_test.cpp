// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/explain.h"

#include "core/attention/attend.h"
#include "core/attention/score_functions.h"
#include "core/attention/similarity_kernels.h"
#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "core/tape/operations.h"
#include "core/trace/cell_work.h"
#include "tests/core/given_formula.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {
namespace {

constexpr Real infinity = std::numeric_limits<Real>::infinity();

/// One attention over vectors that are given.
struct Asked {
    const ScoreFunction& score = scoreFunctionOf("dot");
    Tensor queries{{2, 4}, {1, 2, 0, -1, 0, 1, 3, 2}};
    Tensor keys{{2, 4}, {2, 1, 1, 0, -1, 0, 1, 4}};
    Tensor values{{2, 2}, {1, 10, 3, -2}};
    AttendOptions options{};
    /// Numbers of the score's parameters, one after another; empty: as drawn.
    std::vector<Real> parameters{};
    std::vector<Edit> edits{};
};

Trace traceOf(const Asked& asked)
{
    auto layout = std::make_shared<ParameterLayout>();
    const Index width = asked.queries.columns();
    const Score score(*layout, "", asked.score, {width, asked.keys.columns(), 3, 8});
    const auto numbers = std::make_shared<Parameters>(layout, 1);
    std::size_t next = 0;
    for (const auto& entry : layout->entries())
        for (Real& number : (*numbers)[layout->find(entry.name)].values())
            if (next < asked.parameters.size())
                number = asked.parameters[next++];
    Tape tape;
    tape.bind(*numbers);
    Recorder recorder(tape, asked.edits, {});
    const Probe probe(recorder);
    const auto named = [&](const Tensor& vectors) {
        return reshape(tape, tape.constant(vectors.view()), {1, vectors.rows(), vectors.columns()});
    };
    const Var q = probe.name(named(asked.queries), "Q", Role::Query, How(givenFormula));
    const Memory memory = remember(tape, probe, score, named(asked.keys), How(givenFormula),
                                   named(asked.values), How(givenFormula));
    attend(tape, probe, score, q, memory, asked.options);
    Trace trace = recorder.take();
    trace.parameters = numbers;
    return trace;
}

/// Scaled by √4 and a temperature of 0.5, causal.
Trace attention()
{
    Asked asked{scoreFunctionOf("scaled_dot")};
    asked.options.temperature = Real(0.5);
    asked.options.mask.kind = Mask::Kind::Causal;
    return traceOf(asked);
}

Explanation explainAt(const Trace& trace, std::string_view path, Index row, Index column)
{
    return explain(trace, {trace.indexOf(path), row, column});
}

std::string_view nameOf(const Explanation& explanation)
{
    return explanation.formula ? *explanation.formula->name : std::string_view();
}

double stageOf(const Explanation& explanation, Stage::Kind kind)
{
    for (const Stage& stage : explanation.stages)
        if (stage.kind == kind)
            return stage.value;
    ADD_FAILURE() << "no such stage";
    return 0;
}

TEST(Explain, ScoreIsTheSumOfTheProductsOfQueryAndKey)
{
    const Trace trace = attention();
    const Explanation found = explainAt(trace, "scores", 1, 1);
    EXPECT_EQ(nameOf(found), "score_dot");
    ASSERT_EQ(found.terms.size(), 4u);
    EXPECT_EQ(found.terms[3].left, 2);
    EXPECT_EQ(found.terms[3].right, 4);
    EXPECT_EQ(found.terms[3].product, 8);
    EXPECT_EQ(found.recomputed, 11);
    ASSERT_EQ(found.operands.size(), 2u);
    EXPECT_EQ(found.operands[0].place, (CellRef{trace.indexOf("Q"), 1, -1}));
    EXPECT_EQ(found.operands[1].place, (CellRef{trace.indexOf("K"), 1, -1}));
}

TEST(Explain, ScaledScoreIsOverTheRootOfTheWidthAndTheTemperature)
{
    const Explanation found = explainAt(attention(), "scaled", 0, 0);
    EXPECT_EQ(nameOf(found), "scaled_tempered");
    EXPECT_EQ(stageOf(found, Stage::Kind::RootOfWidth), 2);
    EXPECT_EQ(stageOf(found, Stage::Kind::Temperature), 0.5);
    EXPECT_EQ(found.recomputed, 4.0 / 2 / 0.5);
}

TEST(Explain, TheMeanProductIsTheSumOverTheWidth)
{
    const Trace trace = traceOf({scoreFunctionOf("mean_product")});
    const Explanation found = explainAt(trace, "scaled", 1, 1);
    EXPECT_EQ(nameOf(found), "averaged");
    EXPECT_EQ(stageOf(found, Stage::Kind::Width), 4);
    EXPECT_EQ(found.recomputed, 11.0 / 4);
    EXPECT_EQ(found.recorded, 11.0 / 4);
}

TEST(Explain, WhatIsDividedByNothingSaysSo)
{
    const Trace trace = traceOf({});
    EXPECT_EQ(nameOf(explainAt(trace, "scaled", 1, 1)), "unscaled");
    EXPECT_EQ(explainAt(trace, "scaled", 1, 1).recomputed, 11);
}

TEST(Explain, ADivisorOfItsOwnTakesThePlaceOfTheWidth)
{
    Asked asked;
    asked.options.divisor = 64;
    const Explanation found = explainAt(traceOf(asked), "scaled", 1, 1);
    EXPECT_EQ(nameOf(found), "scaled");
    EXPECT_EQ(stageOf(found, Stage::Kind::RootOfWidth), 8);
    EXPECT_EQ(found.recomputed, 11.0 / 8);
    EXPECT_EQ(found.recorded, 11.0 / 8);
}

TEST(Explain, HiddenKeyIsSaidAndHasNoWeight)
{
    const Trace trace = attention();
    EXPECT_TRUE(explainAt(trace, "masked", 0, 1).hidden);
    EXPECT_FALSE(explainAt(trace, "masked", 1, 0).hidden);
    const Explanation weight = explainAt(trace, "weights", 0, 1);
    EXPECT_TRUE(weight.hidden);
    EXPECT_EQ(weight.recomputed, 0);
}

TEST(Explain, WeightIsItsExponentialOverTheSumOfTheRow)
{
    const Explanation found = explainAt(attention(), "weights", 1, 0);
    EXPECT_EQ(nameOf(found), "softmax");
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::Maximum), 11);
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::Exponential), std::exp(-7.0));
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::RowSum), 1 + std::exp(-7.0));
    EXPECT_EQ(stageOf(found, Stage::Kind::Score), 4);
    EXPECT_EQ(found.terms.size(), 4u);
    EXPECT_EQ(found.stages.back().kind, Stage::Kind::Weight);
}

TEST(Explain, WeightOfARowWithEveryKeyHiddenIsZero)
{
    Asked asked;
    const std::vector<std::int32_t> none{0};
    asked.options.mask.lengths = none;
    const Trace trace = traceOf(asked);
    EXPECT_EQ(explainAt(trace, "weights", 0, 0).recomputed, 0);
    EXPECT_EQ(explainAt(trace, "weights", 0, 0).recorded, 0);
}

TEST(Explain, ContextIsTheWeightsTimesAColumnOfTheValues)
{
    const Trace trace = attention();
    const Explanation found = explainAt(trace, "context", 0, 1);
    EXPECT_EQ(nameOf(found), "context");
    EXPECT_EQ(found.operands[0].place, (CellRef{trace.indexOf("weights"), 0, -1}));
    EXPECT_EQ(found.operands[1].place, (CellRef{trace.indexOf("V"), -1, 1}));
    EXPECT_EQ(found.operands[1].values, (std::vector<double>{10, -2}));
    EXPECT_EQ(found.recomputed, 10);
}

TEST(Explain, AdditiveScoreIsVTimesTheTanhOfTheProjectionsTermByTerm)
{
    // W_q and W_k [3 × 4] take the first features, v is (1, 10, 100).
    const std::vector<Real> firsts{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
    Asked asked{scoreFunctionOf("additive")};
    for (int twice = 0; twice < 2; ++twice)
        asked.parameters.insert(asked.parameters.end(), firsts.begin(), firsts.end());
    asked.parameters.insert(asked.parameters.end(), {1, 10, 100});
    const Explanation found = explainAt(traceOf(asked), "scores", 1, 1);
    EXPECT_EQ(nameOf(found), "score_additive");
    ASSERT_EQ(found.terms.size(), 3u);
    const double wanted[] = {std::tanh(0.0 - 1), std::tanh(1.0 + 0), std::tanh(3.0 + 1)};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_DOUBLE_EQ(found.terms[i].left, std::pow(10.0, i));
        EXPECT_DOUBLE_EQ(found.terms[i].right, wanted[i]);
    }
    EXPECT_DOUBLE_EQ(*found.recomputed, wanted[0] + 10 * wanted[1] + 100 * wanted[2]);
    EXPECT_NEAR(found.recorded, *found.recomputed, 1e-4);
    ASSERT_EQ(found.operands.size(), 4u);
    EXPECT_EQ(found.operands[0].values, (std::vector<double>{0, 1, 3}));
    EXPECT_EQ(found.operands[1].values, (std::vector<double>{-1, 0, 1}));
    EXPECT_EQ(found.operands[2].parameter, "w_v.weight");
}

TEST(Explain, AProjectionIsARowOfTheMatrixTimesWhatItProjects)
{
    const Explanation found =
        explainAt(traceOf({scoreFunctionOf("general")}), "projected_keys", 1, 2);
    EXPECT_EQ(nameOf(found), "key_projected");
    ASSERT_EQ(found.operands.size(), 2u);
    EXPECT_EQ(found.operands[0].values, (std::vector<double>{-1, 0, 1, 4}));
    EXPECT_EQ(found.operands[1].parameter, "W.weight");
    EXPECT_NEAR(*found.recomputed, found.recorded, 1e-5);
}

TEST(Explain, ConcatTakesTheFirstColumnsForQueriesAndTheLastForKeys)
{
    Asked asked{scoreFunctionOf("concat")};
    asked.keys = Tensor({2, 2}, {5, -1, 2, 3});
    for (int i = 0; i < 18; ++i)
        asked.parameters.push_back(static_cast<Real>(i));
    const Trace trace = traceOf(asked);
    const Explanation key = explainAt(trace, "projected_keys", 0, 0);
    EXPECT_EQ(key.operands[1].values, (std::vector<double>{4, 5}));
    EXPECT_EQ(key.recomputed, 4 * 5 - 5);
    const Explanation query = explainAt(trace, "projected_queries", 0, 1);
    EXPECT_EQ(query.operands[1].values, (std::vector<double>{6, 7, 8, 9}));
}

TEST(Explain, WithoutTheWeightsWhatTakesThemIsNotComputedAgain)
{
    Trace trace = traceOf({scoreFunctionOf("additive")});
    trace.parameters = nullptr;
    EXPECT_FALSE(explainAt(trace, "scores", 1, 1).recomputed);
    EXPECT_EQ(nameOf(explainAt(trace, "scores", 1, 1)), "score_additive");
    EXPECT_TRUE(explainAt(trace, "context", 1, 1).recomputed);
}

TEST(Explain, ANumberSetByHandIsSaidToBeReplacedAndNoOther)
{
    Asked asked;
    asked.edits = {{"scores", 1, 1, 100}};
    const Trace trace = traceOf(asked);
    const Explanation set = explainAt(trace, "scores", 1, 1);
    EXPECT_TRUE(set.replaced);
    EXPECT_EQ(set.recorded, 100);
    EXPECT_EQ(set.recomputed, 11);
    EXPECT_FALSE(explainAt(trace, "scores", 1, 0).replaced);
    EXPECT_FALSE(explainAt(trace, "scaled", 1, 1).replaced);
    EXPECT_EQ(explainAt(trace, "scaled", 1, 1).recomputed, 100);
}

TEST(Explain, PlaceThatTheTraceDoesNotHaveIsNotExplained)
{
    const Trace trace = attention();
    EXPECT_FALSE(explain(trace, {}).formula);
    EXPECT_FALSE(explain(trace, {99, 0, 0}).formula);
    EXPECT_FALSE(explain(trace, {3, 2, 0}).formula);
}

TEST(Explain, WholeTensorHasItsFormulaAlone)
{
    const Trace trace = attention();
    const Explanation found = explain(trace, {trace.indexOf("weights"), -1, -1});
    EXPECT_EQ(nameOf(found), "softmax");
    EXPECT_TRUE(found.stages.empty());
}

TEST(Explain, LengthsAreThoseOfTheQueryAndOfTheKeyOfTheCell)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Exploration exploration;
    exploration.scenario = "worked-example";
    exploration.texts = {"Thinking fast Machines"};
    exploration.settings.set("score", std::string("cosine"));
    const auto trace = explore(exploration);
    const auto lengthOfRow = [](const TraceTensor& tensor, Index row) {
        double sum = 0;
        for (Index column = 0; column < tensor.value.columns(); ++column)
            sum += tensor.value.at(row, column) * tensor.value.at(row, column);
        return std::sqrt(sum);
    };
    const TraceTensor& queries = *trace->find("Q");
    const TraceTensor& keys = *trace->find("K");
    for (Index row = 0; row < queries.value.rows(); ++row)
        for (Index column = 0; column < keys.value.rows(); ++column) {
            const Explanation found = explainAt(*trace, "scores", row, column);
            EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::QueryLength), lengthOfRow(queries, row));
            EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::KeyLength), lengthOfRow(keys, column));
        }
}

/// Query (3, 4) and keys (4, 3), (0, 2), (3, 5).
Asked oneQuery(const ScoreFunction& score)
{
    Asked asked{score};
    asked.queries = Tensor({1, 2}, {3, 4});
    asked.keys = Tensor({3, 2}, {4, 3, 0, 2, 3, 5});
    asked.values = Tensor({3, 1}, {1, 2, 3});
    return asked;
}

TEST(Explain, CosineScoreIsTheProductOverTheLengthsOfBothVectors)
{
    const Trace trace = traceOf(oneQuery(scoreFunctionOf("cosine")));
    const Explanation found = explainAt(trace, "scores", 0, 0);
    EXPECT_EQ(nameOf(found), "score_cosine");
    EXPECT_EQ(stageOf(found, Stage::Kind::Sum), 24);
    EXPECT_EQ(stageOf(found, Stage::Kind::QueryLength), 5);
    EXPECT_EQ(stageOf(found, Stage::Kind::KeyLength), 5);
    EXPECT_DOUBLE_EQ(*found.recomputed, 0.96);
    EXPECT_DOUBLE_EQ(*explainAt(trace, "scores", 0, 1).recomputed, 0.8);
}

TEST(Explain, KernelsDependOnTheDistanceInWidths)
{
    const std::pair<const char*, double> values[] = {{"boxcar", 1},
                                                     {"epanechikov", 1 - 2.0 / 4},
                                                     {"triangular", 1 - std::sqrt(2) / 2},
                                                     {"constant", 1},
                                                     {"gaussian", -2.0 / 8}};
    ASSERT_EQ(std::size(values), similarityKernels().size());
    for (const auto& [name, value] : values) {
        Asked asked = oneQuery(similarityKernelOf(name).score);
        asked.parameters = {2};
        const Explanation found = explainAt(traceOf(asked), "scores", 0, 0);
        ASSERT_TRUE(found.recomputed) << name;
        EXPECT_DOUBLE_EQ(*found.recomputed, value) << name;
        EXPECT_NEAR(found.recorded, value, 1e-6) << name;
    }
}

TEST(Explain, AKernelWithNothingInReachSaysSoAndGivesNoWeight)
{
    for (const char* name : {"boxcar", "epanechikov", "triangular"}) {
        Asked asked = oneQuery(similarityKernelOf(name).score);
        asked.parameters = {Real(0.1)};
        asked.options.normaliser = similarityKernelOf(name).normaliser;
        const Explanation found = explainAt(traceOf(asked), "weights", 0, 0);
        EXPECT_EQ(nameOf(found), "proportional");
        EXPECT_EQ(found.recomputed, 0) << name;
        EXPECT_EQ(found.worked.text, "no key is in reach") << name;
    }
}

/// Weights of one row of scores.
Trace weighed(const char* normaliser, std::vector<Real> scores)
{
    Asked asked;
    const auto keys = static_cast<Index>(scores.size());
    asked.queries = Tensor({1, 1}, {1});
    asked.values = Tensor({keys, 1});
    static std::vector<std::uint8_t> hidden;
    hidden.clear();
    for (Real& score : scores) {
        hidden.push_back(score == -infinity);
        score = score == -infinity ? 0 : score;
    }
    asked.keys = Tensor({keys, 1}, Buffer(scores.begin(), scores.end()));
    asked.options.normaliser = &normaliserOf(normaliser);
    asked.options.mask.hiddenKeys = hidden;
    return traceOf(asked);
}

TEST(Explain, SparsemaxTakesItsThresholdOffAndLeavesWhatIsAboveZero)
{
    // Of 2, 1.5 and −∞: θ = (3.5 − 1)/2 = 1.25.
    const Trace trace = weighed("sparsemax", {2, 1.5F, -infinity});
    const Explanation found = explainAt(trace, "weights", 0, 0);
    EXPECT_EQ(nameOf(found), "sparsemax");
    EXPECT_EQ(stageOf(found, Stage::Kind::Threshold), 1.25);
    EXPECT_EQ(found.recomputed, 0.75);
    EXPECT_EQ(explainAt(trace, "weights", 0, 1).recomputed, 0.25);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, SigmoidWeighsEachKeyByItself)
{
    const Trace trace = weighed("sigmoid", {0, std::log(3.0F), -infinity});
    EXPECT_EQ(nameOf(explainAt(trace, "weights", 0, 0)), "sigmoid");
    EXPECT_EQ(explainAt(trace, "weights", 0, 0).recomputed, 0.5);
    EXPECT_NEAR(*explainAt(trace, "weights", 0, 1).recomputed, 0.75, 1e-7);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, HardmaxGivesAllToTheFirstOfTheLargest)
{
    const Trace trace = weighed("hardmax", {1, 2, 2});
    EXPECT_EQ(nameOf(explainAt(trace, "weights", 0, 1)), "hardmax");
    EXPECT_EQ(explainAt(trace, "weights", 0, 1).recomputed, 1);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, MasksSayWhatTheyHide)
{
    const auto formula = [](const Mask& mask) {
        Asked asked;
        asked.options.mask = mask;
        return nameOf(explainAt(traceOf(asked), "masked", 0, 1));
    };
    const std::vector<std::int32_t> one{1};
    const std::vector<std::uint8_t> second{0, 1};
    Mask mask;
    EXPECT_EQ(formula(mask), "unmasked");
    mask.kind = Mask::Kind::Causal;
    EXPECT_EQ(formula(mask), "masked");
    mask.kind = Mask::Kind::Window;
    EXPECT_EQ(formula(mask), "masked_window");
    mask.kind = Mask::Kind::History;
    EXPECT_EQ(formula(mask), "masked_history");
    mask.kind = Mask::Kind::None;
    mask.lengths = one;
    EXPECT_EQ(formula(mask), "masked_hidden");
    mask.lengths = {};
    mask.hiddenKeys = second;
    EXPECT_EQ(formula(mask), "masked_hidden");
}

TEST(Explain, UnlikeWidthsAreRefusedWhereTheScoreNeedsEqualOnes)
{
    for (const ScoreFunction& function : scoreFunctions()) {
        ParameterLayout layout;
        const auto make = [&] { Score(layout, "", function, {4, 6, 3, 8}); };
        if (function.anyWidths)
            EXPECT_NO_THROW(make()) << function.name;
        else
            EXPECT_THROW(make(), std::invalid_argument) << function.name;
    }
}

} // namespace
} // namespace regard
