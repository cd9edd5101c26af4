// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// Hochreiter & Schmidhuber 1997, with PyTorch's gates; the state is (h | c):
//   i = σ(a_i), f = σ(a_f), g = tanh(a_g), o = σ(a_o)   with  a = W_i x + b_i + W_h h + b_h
//   c′ = f · c + i · g,   h′ = o · tanh(c′)
RecurrentStates lstm(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w)
{
    const Index n = s.hidden;
    RecurrentTrace kept;
    runForward(tape, s, x, initial, w, kept,
               [&](Index row, const Real* fromInput, const Real* fromHidden, Real* state) {
                   Real* gates = kept.gates.data + row * 4 * n;
                   ArrayMap all = array(gates, 4 * n);
                   all = array(fromInput, 4 * n) + array(fromHidden, 4 * n);
                   ArrayMap inputForget = array(gates, 2 * n);
                   inputForget = (1 + (-inputForget).exp()).inverse();
                   ArrayMap fresh = array(gates + 2 * n, n);
                   fresh = fresh.tanh();
                   ArrayMap output = array(gates + 3 * n, n);
                   output = (1 + (-output).exp()).inverse();
                   ArrayMap c = array(state + n, n);
                   array(kept.candidate.data + row * n, n) = c;
                   c = array(gates + n, n) * c + array(gates, n) * fresh;
                   array(state, n) = output * c.tanh();
               });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, x, initial, w, kept, gradient,
                    [&](Index row, Real* dState, Real* dInput, Real* dHidden) {
                        const Real* gates = kept.gates.data + row * 4 * n;
                        const ConstArrayMap i(gates, n);
                        const ConstArrayMap f(gates + n, n);
                        const ConstArrayMap g(gates + 2 * n, n);
                        const ConstArrayMap o(gates + 3 * n, n);
                        const ConstArrayMap before(kept.candidate.data + row * n, n);
                        const ConstArrayMap after(kept.states.data + row * 2 * n + n, n);
                        ArrayMap dh = array(dState, n);
                        ArrayMap dc = array(dState + n, n);
                        array(dInput + 3 * n, n) = dh * after.tanh() * o * (1 - o);
                        dc += dh * o * (1 - after.tanh().square());
                        array(dInput, n) = dc * g * i * (1 - i);
                        array(dInput + n, n) = dc * before * f * (1 - f);
                        array(dInput + 2 * n, n) = dc * i * (1 - g.square());
                        array(dHidden, 4 * n) = array(static_cast<const Real*>(dInput), 4 * n);
                        dh.setZero();
                        dc *= f;
                    });
    };
    const Var states = tape.record(
        kept.states, {x, initial, w.inputWeight, w.hiddenWeight, w.inputBias, w.hiddenBias},
        backward);
    return {states, kept.gates};
}

} // namespace regard
