// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// Hochreiter & Schmidhuber 1997, with PyTorch's gates; the state is (h | c):
//   i = σ(a_i), f = σ(a_f), g = tanh(a_g), o = σ(a_o)   with  a = W_i x + b_i + W_h h + b_h
//   c′ = f · c + i · g,   h′ = o · tanh(c′)
RecurrentStates lstm(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                     const RecurrentWeights& w)
{
    const Index n = s.hidden;
    const Index wide = s.wide();
    RecurrentTrace kept;
    runForward(
        tape, s, input, initial, w, kept,
        [&](Index count, Real* gates, const Real* fromHidden, const Real* before, Real* after) {
            array(gates, count * wide) += array(fromHidden, count * wide);
            Rows inputForget = columnsOf(gates, count, 0, 2 * n, wide);
            inputForget = (1 + (-inputForget).exp()).inverse();
            Rows fresh = columnsOf(gates, count, 2 * n, n, wide);
            fresh = fresh.tanh();
            Rows output = columnsOf(gates, count, 3 * n, n, wide);
            output = (1 + (-output).exp()).inverse();
            Rows c = columnsOf(after, count, n, n, 2 * n);
            c = columnsOf(gates, count, n, n, wide) * columnsOf(before, count, n, n, 2 * n)
                + columnsOf(gates, count, 0, n, wide) * fresh;
            columnsOf(after, count, 0, n, 2 * n) = output * c.tanh();
        });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, input, initial, w, kept, gradient,
                    [&](Index count, Index first, const Real* before, Real* dState, Real* dInput,
                        Real* dHidden) {
                        const Real* gates = kept.gates.data + first * wide;
                        const Real* states = kept.states.data + first * 2 * n;
                        const ConstRows i = columnsOf(gates, count, 0, n, wide);
                        const ConstRows f = columnsOf(gates, count, n, n, wide);
                        const ConstRows g = columnsOf(gates, count, 2 * n, n, wide);
                        const ConstRows o = columnsOf(gates, count, 3 * n, n, wide);
                        const ConstRows earlier = columnsOf(before, count, n, n, 2 * n);
                        const ConstRows later = columnsOf(states, count, n, n, 2 * n);
                        Rows dh = columnsOf(dState, count, 0, n, 2 * n);
                        Rows dc = columnsOf(dState, count, n, n, 2 * n);
                        columnsOf(dInput, count, 3 * n, n, wide) = dh * later.tanh() * o * (1 - o);
                        dc += dh * o * (1 - later.tanh().square());
                        columnsOf(dInput, count, 0, n, wide) = dc * g * i * (1 - i);
                        columnsOf(dInput, count, n, n, wide) = dc * earlier * f * (1 - f);
                        columnsOf(dInput, count, 2 * n, n, wide) = dc * i * (1 - g.square());
                        array(dHidden, count * wide) =
                            array(static_cast<const Real*>(dInput), count * wide);
                        dh.setZero();
                        dc *= f;
                    });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

} // namespace regard
