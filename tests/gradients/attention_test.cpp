// SPDX-License-Identifier: GPL-3.0-or-later
// Every score function, the masks and attend() against finite differences, and what holds
// for any weights.
#include "core/attention/attend.h"
#include "core/attention/regulariser.h"
#include "core/kernels/masked_softmax.h"
#include "core/kernels/tanh_scores.h"
#include "core/tape/operations.h"
#include "tests/gradients/gradient_check.h"

#include <array>

namespace regard {
namespace {

using Vars = std::span<const Var>;

/// The score function's parameters as inputs of a check, after query, key and value.
std::vector<Tensor> inputsFor(const ScoreFunction& function, const Shape& queries,
                              const Shape& keys)
{
    std::vector<Tensor> inputs{drawn(queries, 1), drawn(keys, 2), drawn(keys, 3)};
    if (function.parameters)
        for (const ScoreParameter& p : function.parameters({queries[-1], keys[-1], 5, 6})) {
            inputs.push_back(drawn(p.shape, 10 + inputs.size()));
            if (p.initial.kind == Initial::Kind::Constant)
                for (Real& value : inputs.back().values())
                    value += static_cast<Real>(p.initial.scale);
        }
    return inputs;
}

Var attended(Tape& tape, const ScoreFunction& function, Vars v, const Mask& mask,
             bool wantWeights = false)
{
    const Vars parameters = v.subspan(3);
    Var prepared = function.prepare ? function.prepare(tape, {}, parameters, v[1], nullptr) : v[1];
    if (function.expand)
        prepared = function.expand(tape, prepared);
    const Var asked =
        function.project ? function.project(tape, {}, parameters, v[0], nullptr) : v[0];
    Var scores = function.score(tape, parameters, asked, prepared);
    if (const Real factor = function.scaling->factor(tape.shape(v[0]).columns()); factor != 1)
        scores = scale(tape, scores, factor);
    const Var weights = softmax(tape, applyMask(tape, scores, mask));
    return wantWeights ? weights : product(tape, weights, v[2]);
}

TEST(AttentionGradients, everyScoreFunctionWithPaddingAndCausalMask)
{
    const std::array<std::int32_t, 2> lengths{2, 4};
    for (const ScoreFunction& function : scoreFunctions())
        for (Mask::Kind kind :
             {Mask::Kind::None, Mask::Kind::Causal, Mask::Kind::Window, Mask::Kind::History}) {
            SCOPED_TRACE(std::string(function.name));
            checkGradients(
                inputsFor(function, {2, 3, 4}, {2, 4, 4}),
                [&](Tape& t, Vars v) {
                    return attended(t, function, v, {kind, lengths, 3, {}});
                },
                1e-5);
        }
}

TEST(AttentionGradients, everyScoreFunctionOverHeads)
{
    for (const ScoreFunction& function : scoreFunctions()) {
        SCOPED_TRACE(std::string(function.name));
        checkGradients(
            inputsFor(function, {1, 2, 3, 4}, {1, 2, 3, 4}),
            [&](Tape& t, Vars v) { return attended(t, function, v, {}); }, 1e-5);
    }
}

TEST(AttentionGradients, everyNormaliserWithMasks)
{
    const std::array<std::int32_t, 2> lengths{2, 4};
    for (const Normaliser& normaliser : normalisers()) {
        SCOPED_TRACE(std::string(normaliser.name));
        if (normaliser.name != "hardmax") // a step: no gradient, and none by differences
            checkGradients({drawn({2, 3, 4}, 1)}, [&](Tape& t, Vars v) {
                return normaliser.apply(t,
                                        applyMask(t, v[0], {Mask::Kind::Causal, lengths, 1, {}}));
            });
    }
}

TEST(AttentionGradients, maskedSoftmaxInOnePass)
{
    const std::array<std::int32_t, 2> lengths{2, 4};
    for (Mask::Kind kind : {Mask::Kind::None, Mask::Kind::Causal, Mask::Kind::Window}) {
        const Mask mask{kind, lengths, 3, {}};
        checkGradients({drawn({2, 2, 3, 4}, 1)}, [&](Tape& t, Vars v) {
            return maskedSoftmax(t, v[0], Real(0.7), seenKeys(t, t.shape(v[0]), mask));
        });
    }
}

/// Largest difference of two values of the same shape.
double difference(ConstView a, ConstView b)
{
    EXPECT_EQ(a.shape, b.shape);
    double worst = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i)
        worst = std::max(worst, std::abs(a.values()[i] - b.values()[i]));
    return worst;
}

TEST(Attention, rowByRowGivesWhatTheStepsGive)
{
    ParameterLayout layout;
    const Score score(layout, "", scoreFunctionOf("scaled_dot"), {});
    for (const auto& [queries, keys, features] :
         {std::array<Index, 3>{2, 5, 3}, {7, 17, 8}, {33, 33, 16}, {5, 64, 20}})
        for (Mask::Kind kind : {Mask::Kind::None, Mask::Kind::Causal, Mask::Kind::History}) {
            SCOPED_TRACE(std::to_string(queries) + " × " + std::to_string(keys));
            Tape tape;
            const Var q = tape.constant(drawn({2, 2, queries, features}, 1, 3).view());
            const Var k = tape.constant(drawn({2, 2, keys, features}, 2).view());
            const Var v = tape.constant(drawn({2, 2, keys, features}, 3).view());
            const std::array<std::int32_t, 2> lengths{1, static_cast<std::int32_t>(keys)};
            AttendOptions options;
            options.mask = {kind, lengths, 4, {}};
            options.temperature = 1.3;
            const Memory memory = remember(tape, score, k, v);
            const Attended atOnce = attend(tape, {}, score, q, memory, options);
            options.keepMasked = true;
            const Attended steps = attend(tape, {}, score, q, memory, options);
            EXPECT_LT(difference(tape.value(atOnce.weights), tape.value(steps.weights)), 1e-13);
            EXPECT_LT(difference(tape.value(atOnce.context), tape.value(steps.context)), 1e-13);
        }
}

TEST(Attention, exponentialsGiveWhatTangentsGive)
{
    for (const double size : {1.0, 8.0, 40.0}) // the last is beyond what exponentials can hold
        for (const Index width : {5, 8})
            for (const Index keys : {3, 16, 21}) {
                Tape tape;
                const Tensor q = drawn({2, 4, width}, 1, size);
                const Tensor k = drawn({2, keys, width}, 2, size);
                const Tensor v = drawn({1, width}, 3);
                const Var fast = tanhScores(tape, tape.constant(q.view()), tape.constant(k.view()),
                                            tape.constant(v.view()));
                const Var exact = tanhScores(tape, tape.input(q.view()), tape.input(k.view()),
                                             tape.input(v.view()));
                EXPECT_LT(difference(tape.value(fast), tape.value(exact)), 1e-13);
            }
}

TEST(AttentionGradients, regulariserOfTheWeights)
{
    checkGradients({drawn({2, 3, 4}, 1)},
                   [](Tape& t, Vars v) { return weightsRegulariser(t, v[0]); });
    checkGradients({drawn({1, 2, 3, 3}, 1)},
                   [](Tape& t, Vars v) { return weightsRegulariser(t, v[0]); });
}

TEST(Attention, everyNormaliserGivesHiddenKeysNothingAndAFullyHiddenRowZeros)
{
    const std::array<std::int32_t, 2> lengths{4, 0};
    const std::array<std::uint8_t, 8> hiddenKeys{0, 1, 0, 0, 0, 0, 0, 0};
    for (const Normaliser& normaliser : normalisers()) {
        SCOPED_TRACE(std::string(normaliser.name));
        Tape tape;
        const Var scores = tape.constant(drawn({2, 3, 4}, 5, 3).view());
        const Var masked = applyMask(tape, scores, {Mask::Kind::None, lengths, 1, hiddenKeys});
        const ConstView weights = tape.value(normaliser.apply(tape, masked));
        for (Index row = 0; row < 6; ++row) {
            double total = 0;
            for (Index key = 0; key < 4; ++key) {
                const Real weight = weights.at(row, key);
                EXPECT_GE(weight, 0);
                EXPECT_LE(weight, 1);
                if (row >= 3 || key == 1) {
                    EXPECT_EQ(weight, 0);
                }
                total += weight;
            }
            if (normaliser.sumsToOne) {
                EXPECT_NEAR(total, row < 3 ? 1 : 0, 1e-12);
            }
        }
    }
}

TEST(Attention, windowAndHistorySeeThePublishedKeys)
{
    const auto seen = [](Mask::Kind kind, Index width, Index row) {
        const ColumnRange range = Mask{kind, {}, width, {}}.visible(0, row, 6);
        return std::array<Index, 2>{range.begin, range.end};
    };
    // [t − ⌊w/2⌋, t − ⌊w/2⌋ + w)
    EXPECT_EQ(seen(Mask::Kind::Window, 3, 2), (std::array<Index, 2>{1, 4}));
    EXPECT_EQ(seen(Mask::Kind::Window, 4, 2), (std::array<Index, 2>{0, 4}));
    EXPECT_EQ(seen(Mask::Kind::Window, 3, 0), (std::array<Index, 2>{0, 2}));
    EXPECT_EQ(seen(Mask::Kind::Window, 3, 5), (std::array<Index, 2>{4, 6}));
    // [t − w + 1, t]
    EXPECT_EQ(seen(Mask::Kind::History, 3, 4), (std::array<Index, 2>{2, 5}));
    EXPECT_EQ(seen(Mask::Kind::History, 3, 1), (std::array<Index, 2>{0, 2}));
}

TEST(Attention, sparsemaxIsTheNearestPointOfTheSimplex)
{
    Tape tape;
    const Tensor x({2, 3}, {0.5, 0.3, -1, 3, 0, 0});
    const ConstView y = tape.value(sparsemax(tape, tape.constant(x.view())));
    // τ = (0.5 + 0.3 − 1)/2 = −0.1; in the second row the first number leads by more than one.
    EXPECT_NEAR(y.at(0, 0), 0.6, 1e-12);
    EXPECT_NEAR(y.at(0, 1), 0.4, 1e-12);
    EXPECT_EQ(y.at(0, 2), 0);
    EXPECT_EQ(y.at(1, 0), 1);
    EXPECT_EQ(y.at(1, 1), 0);
}

TEST(Attention, aScoreByLocationRefusesMoreKeysThanItHasPlaces)
{
    const ScoreFunction& function = scoreFunctionOf("location");
    Tape tape;
    const Var weight = tape.constant(drawn({2, 4}, 1).view());
    const Var queries = tape.constant(drawn({1, 3, 4}, 2).view());
    EXPECT_THROW(function.score(tape, std::array{weight}, queries, queries), std::invalid_argument);
}

TEST(Attention, rowsSumToOneHiddenKeysGetZeroAndAFullyHiddenRowIsZero)
{
    const std::array<std::int32_t, 3> lengths{2, 0, 4};
    for (const ScoreFunction& function : scoreFunctions()) {
        SCOPED_TRACE(std::string(function.name));
        Tape tape;
        std::vector<Var> vars;
        for (const Tensor& input : inputsFor(function, {3, 3, 4}, {3, 4, 4}))
            vars.push_back(tape.constant(input.view()));
        const ConstView weights =
            tape.value(attended(tape, function, vars, {Mask::Kind::Causal, lengths, 1, {}}, true));
        for (Index b = 0; b < 3; ++b)
            for (Index i = 0; i < 3; ++i) {
                const Index visible = std::min<Index>(lengths[static_cast<std::size_t>(b)], i + 1);
                double total = 0;
                for (Index j = 0; j < 4; ++j) {
                    const Real weight = weights.at(b * 3 + i, j);
                    total += weight;
                    if (j >= visible)
                        EXPECT_EQ(weight, 0);
                    else
                        EXPECT_GT(weight, 0);
                }
                EXPECT_NEAR(total, visible > 0 ? 1 : 0, 1e-12);
            }
    }
}

} // namespace
} // namespace regard
