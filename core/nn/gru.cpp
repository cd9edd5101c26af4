// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// Cho et al. 2014, in PyTorch's form, where the reset gate multiplies W_hn h + b_hn:
//   r = σ(W_ir x + b_ir + W_hr h + b_hr)
//   z = σ(W_iz x + b_iz + W_hz h + b_hz)
//   n = tanh(W_in x + b_in + r · (W_hn h + b_hn))
//   h′ = (1 − z) · n + z · h
RecurrentStates gru(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w)
{
    const Index n = s.hidden;
    RecurrentTrace kept;
    runForward(
        tape, s, x, initial, w, kept,
        [&](Index row, const Real* fromInput, const Real* fromHidden, Real* state) {
            Real* gates = kept.gates.data + row * 3 * n;
            ArrayMap rz = array(gates, 2 * n);
            rz = (1 + (-(array(fromInput, 2 * n) + array(fromHidden, 2 * n))).exp()).inverse();
            ArrayMap candidate = array(kept.candidate.data + row * n, n);
            candidate = array(fromHidden + 2 * n, n);
            ArrayMap fresh = array(gates + 2 * n, n);
            fresh = (array(fromInput + 2 * n, n) + array(gates, n) * candidate).tanh();
            ArrayMap h = array(state, n);
            h = fresh + array(gates + n, n) * (h - fresh);
        });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, x, initial, w, kept, gradient,
                    [&](Index row, Real* dState, Real* dInput, Real* dHidden) {
                        const Real* gates = kept.gates.data + row * 3 * n;
                        const ConstArrayMap r(gates, n);
                        const ConstArrayMap z(gates + n, n);
                        const ConstArrayMap fresh(gates + 2 * n, n);
                        const ConstArrayMap h(kept.before.data + row * n, n);
                        const ConstArrayMap candidate(kept.candidate.data + row * n, n);
                        ArrayMap dh = array(dState, n);
                        ArrayMap dr = array(dInput, n);
                        ArrayMap dz = array(dInput + n, n);
                        ArrayMap dn = array(dInput + 2 * n, n);
                        dn = dh * (1 - z) * (1 - fresh.square());
                        dz = dh * (h - fresh) * z * (1 - z);
                        dr = dn * candidate * r * (1 - r);
                        array(dHidden, 2 * n) = array(static_cast<const Real*>(dInput), 2 * n);
                        array(dHidden + 2 * n, n) = dn * r;
                        dh *= z;
                    });
    };
    const Var states = tape.record(
        kept.states, {x, initial, w.inputWeight, w.hiddenWeight, w.inputBias, w.hiddenBias},
        backward);
    return {states, kept.gates};
}

} // namespace regard
