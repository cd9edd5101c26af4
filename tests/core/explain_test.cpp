// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/explain.h"

#include "core/models/scenario.h"

#include "tests/core/trace_tensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {
namespace {

constexpr Real infinity = std::numeric_limits<Real>::infinity();

/// Two queries and two keys of four features, scaled by √4 and temperature 0.5, causal.
Trace attention()
{
    Trace trace;
    trace.layout = Layout::SelfAttention;
    trace.settings.set("score", std::string("scaled_dot"));
    trace.settings.set("mask", std::string("causal"));
    trace.settings.set("temperature", 0.5);
    trace.tensors.push_back(
        tensorOf("head0/Q", Role::Query, Tensor({2, 4}, {1, 2, 0, -1, 0, 1, 3, 2})));
    trace.tensors.push_back(
        tensorOf("head0/K", Role::Key, Tensor({2, 4}, {2, 1, 1, 0, -1, 0, 1, 4})));
    trace.tensors.push_back(tensorOf("head0/V", Role::Value, Tensor({2, 2}, {1, 10, 3, -2})));
    trace.tensors.push_back(tensorOf("head0/scores", Role::Scores, Tensor({2, 2}, {4, -5, 4, 11})));
    trace.tensors.push_back(tensorOf("head0/scaled", Role::Scaled, Tensor({2, 2}, {4, -5, 4, 11})));
    trace.tensors.push_back(
        tensorOf("head0/masked", Role::Masked, Tensor({2, 2}, {4, -infinity, 4, 11})));
    const double small = std::exp(-7.0) / (1 + std::exp(-7.0));
    const Real a = static_cast<Real>(small), b = static_cast<Real>(1 - small);
    trace.tensors.push_back(tensorOf("head0/weights", Role::Weights, Tensor({2, 2}, {1, 0, a, b})));
    trace.tensors.push_back(tensorOf("head0/context", Role::Context,
                                     Tensor({2, 2}, {1, 10, a + 3 * b, 10 * a - 2 * b})));
    return trace;
}

Explanation explainAt(const Trace& trace, std::string_view path, Index row, Index column)
{
    return explain(trace, {trace.indexOf(path), row, column});
}

double stageOf(const Explanation& explanation, Stage::Kind kind)
{
    for (const Stage& stage : explanation.stages)
        if (stage.kind == kind)
            return stage.value;
    ADD_FAILURE() << "no such stage";
    return 0;
}

void setNumber(TraceTensor& tensor, Index row, Index column, Real number)
{
    Tensor changed = tensor.value.copy();
    changed.at(row, column) = number;
    tensor.value = std::move(changed);
}

TEST(Explain, ScoreIsTheSumOfTheProductsOfQueryAndKey)
{
    const Explanation found = explainAt(attention(), "head0/scores", 1, 1);
    EXPECT_EQ(found.formula, FormulaId::DotScore);
    ASSERT_EQ(found.terms.size(), 4u);
    EXPECT_EQ(found.terms[3].left, 2);
    EXPECT_EQ(found.terms[3].right, 4);
    EXPECT_EQ(found.terms[3].product, 8);
    EXPECT_EQ(found.recomputed, 11);
    ASSERT_EQ(found.operands.size(), 2u);
    EXPECT_EQ(found.operands[0].place, (CellRef{0, 1, -1}));
    EXPECT_EQ(found.operands[1].place, (CellRef{1, 1, -1}));
}

TEST(Explain, ScaledScoreIsOverTheRootOfTheWidthAndTheTemperature)
{
    const Explanation found = explainAt(attention(), "head0/scaled", 0, 0);
    EXPECT_EQ(found.formula, FormulaId::Scaled);
    EXPECT_EQ(stageOf(found, Stage::Kind::RootOfWidth), 2);
    EXPECT_EQ(stageOf(found, Stage::Kind::Temperature), 0.5);
    EXPECT_EQ(found.recomputed, 4.0 / 2 / 0.5);
}

TEST(Explain, HiddenKeyIsSaidAndHasNoWeight)
{
    const Trace trace = attention();
    EXPECT_TRUE(explainAt(trace, "head0/masked", 0, 1).hidden);
    EXPECT_FALSE(explainAt(trace, "head0/masked", 1, 0).hidden);
    const Explanation weight = explainAt(trace, "head0/weights", 0, 1);
    EXPECT_TRUE(weight.hidden);
    EXPECT_EQ(weight.recomputed, 0);
}

TEST(Explain, WeightIsItsExponentialOverTheSumOfTheRow)
{
    const Explanation found = explainAt(attention(), "head0/weights", 1, 0);
    EXPECT_EQ(found.formula, FormulaId::Softmax);
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::Maximum), 11);
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::Exponential), std::exp(-7.0));
    EXPECT_DOUBLE_EQ(stageOf(found, Stage::Kind::Normaliser), 1 + std::exp(-7.0));
    EXPECT_EQ(stageOf(found, Stage::Kind::Score), 4);
    EXPECT_EQ(found.terms.size(), 4u);
    EXPECT_EQ(found.stages.back().kind, Stage::Kind::Weight);
}

