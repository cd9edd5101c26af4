// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the three cells share: the order of steps, the projections, and the sums over
// all steps that end the backward pass. Included by the cells' sources only.

#include "core/nn/recurrent.h"
#include "core/tensor/eigen.h"
#include "core/tensor/product.h"

namespace regard {

/// The extents of one run and which steps are valid.
struct Sequence {
    Index batch, time, hidden, gates, state;
    std::span<const std::int32_t> lengths; ///< in the arena; empty: all valid
    bool reverse;

    Index length(Index b) const
    {
        return lengths.empty() ? time : lengths[static_cast<std::size_t>(b)];
    }
    /// Time of the step that is computed k-th.
    Index timeOf(Index k) const { return reverse ? time - 1 - k : k; }
    bool valid(Index b, Index t) const { return t < length(b); }
    /// Row of (b, t) in [batch × time × …].
    Index row(Index b, Index t) const { return b * time + t; }
};

/// What every cell keeps for its backward pass.
struct RecurrentTrace {
    View states; ///< [batch × time × state]
    View gates; ///< activations, [batch × time × gates·hidden]
    View before; ///< h before the step, [batch × time × hidden]
    View candidate; ///< GRU: W_hn h + b_hn; LSTM: c before the step; [batch × time × hidden]
};

/// Runs the forward pass: `step(b, t, fromInput, fromHidden, state)` gets the rows
/// W_ih x + b_ih and W_hh h + b_hh (gates·hidden numbers each) and the running state, which it
/// advances; rows of padded steps stay zero.
template <class Step>
void runForward(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w,
                RecurrentTrace& kept, const Step& step)
{
    const Index wide = s.gates * s.hidden;
    const View fromInput = tape.allocate({s.batch, s.time, wide});
    multiply(tape.value(x), MatrixRef(tape.value(w.inputWeight)).t(), fromInput.data, wide);
    matrix(fromInput).rowwise() += matrix(tape.value(w.inputBias)).row(0);

    kept.states = tape.arena().zeros({s.batch, s.time, s.state});
    kept.gates = tape.arena().zeros({s.batch, s.time, wide});
    kept.before = tape.arena().zeros({s.batch, s.time, s.hidden});
    kept.candidate = tape.arena().zeros({s.batch, s.time, s.hidden});
    const View running = tape.arena().zeros({s.batch, s.state});
    if (initial)
        flat(running) = flat(tape.value(initial));
    const View fromHidden = tape.allocate({s.batch, wide});
    for (Index k = 0; k < s.time; ++k) {
        const Index t = s.timeOf(k);
        const MatrixRef h(running.data, s.batch, s.hidden, s.state);
        multiply(h, MatrixRef(tape.value(w.hiddenWeight)).t(), fromHidden.data, wide);
        matrix(fromHidden).rowwise() += matrix(tape.value(w.hiddenBias)).row(0);
        for (Index b = 0; b < s.batch; ++b) {
            if (!s.valid(b, t))
                continue;
            const Index row = s.row(b, t);
            Real* state = running.data + b * s.state;
            array(kept.before.data + row * s.hidden, s.hidden) = array(state, s.hidden);
            step(row, fromInput.data + row * wide, fromHidden.data + b * wide, state);
            array(kept.states.data + row * s.state, s.state) = array(state, s.state);
        }
    }
}

/// Runs the backward pass: `step(row, dState, dInput, dHidden)` gets the gradient of the
/// state after the step, writes the gradients of the two projected rows, and leaves in
/// dState what flows to the state before the step beside the path through W_hh.
template <class Step>
void runBackward(Tape& t, const Sequence& s, Var x, Var initial, const RecurrentWeights& w,
                 const RecurrentTrace& kept, ConstView gradient, const Step& step)
{
    const Index wide = s.gates * s.hidden;
    const View dInput = t.arena().zeros({s.batch, s.time, wide});
    const View dHidden = t.arena().zeros({s.batch, s.time, wide});
    const View dHiddenStep = t.allocate({s.batch, wide});
    const View running = t.arena().zeros({s.batch, s.state});
    for (Index k = s.time - 1; k >= 0; --k) {
        const Index time = s.timeOf(k);
        flat(dHiddenStep).setZero();
        for (Index b = 0; b < s.batch; ++b) {
            if (!s.valid(b, time))
                continue;
            const Index row = s.row(b, time);
            Real* dState = running.data + b * s.state;
            array(dState, s.state) += array(gradient.data + row * s.state, s.state);
            step(row, dState, dInput.data + row * wide, dHiddenStep.data + b * wide);
            array(dHidden.data + row * wide, wide) = array(dHiddenStep.data + b * wide, wide);
        }
        multiplyAdd(dHiddenStep, t.value(w.hiddenWeight), running.data, s.state);
    }
    if (initial && t.needsGradient(initial))
        flat(t.gradient(initial)) += flat(running);
    // dx = dA · W_ih,  dW_ih = dAᵀ · x,  dW_hh = dBᵀ · h,  db = Σ
    if (t.needsGradient(x))
        multiplyAdd(dInput, t.value(w.inputWeight), t.gradient(x).data, t.shape(x).columns());
    if (t.needsGradient(w.inputWeight)) {
        t.addProduct(w.inputWeight, dInput, t.value(x));
        t.addProduct(w.hiddenWeight, dHidden, kept.before);
        matrix(t.gradient(w.inputBias)).row(0) += matrix(dInput).colwise().sum();
        matrix(t.gradient(w.hiddenBias)).row(0) += matrix(dHidden).colwise().sum();
    }
}

RecurrentStates rnn(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w);
RecurrentStates gru(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w);
RecurrentStates lstm(Tape& tape, const Sequence& s, Var x, Var initial, const RecurrentWeights& w);

} // namespace regard
