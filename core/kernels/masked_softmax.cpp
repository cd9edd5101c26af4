// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/masked_softmax.h"

#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>
#include <limits>

namespace regard {

void hideUnseen(Real* scores, ColumnRange seen, Index columns)
{
    constexpr Real hidden = -std::numeric_limits<Real>::infinity();
    if (seen.begin > 0)
        std::fill(scores, scores + seen.begin, hidden);
    if (const Index padded = paddedToVector(columns); seen.end < padded)
        std::fill(scores + seen.end, scores + padded, hidden);
}

void exponentials(Real* rows, Index stride, Index columns, Real factor, Real* shares,
                  const Real* results)
{
    // The rows go side by side: what one waits for, the others fill.
    Vector top[softmaxShares] = {};
    for (Index r = 0; r < softmaxRows; ++r)
        load(top[r], rows + r * stride);
    for (Index j = vectorWidth; j < columns; j += vectorWidth)
        for (Index r = 0; r < softmaxRows; ++r) {
            Vector x;
            load(x, rows + r * stride + j);
            top[r] = larger(x, top[r]);
        }
    Real largest[softmaxShares];
    for (Index r = 0; r < softmaxShares; r += vectorWidth) {
        const Vector of = largestLanes(top + r);
        store(largest + r, of == -std::numeric_limits<Real>::infinity() ? Vector{} : of);
    }
    Vector sum[softmaxShares] = {};
    for (Index j = 0; j < columns; j += vectorWidth)
#pragma GCC unroll 8
        for (Index r = 0; r < softmaxRows; ++r) {
            __builtin_prefetch(results + r * columns + j, 1);
            Vector x;
            load(x, rows + r * stride + j);
            x = powerOfTwo((x - largest[r]) * (factor * perOctave));
            sum[r] += x;
            store(rows + r * stride + j, x);
        }
    for (Index r = 0; r < softmaxShares; r += vectorWidth) {
        const Vector all = sumsOfLanes(sum + r);
        store(shares + r, all == 0 ? Vector{} : 1 / all);
    }
}

void scaleRow(const Real* from, Real factor, Index columns, Real* to)
{
    const Index whole = columns / vectorWidth * vectorWidth;
    for (Index j = 0; j < whole; j += vectorWidth) {
        Vector x;
        load(x, from + j);
        store(to + j, x * factor);
    }
    for (Index j = whole; j < columns; ++j)
        to[j] = from[j] * factor;
}

Var maskedSoftmax(Tape& tape, Var scores, Real factor, std::span<const ColumnRange> seen)
{
    const ConstView in = tape.value(scores);
    const Index width = in.shape.columns();
    const Index rows = in.shape.rows();
    const View y = tape.allocate(in.shape);
    const auto compute = [&](Index begin, Index end) {
        thread_local Buffer scratch;
        const Index stride = paddedToVector(width);
        scratch.resize(static_cast<std::size_t>(softmaxRows * stride));
        for (Index block = begin; block < end; ++block) {
            const Index first = block * softmaxRows;
            const Index own = std::min(softmaxRows, rows - first);
            for (Index r = 0; r < softmaxRows; ++r) { // an incomplete block repeats its last row
                const Index row = first + std::min(r, own - 1);
                std::copy_n(in.data + row * width, width, scratch.data() + r * stride);
                hideUnseen(scratch.data() + r * stride, seen[static_cast<std::size_t>(row)], width);
            }
            Real shares[softmaxShares];
            exponentials(scratch.data(), stride, width, factor, shares, y.data + first * width);
            for (Index r = 0; r < own; ++r)
                scaleRow(scratch.data() + r * stride, shares[r], width,
                         y.data + (first + r) * width);
        }
    };
    const Index blocks = (rows + softmaxRows - 1) / softmaxRows;
    if (tape.needsGradient(scores))
        compute(0, blocks); // blocks of a batch are in parallel already
    else
        inParallel(blocks, softmaxRows * width * 16, compute);
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