TEST(Explain, WeightOfARowWithEveryKeyHiddenIsZero)
{
    Trace trace = attention();
    setNumber(trace.tensors[5], 0, 0, -infinity);
    EXPECT_EQ(explainAt(trace, "head0/weights", 0, 0).recomputed, 0);
}

TEST(Explain, ContextIsTheWeightsTimesAColumnOfTheValues)
{
    const Explanation found = explainAt(attention(), "head0/context", 0, 1);
    EXPECT_EQ(found.formula, FormulaId::Context);
    EXPECT_EQ(found.operands[0].place, (CellRef{6, 0, -1}));
    EXPECT_EQ(found.operands[1].place, (CellRef{2, -1, 1}));
    EXPECT_EQ(found.operands[1].values, (std::vector<double>{10, -2}));
    EXPECT_EQ(found.recomputed, 10);
}

TEST(Explain, AdditiveScoreShowsItsProjectionsAndNoInventedTerms)
{
    Trace trace = attention();
    trace.settings.set("score", std::string("additive"));
    trace.tensors.push_back(
        tensorOf("head0/projected_queries", Role::Hidden, Tensor({2, 3}, {1, 2, 3, 4, 5, 6})));
    trace.tensors.push_back(
        tensorOf("head0/projected_keys", Role::Hidden, Tensor({2, 3}, {7, 8, 9, 1, 2, 3})));
    const Explanation found = explainAt(trace, "head0/scores", 1, 1);
    EXPECT_EQ(found.formula, FormulaId::AdditiveScore);
    EXPECT_TRUE(found.terms.empty());
    EXPECT_FALSE(found.recomputed);
    ASSERT_EQ(found.operands.size(), 2u);
    EXPECT_EQ(found.operands[0].values, (std::vector<double>{4, 5, 6}));
    EXPECT_EQ(found.operands[1].values, (std::vector<double>{1, 2, 3}));
}

TEST(Explain, GeneralScoreIsTheQueryTimesTheProjectedKey)
{
    Trace trace = attention();
    trace.settings.set("score", std::string("general"));
    trace.tensors.push_back(
        tensorOf("head0/projected_keys", Role::Hidden, Tensor({2, 4}, {1, 1, 1, 1, 0, 2, 0, 1})));
    const Explanation found = explainAt(trace, "head0/scores", 1, 1);
    EXPECT_EQ(found.formula, FormulaId::GeneralScore);
    EXPECT_EQ(found.recomputed, 4);
}

TEST(Explain, DecoderFindsTheKeysAndValuesOfItsEncoder)
{
    Trace trace = attention();
    trace.layout = Layout::EncoderDecoder;
    for (TraceTensor& tensor : trace.tensors) {
        const bool memory = tensor.role == Role::Key || tensor.role == Role::Value;
        tensor.path.replace(0, 5, memory ? "encoder/attention" : "decoder/attention");
    }
    EXPECT_EQ(explainAt(trace, "decoder/attention/scores", 1, 1).recomputed, 11);
    EXPECT_EQ(explainAt(trace, "decoder/attention/context", 0, 1).recomputed, 10);
}

TEST(Explain, WithoutAttentionTheContextIsTheLastStateOfTheEncoder)
{
    Trace trace = attention();
    trace.settings.set("attention", false);
    const Explanation found = explainAt(trace, "head0/context", 0, 1);
    EXPECT_EQ(found.formula, FormulaId::FixedContext);
    EXPECT_TRUE(found.terms.empty());
}

