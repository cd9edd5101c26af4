// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// h′ = tanh(W_ih x + b_ih + W_hh h + b_hh)
RecurrentStates rnn(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                    const RecurrentWeights& w)
{
    const Index n = s.hidden;
    RecurrentTrace kept;
    runForward(tape, s, input, initial, w, kept,
               [&](Index count, Real* gates, const Real* fromHidden, const Real*, Real* after) {
                   ArrayMap h = array(after, count * n);
                   h = (array(gates, count * n) + array(fromHidden, count * n)).tanh();
               });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(
            t, s, input, initial, w, kept, gradient,
            [&](Index count, Index first, const Real*, Real* dState, Real* dInput, Real* dHidden) {
                const Real* after = kept.states.data + first * n;
                ArrayMap da = array(dInput, count * n);
                da = array(dState, count * n) * (1 - array(after, count * n).square());
                array(dHidden, count * n) = da;
                array(dState, count * n).setZero();
            });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

} // namespace regard
