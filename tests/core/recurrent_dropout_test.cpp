// SPDX-License-Identifier: GPL-3.0-or-later
// Dropout lies between each two layers of a recurrent net, as in PyTorch, and nowhere else.
#include "core/nn/recurrent.h"

#include "core/tape/operations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace regard {
namespace {

constexpr Index batch = 3, steps = 4, input = 5, hidden = 6;
constexpr Real rate = Real(0.4);

Tensor drawn(const Shape& shape)
{
    Random random(11);
    Tensor tensor(shape);
    for (Real& number : tensor.values())
        number = static_cast<Real>(random.normal());
    return tensor;
}

RecurrentWeights weightsOf(Tape& tape, const ParameterLayout& layout, const std::string& suffix)
{
    const auto get = [&](const char* name) { return tape.parameter(layout.find(name + suffix)); };
    return {get("weight_ih_l"), get("weight_hh_l"), get("bias_ih_l"), get("bias_hh_l")};
}

/// Layer by layer, with a mask of its own before each but the first.
Var layerByLayer(Tape& tape, const ParameterLayout& layout, Cell cell, int layers, bool both, Var x,
                 std::span<const std::int32_t> lengths, Random& random)
{
    for (int layer = 0; layer < layers; ++layer) {
        if (layer > 0)
            x = dropout(tape, x, rate, &random);
        const std::string suffix = std::to_string(layer);
        const RecurrentInput in = x;
        x = hiddenPart(tape, cell,
                       recur(tape, cell, in, {}, weightsOf(tape, layout, suffix), lengths).states,
                       hidden);
        if (both) {
            const RecurrentWeights w = weightsOf(tape, layout, suffix + "_reverse");
            const Var back = recur(tape, cell, in, {}, w, lengths, true).states;
            x = concatenate(tape, x, hiddenPart(tape, cell, back, hidden));
        }
    }
    return x;
}

template <class Check> void forEveryNet(const Check& check)
{
    for (const char* cell : {"rnn", "gru", "lstm"})
        for (const int layers : {1, 2, 3, 4})
            for (const bool both : {false, true}) {
                SCOPED_TRACE(std::string(cell) + " of " + std::to_string(layers)
                             + (both ? " both ways" : ""));
                check(cellOf(cell), layers, both);
            }
}

void expectSame(ConstView a, ConstView b)
{
    ASSERT_EQ(a.values().size(), b.values().size());
    EXPECT_TRUE(std::equal(a.values().begin(), a.values().end(), b.values().begin()));
}

TEST(RecurrentDropout, liesBetweenEachTwoLayersAndNowhereElse)
{
    forEveryNet([](Cell cell, int layers, bool both) {
        auto layout = std::make_shared<ParameterLayout>();
        const RecurrentLayers net(*layout, "", cell, input, hidden, layers, both);
        const Parameters parameters(layout, 3);
        const Tensor x = drawn({batch, steps, input});
        const std::vector<std::int32_t> lengths{4, 2, 3};
        Tape tape;
        tape.bind(parameters);
        Random random(5);
        Random other(5);
        const auto given = tape.constant(x.view());
        const Var states = net.run(tape, given, {}, lengths, rate, &random).states;
        expectSame(
            tape.value(states),
            tape.value(layerByLayer(tape, *layout, cell, layers, both, given, lengths, other)));
        EXPECT_EQ(random.next(), other.next()) << "not as many numbers drawn";
        // Evaluating, nothing is left out.
        const Var whole = net.run(tape, given, {}, lengths, rate, nullptr).states;
        expectSame(tape.value(whole), tape.value(net.run(tape, given, {}, lengths).states));
        if (layers > 1) {
            EXPECT_NE(tape.value(whole).values()[0], tape.value(states).values()[0]);
        }
    });
}

TEST(RecurrentDropout, liesBetweenTheLayersOfASingleStepToo)
{
    for (const char* name : {"rnn", "gru", "lstm"}) {
        const Cell cell = cellOf(name);
        for (const int layers : {1, 2, 3}) {
            SCOPED_TRACE(std::string(name) + " of " + std::to_string(layers));
            auto layout = std::make_shared<ParameterLayout>();
            const RecurrentLayers net(*layout, "", cell, input, hidden, layers);
            const Parameters parameters(layout, 3);
            const Tensor x = drawn({batch, input});
            Tape tape;
            tape.bind(parameters);
            Random random(5);
            Random other(5);
            const Var projected = net.project(tape, tape.constant(x.view()), 0);
            LayerStates zeros;
            const Tensor zero({batch, stateWidth(cell, hidden)});
            for (int layer = 0; layer < layers; ++layer)
                zeros.add(tape.constant(zero.view()));
            const Var states = net.step(tape, {}, projected, zeros, rate, &random).states;
            const Var sequence = reshape(tape, tape.constant(x.view()), {batch, Index(1), input});
            const Var wanted =
                layerByLayer(tape, *layout, cell, layers, false, sequence, {}, other);
            const ConstView a = tape.value(states);
            const ConstView b = tape.value(wanted);
            ASSERT_EQ(a.values().size(), b.values().size());
            for (std::size_t i = 0; i < a.values().size(); ++i)
                EXPECT_NEAR(a.values()[i], b.values()[i], 1e-6);
            EXPECT_EQ(random.next(), other.next()) << "not as many numbers drawn";
        }
    }
}

TEST(RecurrentDropout, drawsAnotherMaskForEachRowAndLayerAndKeepsTheMean)
{
    constexpr Index rows = 400, width = 50;
    Tape tape;
    Tensor ones({rows, width});
    for (Real& number : ones.values())
        number = 1;
    Random random(9);
    const Tensor first(tape.value(dropout(tape, tape.constant(ones.view()), rate, &random)));
    const Tensor second(tape.value(dropout(tape, tape.constant(ones.view()), rate, &random)));
    double sum = 0;
    Index sameRows = 0, sameMasks = 0;
    for (Index row = 0; row < rows; ++row) {
        bool sameRow = row > 0, sameMask = true;
        for (Index column = 0; column < width; ++column) {
            const Real number = first.at(row, column);
            EXPECT_TRUE(number == 0 || std::abs(number - 1 / (1 - rate)) < Real(1e-6));
            sum += static_cast<double>(number);
            sameRow = sameRow && number == first.at(row - 1, column);
            sameMask = sameMask && number == second.at(row, column);
        }
        sameRows += sameRow;
        sameMasks += sameMask;
    }
    EXPECT_NEAR(sum / (rows * width), 1, 0.03);
    EXPECT_EQ(sameRows, 0);
    EXPECT_EQ(sameMasks, 0);
}

} // namespace
} // namespace regard