TEST(Explain, ANumberSetByHandIsSaidToBeReplaced)
{
    Trace trace = attention();
    setNumber(trace.tensors[3], 1, 1, 100);
    trace.tensors[3].edited = true;
    EXPECT_TRUE(explainAt(trace, "head0/scores", 1, 1).replaced);
    EXPECT_FALSE(explainAt(trace, "head0/scores", 1, 0).replaced);
}

TEST(Explain, PlaceThatTheTraceDoesNotHaveIsNotExplained)
{
    const Trace trace = attention();
    EXPECT_EQ(explain(trace, {}).formula, FormulaId::None);
    EXPECT_EQ(explain(trace, {99, 0, 0}).formula, FormulaId::None);
    EXPECT_EQ(explain(trace, {3, 2, 0}).formula, FormulaId::None);
}

TEST(Explain, WholeTensorHasItsFormulaAlone)
{
    const Explanation found = explain(attention(), {6, -1, -1});
    EXPECT_EQ(found.formula, FormulaId::Softmax);
    EXPECT_TRUE(found.stages.empty());
}

TEST(Explain, SiblingsOfAnotherHeadAreNotMistakenForOnesOwn)
{
    Trace trace = attention();
    const Trace other = attention();
    for (TraceTensor tensor : other.tensors) {
        tensor.path.replace(0, 5, "head1");
        tensor.value.derive({2, {}});
        trace.tensors.push_back(std::move(tensor));
    }
    EXPECT_EQ(explainAt(trace, "head1/scores", 1, 1).recomputed, 44);
    EXPECT_EQ(explainAt(trace, "head0/scores", 1, 1).recomputed, 11);
}

/// One query (3, 4) and three keys, with scores, masked and weights as given.
Trace oneQuery(std::vector<Real> scores, std::vector<Real> masked, std::vector<Real> weights)
{
    Trace trace;
    trace.layout = Layout::General;
    const auto row = [](std::vector<Real> numbers) {
        const Index width = static_cast<Index>(numbers.size());
        return Tensor({1, width}, Buffer(numbers.begin(), numbers.end()));
    };
    trace.tensors.push_back(tensorOf("Q", Role::Query, Tensor({1, 2}, {3, 4})));
    trace.tensors.push_back(tensorOf("K", Role::Key, Tensor({3, 2}, {4, 3, 0, 2, 3, 5})));
    trace.tensors.push_back(tensorOf("scores", Role::Scores, row(std::move(scores))));
    trace.tensors.push_back(tensorOf("masked", Role::Masked, row(std::move(masked))));
    trace.tensors.push_back(tensorOf("weights", Role::Weights, row(std::move(weights))));
    return trace;
}

