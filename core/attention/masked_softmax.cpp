// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/masked_softmax.h"

#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>
#include <limits>

namespace regard {

std::span<const ColumnRange> seenKeys(Tape& tape, const Shape& scores, const Mask& mask)
{
    const Index keys = scores[-1];
    const Index queries = scores[-2];
    const Index rows = scores.rows();
    const Index rowsPerEntry = std::max<Index>(1, scores[0] == 0 ? 0 : rows / scores[0]);
    const auto ranges = tape.arena().array<ColumnRange>(static_cast<std::size_t>(rows));
    for (Index row = 0; row < rows; ++row)
        ranges[static_cast<std::size_t>(row)] =
            mask.visible(row / rowsPerEntry, row % queries, keys);
    return ranges;
}

void softmaxRow(const Real* scores, Real factor, ColumnRange seen, Index columns, Real* weights)
{
    const Index count = seen.end - seen.begin;
    std::fill(weights, weights + seen.begin, Real(0));
    if (count > 0) {
        // Whole vectors; what becomes of the numbers beyond the seen columns does not count.
        const Index padded = paddedToVector(count);
        const ConstArrayMap from = array(scores + seen.begin, padded);
        ArrayMap to = array(weights + seen.begin, padded);
        const Real largest = from.head(count).maxCoeff() * factor;
        if (largest == -std::numeric_limits<Real>::infinity()) {
            to.setZero();
        } else {
            to = (from * factor - largest).exp();
            to.head(count) *= 1 / to.head(count).sum();
        }
    }
    std::fill(weights + seen.end, weights + columns, Real(0));
}

Var maskedSoftmax(Tape& tape, Var scores, Real factor, std::span<const ColumnRange> seen)
{
    const ConstView in = tape.value(scores);
    const Index width = in.shape.columns();
    const View y = tape.allocate(in.shape);
    const auto compute = [&](Index begin, Index end) {
        thread_local Buffer scratch;
        const Index room = paddedToVector(width) + vectorWidth;
        scratch.resize(static_cast<std::size_t>(2 * room));
        Real* from = scratch.data();
        Real* to = from + room;
        for (Index row = begin; row < end; ++row) {
            std::copy_n(in.data + row * width, width, from);
            softmaxRow(from, factor, seen[static_cast<std::size_t>(row)], width, to);
            std::copy_n(to, width, y.data + row * width);
        }
    };
    if (tape.needsGradient(scores))
        compute(0, in.shape.rows()); // blocks of a batch are in parallel already
    else
        inParallel(in.shape.rows(), width * 16, compute);
    return tape.record(y, {scores}, [scores, y, factor, seen, width](Tape& t, ConstView gradient) {
        // ds = factor · y · (dy − Σ y·dy)
        const View sum = t.gradient(scores);
        for (Index row = 0; row < y.shape.rows(); ++row) {
            const ColumnRange range = seen[static_cast<std::size_t>(row)];
            const Index first = row * width + range.begin;
            const Index count = range.end - range.begin;
            const ConstArrayMap weights(y.data + first, count);
            const ConstArrayMap g = array(gradient.data + first, count);
            array(sum.data + first, count) += (factor * weights) * (g - (weights * g).sum());
        }
    });
}

} // namespace regard
