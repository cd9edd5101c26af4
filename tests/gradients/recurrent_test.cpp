// SPDX-License-Identifier: GPL-3.0-or-later
// The whole-sequence operations of the three cells against finite differences.
#include "core/nn/recurrent.h"
#include "tests/gradients/gradient_check.h"

#include <array>

namespace regard {
namespace {

using Vars = std::span<const Var>;

class RecurrentGradients : public testing::TestWithParam<Cell> {
protected:
    static constexpr Index batch = 3, time = 4, in = 2, hidden = 3;

    static std::vector<Tensor> inputs(Cell cell)
    {
        const Index wide = hidden * (cell == Cell::Rnn ? 1 : cell == Cell::Gru ? 3 : 4);
        return {drawn({batch, time, in}, 1),
                drawn({batch, stateWidth(cell, hidden)}, 2),
                drawn({wide, in}, 3),
                drawn({wide, hidden}, 4),
                drawn({wide}, 5),
                drawn({wide}, 6)};
    }
};

TEST_P(RecurrentGradients, overPaddedSequencesForwardAndBackward)
{
    const std::array<std::int32_t, 3> lengths{2, 1, 4};
    for (bool reverse : {false, true})
        checkGradients(inputs(GetParam()), [&](Tape& t, Vars v) {
            return recur(t, GetParam(), v[0], v[1], {v[2], v[3], v[4], v[5]}, lengths, reverse)
                .states;
        });
}

TEST_P(RecurrentGradients, ofTheLastValidState)
{
    const std::array<std::int32_t, 3> lengths{2, 1, 4};
    for (bool reverse : {false, true})
        checkGradients(inputs(GetParam()), [&](Tape& t, Vars v) {
            const Var states =
                recur(t, GetParam(), v[0], v[1], {v[2], v[3], v[4], v[5]}, lengths, reverse).states;
            return lastState(t, states, lengths, reverse);
        });
}

TEST_P(RecurrentGradients, aPaddedStepChangesNothing)
{
    Tape tape;
    std::vector<Tensor> tensors = inputs(GetParam());
    const auto last = [&](std::span<const std::int32_t> lengths) {
        std::vector<Var> v;
        for (const Tensor& tensor : tensors)
            v.push_back(tape.constant(tensor.view()));
        const Var states =
            recur(tape, GetParam(), v[0], v[1], {v[2], v[3], v[4], v[5]}, lengths).states;
        return Tensor(tape.value(lastState(tape, states, lengths)));
    };
    const std::array<std::int32_t, 3> lengths{2, 2, 2};
    const Tensor before = last(lengths);
    for (Index b = 0; b < batch; ++b)
        for (Index i = 2 * in; i < time * in; ++i)
            tensors[0].data()[b * time * in + i] = 99;
    const Tensor after = last(lengths);
    for (Index i = 0; i < before.shape().size(); ++i)
        EXPECT_EQ(before.data()[i], after.data()[i]);
}

INSTANTIATE_TEST_SUITE_P(Cells, RecurrentGradients,
                         testing::Values(Cell::Rnn, Cell::Gru, Cell::Lstm));

} // namespace
} // namespace regard
