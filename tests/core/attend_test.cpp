// SPDX-License-Identifier: GPL-3.0-or-later
// Attention has two ways: all at once, row by row, where nothing is learnt or edited, and step by
// step. They must give the same numbers.
#include "core/attention/attend.h"

#include "core/nn/layers.h"
#include "core/tape/operations.h"
#include "tests/core/given_formula.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace regard {
namespace {

Tensor drawn(const Shape& shape, std::uint64_t seed, double scale = 1)
{
    Random random(seed);
    Tensor tensor(shape);
    for (Real& number : tensor.values())
        number = static_cast<Real>(scale * random.normal());
    return tensor;
}

/// What attention over drawn numbers gives: the trace's tensors and the context.
struct Result {
    Tensor scores, scaled, masked, weights, context;
};

struct Case {
    const ScoreFunction* function = nullptr;
    Index queries = 0;
    Index keys = 0;
    Index features = 0;
    Mask mask;
    double scale = 1; ///< of queries and keys
};

/// `learnt`: queries and keys need gradients, which takes the steps one by one.
Result attention(const Case& c, bool learnt)
{
    auto layout = std::make_shared<ParameterLayout>();
    const Score score(*layout, "score.", *c.function, {c.features, c.features, c.features, c.keys});
    const Parameters parameters(layout, 3);
    Tape tape;
    tape.bind(parameters);
    Recorder recorder(tape, {}, {});
    const Probe probe(recorder);
    const auto given = [&](const Tensor& numbers) {
        return learnt ? tape.input(numbers.view()) : tape.constant(numbers.view());
    };
    const Var queries = probe.name(given(drawn({1, 1, c.queries, c.features}, 1, c.scale)), "Q",
                                   Role::Query, How(givenFormula));
    const Var keys = given(drawn({1, 1, c.keys, c.features}, 2, c.scale));
    const Var values = given(drawn({1, 1, c.keys, 5}, 4));
    AttendOptions options;
    options.mask = c.mask;
    options.temperature = Real(1.5);
    const Memory memory =
        remember(tape, probe, score, keys, How(givenFormula), values, How(givenFormula));
    const Attended attended = attend(tape, probe, score, queries, memory, options);
    const Tensor context(tape.value(attended.context));
    const Trace trace = recorder.take();
    const auto of = [&](const char* name) {
        return trace.find(std::string("head0/") + name)->value.copy();
    };
    return {of("scores"), of("scaled"), of("masked"), of("weights"), context};
}

void expectEqual(const Tensor& a, const Tensor& b, double tolerance, const char* name)
{
    SCOPED_TRACE(name);
    ASSERT_EQ(a.rows() * a.columns(), b.rows() * b.columns());
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const auto x = static_cast<double>(a.values()[i]);
        const auto y = static_cast<double>(b.values()[i]);
        if (x != y) { // infinities are equal
            ASSERT_NEAR(x, y, tolerance * (1 + std::abs(y))) << "number " << i;
        }
    }
}

void expectBothWaysTheSame(const Case& c)
{
    const Result atOnce = attention(c, false);
    const Result stepByStep = attention(c, true);
    // Scores that lie far from 0 have less exact differences.
    const double tolerance = 2e-6 * (1 + c.scale * c.scale);
    expectEqual(atOnce.scores, stepByStep.scores, tolerance, "scores");
    expectEqual(atOnce.scaled, stepByStep.scaled, tolerance, "scaled");
    expectEqual(atOnce.masked, stepByStep.masked, tolerance, "masked");
    expectEqual(atOnce.weights, stepByStep.weights, 4 * tolerance, "weights");
    expectEqual(atOnce.context, stepByStep.context, 8 * tolerance, "context");
}

TEST(Attend, isTheSameAtOnceAndStepByStepForEveryScoreAndSize)
{
    for (const ScoreFunction& function : scoreFunctions())
        for (const Index queries : {1, 2, 4, 5, 9})
            for (const Index keys : {1, 7, 16, 33, 70})
                for (const Index features : {1, 3, 8, 40, 48}) {
                    SCOPED_TRACE(std::string(function.name) + " " + std::to_string(queries) + " "
                                 + std::to_string(keys) + " " + std::to_string(features));
                    expectBothWaysTheSame({&function, queries, keys, features, {}});
                }
}

