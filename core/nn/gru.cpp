// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"

namespace regard {

// Cho et al. 2014, in PyTorch's form, where the reset gate multiplies W_hn h + b_hn:
//   r = σ(W_ir x + b_ir + W_hr h + b_hr)
//   z = σ(W_iz x + b_iz + W_hz h + b_hz)
//   n = tanh(W_in x + b_in + r · (W_hn h + b_hn))
//   h′ = (1 − z) · n + z · h
RecurrentStates gru(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                    const RecurrentWeights& w)
{
    const Index n = s.hidden;
    const Index wide = s.wide();
    RecurrentTrace kept;
    runForward(
        tape, s, input, initial, w, kept,
        [&](Index count, Real* gates, const Real* fromHidden, const Real* before, Real* after) {
            Rows rz = columnsOf(gates, count, 0, 2 * n, wide);
            rz = (1 + (-(rz + columnsOf(fromHidden, count, 0, 2 * n, wide))).exp()).inverse();
            const Rows r = columnsOf(gates, count, 0, n, wide);
            const Rows z = columnsOf(gates, count, n, n, wide);
            Rows fresh = columnsOf(gates, count, 2 * n, n, wide);
            fresh = (fresh + r * columnsOf(fromHidden, count, 2 * n, n, wide)).tanh();
            columnsOf(after, count, 0, n, n) =
                fresh + z * (columnsOf(before, count, 0, n, n) - fresh);
        });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, input, initial, w, kept, gradient,
                    [&](Index count, Index first, const Real* before, Real* dState, Real* dInput,
                        Real* dHidden) {
                        const Real* gates = kept.gates.data + first * wide;
                        const Real* fromHidden = kept.fromHidden.data + first * wide;
                        const ConstRows r = columnsOf(gates, count, 0, n, wide);
                        const ConstRows z = columnsOf(gates, count, n, n, wide);
                        const ConstRows fresh = columnsOf(gates, count, 2 * n, n, wide);
                        const ConstRows candidate = columnsOf(fromHidden, count, 2 * n, n, wide);
                        Rows dh = columnsOf(dState, count, 0, n, n);
                        Rows dr = columnsOf(dInput, count, 0, n, wide);
                        Rows dz = columnsOf(dInput, count, n, n, wide);
                        Rows dn = columnsOf(dInput, count, 2 * n, n, wide);
                        dn = dh * (1 - z) * (1 - fresh.square());
                        dz = dh * (columnsOf(before, count, 0, n, n) - fresh) * z * (1 - z);
                        dr = dn * candidate * r * (1 - r);
                        columnsOf(dHidden, count, 0, 2 * n, wide) =
                            columnsOf(dInput, count, 0, 2 * n, wide);
                        columnsOf(dHidden, count, 2 * n, n, wide) = dn * r;
                        dh *= z;
                    });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

} // namespace regard