TEST(Explain, CosineScoreIsTheProductOverTheLengthsOfBothVectors)
{
    Trace trace = oneQuery({0.96F, 0.8F, 0}, {}, {});
    trace.settings.set("score", std::string("cosine"));
    const Explanation found = explainAt(trace, "scores", 0, 0);
    EXPECT_EQ(found.formula, FormulaId::CosineScore);
    EXPECT_EQ(stageOf(found, Stage::Kind::Sum), 24);
    EXPECT_EQ(stageOf(found, Stage::Kind::QueryLength), 5);
    EXPECT_EQ(stageOf(found, Stage::Kind::KeyLength), 5);
    EXPECT_DOUBLE_EQ(*found.recomputed, 0.96);
    EXPECT_DOUBLE_EQ(*explainAt(trace, "scores", 0, 1).recomputed, 0.8);
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

TEST(Explain, GaussianScoreIsTheSquaredDistanceOverTwiceTheSquaredWidth)
{
    Trace trace = oneQuery({-1, -6.5F, -0.5F}, {}, {});
    trace.settings.set("score", std::string("gaussian"));
    const Explanation unknown = explainAt(trace, "scores", 0, 0);
    EXPECT_EQ(stageOf(unknown, Stage::Kind::SquaredDistance), 2);
    EXPECT_FALSE(unknown.recomputed) << "the trace does not hold the width";
    trace.tensors.push_back(tensorOf("sigma", Role::Hidden, Tensor({1, 1}, {2})));
    const Explanation found = explainAt(trace, "scores", 0, 1);
    EXPECT_EQ(found.formula, FormulaId::GaussianScore);
    EXPECT_EQ(stageOf(found, Stage::Kind::SquaredDistance), 13);
    ASSERT_EQ(found.terms.size(), 2u);
    EXPECT_EQ(found.terms[0].product, 9);
    EXPECT_EQ(found.terms[1].product, 4);
    EXPECT_DOUBLE_EQ(*found.recomputed, -13.0 / 8);
}

TEST(Explain, KernelsDependOnTheDistanceInWidths)
{
    const std::pair<const char*, double> kernels[] = {{"boxcar", 1},
                                                      {"epanechnikov", 1 - 2.0 / 4},
                                                      {"triangular", 1 - std::sqrt(2) / 2},
                                                      {"constant", 1},
                                                      {"gaussian", -2.0 / 8}};
    for (const auto& [name, value] : kernels) {
        Trace trace = oneQuery({0, 0, 0}, {}, {});
        trace.settings.set("kernel", std::string(name));
        trace.settings.set("width", 2.0);
        trace.settings.set("learnt", false);
        const Explanation found = explainAt(trace, "scores", 0, 0);
        ASSERT_TRUE(found.recomputed) << name;
        EXPECT_DOUBLE_EQ(*found.recomputed, value) << name;
    }
}

TEST(Explain, KernelWeightsAreTheScoresOverTheirSum)
{
    Trace trace = oneQuery({}, {0.5F, 0, 1.5F}, {0.25F, 0, 0.75F});
    trace.settings.set("kernel", std::string("triangular"));
    const Explanation found = explainAt(trace, "weights", 0, 2);
    EXPECT_EQ(found.formula, FormulaId::Proportional);
    EXPECT_EQ(stageOf(found, Stage::Kind::Normaliser), 2);
    EXPECT_EQ(found.recomputed, 0.75);
}

TEST(Explain, SparsemaxTakesItsThresholdOffAndLeavesWhatIsAboveZero)
{
    // Of 2, 1.5 and −∞: θ = (3.5 − 1)/2 = 1.25.
    Trace trace = oneQuery({}, {2, 1.5F, -infinity}, {0.75F, 0.25F, 0});
    trace.settings.set("normaliser", std::string("sparsemax"));
    const Explanation found = explainAt(trace, "weights", 0, 0);
    EXPECT_EQ(found.formula, FormulaId::Sparsemax);
    EXPECT_EQ(stageOf(found, Stage::Kind::Threshold), 1.25);
    EXPECT_EQ(found.recomputed, 0.75);
    EXPECT_EQ(explainAt(trace, "weights", 0, 1).recomputed, 0.25);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, SigmoidWeighsEachKeyByItself)
{
    Trace trace = oneQuery({}, {0, std::log(3.0F), -infinity}, {0.5F, 0.75F, 0});
    trace.settings.set("normaliser", std::string("sigmoid"));
    EXPECT_EQ(explainAt(trace, "weights", 0, 0).formula, FormulaId::Sigmoid);
    EXPECT_EQ(explainAt(trace, "weights", 0, 0).recomputed, 0.5);
    EXPECT_NEAR(*explainAt(trace, "weights", 0, 1).recomputed, 0.75, 1e-7);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, HardmaxGivesAllToTheFirstOfTheLargest)
{
    Trace trace = oneQuery({}, {1, 2, 2}, {0, 1, 0});
    trace.settings.set("normaliser", std::string("hardmax"));
    EXPECT_EQ(explainAt(trace, "weights", 0, 1).formula, FormulaId::Hardmax);
    EXPECT_EQ(explainAt(trace, "weights", 0, 1).recomputed, 1);
    EXPECT_EQ(explainAt(trace, "weights", 0, 2).recomputed, 0);
}

TEST(Explain, MasksAreNamedByTheSettingElseByWhatTheyHide)
{
    Trace trace = oneQuery({}, {2, -infinity, 1}, {});
    const auto formula = [&](const char* mask) {
        trace.settings.set("mask", std::string(mask));
        return explainAt(trace, "masked", 0, 1).formula;
    };
    EXPECT_EQ(formula("window"), FormulaId::WindowMasked);
    EXPECT_EQ(formula("history"), FormulaId::HistoryMasked);
    EXPECT_EQ(formula("none"), FormulaId::PartlyMasked);
    trace.tensors[3].value = Tensor({2, 2}, {1, -infinity, 1, 1});
    EXPECT_EQ(explainAt(trace, "masked", 0, 0).formula, FormulaId::Masked);
    trace.tensors[3].value = Tensor({2, 2}, {1, 1, 1, 1});
    EXPECT_EQ(explainAt(trace, "masked", 0, 0).formula, FormulaId::Unmasked);
}

} // namespace
} // namespace regard