TEST(Attend, sparsemaxOfLargeScoresAddsUpToOne)
{
    constexpr Real hidden = -std::numeric_limits<Real>::infinity();
    Tape tape;
    const Tensor x({3, 3},
                   {-1000.5F, -1000.25F, -1000, 3e8F, 3e8F, hidden, hidden, hidden, hidden});
    const ConstView y = tape.value(sparsemax(tape, tape.constant(x.view())));
    EXPECT_NEAR(y.at(0, 0) + y.at(0, 1) + y.at(0, 2), 1, 1e-6);
    EXPECT_EQ(y.at(1, 0), 0.5F);
    EXPECT_EQ(y.at(1, 2), 0);
    for (Index key = 0; key < 3; ++key)
        EXPECT_EQ(y.at(2, key), 0);
}

TEST(Attend, isTheSameAtOnceAndStepByStepUnderEveryMask)
{
    for (const char* name : {"scaled_dot", "additive", "concat"})
        for (const Mask::Kind kind :
             {Mask::Kind::None, Mask::Kind::Causal, Mask::Kind::Window, Mask::Kind::History})
            for (const std::int32_t length : {0, 3, 20}) {
                SCOPED_TRACE(std::string(name) + " " + std::to_string(static_cast<int>(kind)) + " "
                             + std::to_string(length));
                const std::vector<std::int32_t> lengths{length};
                Mask mask;
                mask.kind = kind;
                mask.width = 3;
                mask.lengths = lengths;
                expectBothWaysTheSame({&scoreFunctionOf(name), 20, 20, 8, mask});
            }
}

TEST(Attend, isTheSameAtOnceAndStepByStepForScoresFarApart)
{
    // Products in the hundreds; exponents for which tangents take the place of exponentials.
    for (const char* name : {"dot", "additive"})
        for (const double scale : {0.0, 6.0, 40.0}) {
            SCOPED_TRACE(std::string(name) + " " + std::to_string(scale));
            expectBothWaysTheSame({&scoreFunctionOf(name), 6, 19, 8, {}, scale});
        }
}

TEST(Attend, weightsSumToOneAndAreZeroWhereNothingIsSeen)
{
    const std::vector<std::int32_t> lengths{0};
    for (const bool none : {false, true}) {
        Mask mask;
        mask.kind = Mask::Kind::Causal;
        if (none)
            mask.lengths = lengths;
        const Result result = attention({&scoreFunctionOf("scaled_dot"), 17, 17, 4, mask}, false);
        for (Index row = 0; row < 17; ++row) {
            double sum = 0;
            for (Index column = 0; column < 17; ++column) {
                const Real weight = result.weights.at(row, column);
                sum += static_cast<double>(weight);
                if (none || column > row) {
                    EXPECT_EQ(weight, 0);
                }
            }
            EXPECT_NEAR(sum, none ? 0 : 1, 1e-6);
        }
    }
}

TEST(Attend, aScoreThatIsNoNumberIsNotHidden)
{
    // One not-a-number in a query: its row says so, the others hold.
    auto layout = std::make_shared<ParameterLayout>();
    const Score score(*layout, "score.", scoreFunctionOf("dot"), {4, 4, 4});
    Tape tape;
    const Parameters parameters(layout, 1);
    tape.bind(parameters);
    Tensor q = drawn({1, 1, 3, 4}, 1);
    q.values()[5] = std::numeric_limits<Real>::quiet_NaN();
    const Tensor k = drawn({1, 1, 3, 4}, 2);
    const Memory memory = remember(tape, score, tape.constant(k.view()), tape.constant(k.view()));
    const Attended attended = attend(tape, {}, score, tape.constant(q.view()), memory);
    const ConstView weights = tape.value(attended.weights);
    EXPECT_FALSE(std::isnan(weights.at(0, 0)));
    EXPECT_TRUE(std::isnan(weights.at(1, 0)));
    EXPECT_FALSE(std::isnan(weights.at(2, 2)));
}

TEST(Attend, frozenParametersGiveTheSameBits)
{
    auto layout = std::make_shared<ParameterLayout>();
    const Linear layer(*layout, "layer.", 70, 130);
    Parameters parameters(layout, 5);
    const Tensor x = drawn({1, 9, 70}, 6);
    const auto run = [&] {
        Tape tape;
        tape.bind(parameters);
        return Tensor(tape.value(layer(tape, tape.constant(x.view()))));
    };
    const Tensor before = run();
    parameters.freeze();
    for (int time = 0; time < 2; ++time) {
        const Tensor after = run();
        for (std::size_t i = 0; i < before.values().size(); ++i)
            ASSERT_EQ(before.values()[i], after.values()[i]);
    }
    // Numbers that are written again are no longer those that were kept.
    parameters.block()[0] += 1;
    const Tensor changed = run();
    EXPECT_NEAR(static_cast<double>(changed.values()[0] - before.values()[0]),
                static_cast<double>(x.values()[0]), 1e-5);
}

} // namespace
} // namespace regard
