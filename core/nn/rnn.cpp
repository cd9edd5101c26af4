// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// h′ = tanh(W_ih x + b_ih + W_hh h + b_hh)
RecurrentStates rnn(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w)
{
    const Index n = s.hidden;
    RecurrentTrace kept;
    runForward(tape, s, x, initial, w, kept,
               [&](Index row, const Real* fromInput, const Real* fromHidden, Real* state) {
                   ArrayMap h = array(state, n);
                   h = (array(fromInput, n) + array(fromHidden, n)).tanh();
                   array(kept.gates.data + row * n, n) = h;
               });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, x, initial, w, kept, gradient,
                    [&](Index row, Real* dState, Real* dInput, Real* dHidden) {
                        const ConstArrayMap h(kept.gates.data + row * n, n);
                        ArrayMap da = array(dInput, n);
                        da = array(dState, n) * (1 - h.square());
                        array(dHidden, n) = da;
                        array(dState, n).setZero();
                    });
    };
    const Var states = tape.record(
        kept.states, {x, initial, w.inputWeight, w.hiddenWeight, w.inputBias, w.hiddenBias},
        backward);
    return {states, kept.gates};
}

} // namespace regard
