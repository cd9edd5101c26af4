// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the three cells share: the order of steps, the projections, and the sums over all steps
// that end the backward pass. Included by the cells' sources only.

#include "core/nn/cell_line.h"
#include "core/tensor/eigen.h"
#include "core/tensor/product.h"

namespace regard {

/// One run over a batch of sequences. Its valid steps are packed, step by step, sequences in the
/// order of their lengths: those that go on at a step are the first rows of the step before.
struct Sequence {
    Index batch, time, hidden, gates, state;
    std::span<const std::int32_t> lengths; ///< in the arena
    std::span<const std::int32_t> order; ///< batch entries, longest first; in the arena
    std::span<const Index> first; ///< first row of each step, and their end; in the arena
    bool reverse;
    bool inPlace; ///< the rows of the batch are already in this order

    Index wide() const { return gates * hidden; }
    Index rows() const { return first.back(); }
    Index steps() const { return static_cast<Index>(first.size()) - 1; }
    Index begin(Index k) const { return first[static_cast<std::size_t>(k)]; }
    Index count(Index k) const { return begin(k + 1) - begin(k); }

    /// Calls visit(row, other) for each packed row and its row in [batch × time × …].
    template <class Visit> void forEachRow(const Visit& visit) const
    {
        for (Index k = 0; k < steps(); ++k)
            for (Index i = 0; i < count(k); ++i) {
                const std::int32_t b = order[static_cast<std::size_t>(i)];
                const Index t = reverse ? lengths[static_cast<std::size_t>(b)] - 1 - k : k;
                visit(begin(k) + i, b * time + t);
            }
    }
};

/// What every cell keeps for its backward pass, in packed rows.
struct RecurrentTrace {
    ConstView x; ///< [rows × in]
    View gates; ///< activations, [rows × gates·hidden]
    View fromHidden; ///< W_hh h + b_hh, [rows × gates·hidden]
    View states; ///< [rows × state]
    View initial; ///< [batch × state], in order of length

