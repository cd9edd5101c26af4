// SPDX-License-Identifier: GPL-3.0-or-later
// Every score function, the masks and attend() against finite differences, and what holds
// for any weights.
#include "core/attention/attend.h"
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
        for (const ScoreParameter& p : function.parameters({queries[-1], keys[-1], 5}))
            inputs.push_back(drawn(p.shape, 10 + inputs.size()));
    return inputs;
}

Var attended(Tape& tape, const ScoreFunction& function, Vars v, const Mask& mask,
             bool wantWeights = false)
{
    const Vars parameters = v.subspan(3);
    const Var prepared =
        function.prepare ? function.prepare(tape, {}, parameters, v[1], nullptr) : v[1];
    Var scores = function.score(tape, {}, parameters, v[0], prepared, nullptr);
    if (function.scale)
        scores = scale(tape, scores, function.scale(tape.shape(v[0]).columns()));
    const Var weights = softmax(tape, applyMask(tape, scores, mask));
    return wantWeights ? weights : product(tape, weights, v[2]);
}

TEST(AttentionGradients, everyScoreFunctionWithPaddingAndCausalMask)
{
    const std::array<std::int32_t, 2> lengths{4, 2};
    for (const ScoreFunction& function : scoreFunctions())
        for (Mask::Kind kind : {Mask::Kind::None, Mask::Kind::Causal}) {
            SCOPED_TRACE(std::string(function.name));
            checkGradients(
                inputsFor(function, {2, 3, 4}, {2, 4, 4}),
                [&](Tape& t, Vars v) {
                    return attended(t, function, v, {kind, lengths});
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

TEST(Attention, rowsSumToOneHiddenKeysGetZeroAndAFullyHiddenRowIsZero)
{
    const std::array<std::int32_t, 3> lengths{4, 2, 0};
    for (const ScoreFunction& function : scoreFunctions()) {
        SCOPED_TRACE(std::string(function.name));
        Tape tape;
        std::vector<Var> vars;
        for (const Tensor& input : inputsFor(function, {3, 3, 4}, {3, 4, 4}))
            vars.push_back(tape.constant(input.view()));
        const ConstView weights =
            tape.value(attended(tape, function, vars, {Mask::Kind::Causal, lengths}, true));
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
