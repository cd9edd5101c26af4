// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/fused_attention.h"

#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>

namespace regard {

namespace {

/// Queries that are computed together.
constexpr Index block = softmaxRows;
/// Features of a context that are computed together, and rows of them: half as many sums as the
/// widest instruction set has registers, whose lanes are added up vectorWidth at a time.
constexpr Index features = 4;
constexpr Index sumRows = vectorWidth > 8 ? 4 : 2;
static_assert(block % sumRows == 0 && sumRows * features % vectorWidth == 0);

constexpr Index roundUp(Index count, Index step)
{
    return (count + step - 1) / step * step;
}

/// Values by groups of features, each as panels [features × vectorWidth] of keys with zeros
/// around what there is. values: [count × width].
void packValues(const Real* values, Index count, Index width, Real* to)
{
    const Index groupSize = paddedToVector(count) * features;
    const Index padded = roundUp(width, features);
    for (Index first = 0; first < count; first += vectorWidth)
        for (Index i = 0; i < padded; i += vectorWidth) {
            // vectorWidth features of as many keys, made columns.
            Vector square[vectorWidth] = {};
            for (Index j = 0; j < std::min(vectorWidth, count - first); ++j)
                loadFirst(square[j], values + (first + j) * width + i,
                          std::max<Index>(0, width - i));
            transpose(square);
            for (Index f = i; f < std::min(i + vectorWidth, padded); ++f)
                store(to + f / features * groupSize + first * features + f % features * vectorWidth,
                      square[f - i]);
        }
}

/// sums[r][i] = Σ_j weights[r][j] · v_i[j] for sumRows rows and `features` features of a panel.
void weighPanels(const Real* weights, Index stride, const Real* values, Index count, Real* sums)
{
    Vector lanes[sumRows * features] = {};
    for (Index j = 0; j < count; j += vectorWidth, values += features * vectorWidth) {
        Vector weight[sumRows];
        for (Index r = 0; r < sumRows; ++r)
            load(weight[r], weights + r * stride + j);
        for (Index i = 0; i < features; ++i) {
            Vector value;
            load(value, values + i * vectorWidth);
            for (Index r = 0; r < sumRows; ++r)
                lanes[r * features + i] += weight[r] * value;
        }
    }
    for (Index i = 0; i < sumRows * features; i += vectorWidth)
        store(sums + i, sumsOfLanes(lanes + i));
}

/// One or more heads: their scores and values, and where the results go.
struct Heads {
    Index rows, count, width;
    Real factor;
    std::span<const ColumnRange> seen;
    const ScoreRows& from;
    const Real* values; ///< panels
    Real* scores; ///< null: not kept
    Real* weights;
    Real* context;

    Index valuesOfHead() const { return paddedToVector(count) * roundUp(width, features); }
};

/// The rows [first, first + own) of one head, at most `block`, in `scratch`, rows of `stride`.
void attendRows(const Heads& h, Index head, Index first, Index own, Real* scratch, Index stride)
{
    const Index row = head * h.rows + first;
    h.from.compute(head, first, own, scratch, stride);
    for (Index r = 0; r < own && h.scores; ++r)
        std::copy_n(scratch + r * stride, h.count, h.scores + (row + r) * h.count);
    for (Index r = 0; r < block; ++r) // an incomplete block repeats its last row
        hideUnseen(scratch + r * stride,
                   h.seen[static_cast<std::size_t>(row + std::min(r, own - 1))], h.count);
    Real shares[block];
    exponentials(scratch, stride, h.count, h.factor, shares);
    for (Index r = 0; r < own; ++r)
        scaleRow(scratch + r * stride, shares[r], h.count, h.weights + (row + r) * h.count);
    const Real* values = h.values + head * h.valuesOfHead();
    for (Index group = 0; group < h.width;
         group += features, values += paddedToVector(h.count) * features)
        for (Index r = 0; r < own; r += sumRows) {
            Real sums[sumRows * features];
            weighPanels(scratch + r * stride, stride, values, h.count, sums);
            for (Index i = 0; i < std::min(sumRows, own - r); ++i)
                for (Index f = 0; f < std::min(features, h.width - group); ++f)
                    h.context[(row + r + i) * h.width + group + f] =
                        shares[r + i] * sums[i * features + f];
        }
}

} // namespace

FusedAttention fuseAttention(Tape& tape, const ScoreRows& rows, const Shape& shape, bool keepScores,
                             Var values, Real factor, std::span<const ColumnRange> seen)
{
    const ConstView v = tape.value(values);
    const View scores = keepScores ? tape.allocate(shape) : View();
    const View weights = tape.allocate(shape);
    const View context = tape.allocate(shape.withColumns(v.shape[-1]));
    Heads h{shape[-2], shape[-1], v.shape[-1], factor,       seen,
            rows,      nullptr,   scores.data, weights.data, context.data};
    const Index size = h.count * h.width;
    const Index heads = size == 0 ? 0 : v.shape.size() / size;
    const View panels = tape.allocate({heads, h.valuesOfHead()});
    for (Index m = 0; m < heads; ++m)
        packValues(v.data + m * size, h.count, h.width, panels.data + m * h.valuesOfHead());
    h.values = panels.data;
    const Index blocks = (h.rows + block - 1) / block;
    inParallel(heads * blocks, block * h.count * (rows.cost() + h.width + 16),
               [&](Index begin, Index end) {
                   const Index stride = std::max(rows.rowSize(), paddedToVector(h.count));
                   thread_local Buffer scratch;
                   scratch.resize(static_cast<std::size_t>(block * stride));
                   for (Index part = begin; part < end; ++part) {
                       const Index first = part % blocks * block;
                       attendRows(h, part / blocks, first, std::min(block, h.rows - first),
                                  scratch.data(), stride);
                   }
               });
    return {keepScores ? tape.adopt(scores) : Var(), tape.adopt(weights), tape.adopt(context)};
}

} // namespace regard