    /// The state before step k.
    const Real* before(const Sequence& s, Index k) const
    {
        return k == 0 ? initial.data : states.data + s.begin(k - 1) * s.state;
    }
};

/// Rows of a matrix whose rows are `stride` numbers apart, as arrays.
using Rows = Eigen::Map<Eigen::Array<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0,
                        Eigen::OuterStride<>>;
using ConstRows =
    Eigen::Map<const Eigen::Array<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0,
               Eigen::OuterStride<>>;

/// Columns [first, first + width) of `count` rows.
inline Rows columnsOf(Real* data, Index count, Index first, Index width, Index stride)
{
    return {data + first, count, width, Eigen::OuterStride<>(stride)};
}
inline ConstRows columnsOf(const Real* data, Index count, Index first, Index width, Index stride)
{
    return {data + first, count, width, Eigen::OuterStride<>(stride)};
}

/// Runs the forward pass: `step(count, gates, fromHidden, before, after)` gets, for the sequences
/// that go on, W_ih x + b_ih in `gates`, which it replaces with the gates' activations,
/// W_hh h + b_hh, the state before and a place for the state after the step.
template <class Step>
void runForward(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                const RecurrentWeights& w, RecurrentTrace& kept, const Step& step)
{
    const Index wide = s.wide();
    kept.gates = tape.allocate({s.rows(), wide});
    kept.fromHidden = tape.allocate({s.rows(), wide});
    kept.states = tape.allocate({s.rows(), s.state});
    if (input.projected)
        flat(kept.gates) = flat(tape.value(input.projected));
    else
        matrix(kept.gates).rowwise() = matrix(tape.value(w.inputBias)).row(0);
    if (input.x) {
        const ConstView x = tape.value(input.x);
        const Index in = x.shape.columns();
        kept.x = x;
        if (!s.inPlace) {
            const View packed = tape.allocate({s.rows(), in});
            s.forEachRow([&](Index row, Index other) {
                std::copy_n(x.data + other * in, in, packed.data + row * in);
            });
            kept.x = packed;
        }
        const ConstView weight = tape.value(w.inputWeight);
        multiplyAdd(MatrixRef(kept.x.data, s.rows(), in),
                    MatrixRef(weight.data + input.column, wide, in, weight.shape.columns()).t(),
                    kept.gates.data, wide);
    }
    kept.initial = tape.arena().zeros({s.batch, s.state});
    if (initial)
        for (Index i = 0; i < s.batch; ++i)
            std::copy_n(tape.value(initial).data + s.order[static_cast<std::size_t>(i)] * s.state,
                        s.state, kept.initial.data + i * s.state);
    const MatrixRef hiddenWeight = MatrixRef(tape.value(w.hiddenWeight)).t();
    for (Index k = 0; k < s.steps(); ++k) {
        tape.throwIfStopped();
        const Index count = s.count(k);
        const Real* before = kept.before(s, k);
        const View fromHidden{kept.fromHidden.data + s.begin(k) * wide, {count, wide}};
        multiply(MatrixRef(before, count, s.hidden, s.state), hiddenWeight, fromHidden.data, wide);
        matrix(fromHidden).rowwise() += matrix(tape.value(w.hiddenBias)).row(0);
        step(count, kept.gates.data + s.begin(k) * wide, static_cast<const Real*>(fromHidden.data),
             before, kept.states.data + s.begin(k) * s.state);
    }
}

/// Runs the backward pass: `step(count, first, before, dState, dInput, dHidden)` gets the gradient
/// of the states after the step whose packed rows begin at `first`, writes the gradients of
/// W_ih x + b_ih and of W_hh h + b_hh, and leaves in dState what flows to the states before the
/// step beside the path through W_hh.
template <class Step>
void runBackward(Tape& t, const Sequence& s, const RecurrentInput& input, Var initial,
                 const RecurrentWeights& w, const RecurrentTrace& kept, ConstView gradient,
                 const Step& step)
{
    const Index wide = s.wide();
    const View dInput = t.allocate({s.rows(), wide});
    const View dHidden = t.allocate({s.rows(), wide});
    const View running = t.arena().zeros({s.batch, s.state});
    ConstView dStates = gradient;
    if (!s.inPlace) {
        const View packed = t.allocate({s.rows(), s.state});
        s.forEachRow([&](Index row, Index other) {
            std::copy_n(gradient.data + other * s.state, s.state, packed.data + row * s.state);
        });
        dStates = packed;
    }
    const View before = t.allocate({s.rows(), s.hidden}); // h before each step
    for (Index k = s.steps() - 1; k >= 0; --k) {
        t.throwIfStopped();
        const Index count = s.count(k);
        const Index first = s.begin(k);
        columnsOf(before.data + first * s.hidden, count, 0, s.hidden, s.hidden) =
            columnsOf(kept.before(s, k), count, 0, s.hidden, s.state);
        array(running.data, count * s.state) +=
            array(dStates.data + first * s.state, count * s.state);
        step(count, first, kept.before(s, k), running.data, dInput.data + first * wide,
             dHidden.data + first * wide);
        multiplyAdd(MatrixRef(dHidden.data + first * wide, count, wide), t.value(w.hiddenWeight),
                    running.data, s.state);
    }
    if (initial && t.needsGradient(initial))
        for (Index i = 0; i < s.batch; ++i)
            array(t.gradient(initial).data + s.order[static_cast<std::size_t>(i)] * s.state,
                  s.state) += array(static_cast<const Real*>(running.data) + i * s.state, s.state);
    // dx = dA · W_ih,  dW_ih = dAᵀ · x,  dW_hh = dBᵀ · h,  db = Σ
    if (input.projected && t.needsGradient(input.projected))
        flat(t.gradient(input.projected)) += flat(ConstView(dInput));
    if (input.x && t.needsGradient(input.x)) {
        const Index in = kept.x.shape.columns();
        const ConstView weight = t.value(w.inputWeight);
        const MatrixRef columns(weight.data + input.column, wide, in, weight.shape.columns());
        Real* sum = t.gradient(input.x).data;
        if (s.inPlace) {
            multiplyAdd(dInput, columns, sum, in);
        } else {
            const View dx = t.allocate({s.rows(), in});
            multiply(dInput, columns, dx.data, in);
            s.forEachRow([&](Index row, Index other) {
                array(sum + other * in, in) +=
                    array(static_cast<const Real*>(dx.data) + row * in, in);
            });
        }
    }
    if (!t.needsGradient(w.inputWeight))
        return;
    if (input.x)
        t.addProduct(w.inputWeight, dInput,
                     MatrixRef(kept.x.data, s.rows(), kept.x.shape.columns()), input.column);
    if (!input.projected)
        matrix(t.gradient(w.inputBias)).row(0) += matrix(dInput).colwise().sum();
    t.addProduct(w.hiddenWeight, dHidden, before);
    matrix(t.gradient(w.hiddenBias)).row(0) += matrix(dHidden).colwise().sum();
}

/// Appends the operation whose forward pass has filled `kept`.
template <class Backward>
RecurrentStates recordStates(Tape& tape, const Sequence& s, const RecurrentInput& input,
                             Var initial, const RecurrentWeights& w, const RecurrentTrace& kept,
                             const Backward& backward)
{
    View states{kept.states.data, {s.batch, s.time, s.state}};
    if (!s.inPlace) {
        states = tape.arena().zeros({s.batch, s.time, s.state});
        s.forEachRow([&](Index row, Index other) {
            std::copy_n(kept.states.data + row * s.state, s.state, states.data + other * s.state);
        });
    }
    return {tape.record(states,
                        {input.x, input.projected, initial, w.inputWeight, w.hiddenWeight,
                         w.inputBias, w.hiddenBias},
                        backward)};
}

} // namespace regard
