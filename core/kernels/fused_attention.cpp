// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fused_attention.h"

#include "core/tensor/parallel.h"
#include "core/tensor/product.h"
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

/// Widths from which products by rows of features fill the registers.
constexpr Index wide = 2 * vectorWidth;

/// One or more heads: their scores and values, and where the results go.
struct Heads {
    Index rows, count, width;
    Real factor;
    std::span<const ColumnRange> seen;
    const RowScorer& scorer;
    const Real* values;
    Real* scores; ///< null: not kept
    Real* weights;
    Real* context;

    /// Values that products read as they are.
    bool isWide() const { return width >= wide && width % vectorWidth == 0; }
    MatrixRef valuesOf(Index head) const { return {values + head * count * width, count, width}; }
    Index valuesRoom() const
    {
        return isWide() ? 0 : paddedToVector(count) * roundUp(width, features);
    }
    /// Longer than a whole row, lest the rows of a block fall on the same places of the cache.
    Index stride() const { return std::max(scorer.rowSize(), paddedToVector(count)) + vectorWidth; }
};

/// What a thread works in.
struct Room {
    Real* keys;
    Real* values; ///< panels
    Real* rows;
};

void enter(const Heads& h, Index head, const Room& room)
{
    h.scorer.enter(head, room.keys);
    if (!h.isWide())
        packValues(h.valuesOf(head).data, h.count, h.width, room.values);
}

/// The rows [first, first + own) of the head that was entered last, at most `block`.
void attendRows(const Heads& h, Index head, Index first, Index own, const Room& room)
{
    const Index row = head * h.rows + first;
    const Index stride = h.stride();
    h.scorer.compute(head, first, own, room.keys, room.rows, stride);
    for (Index r = 0; r < own && h.scores; ++r)
        std::copy_n(room.rows + r * stride, h.count, h.scores + (row + r) * h.count);
    for (Index r = 0; r < block; ++r) // an incomplete block repeats its last row
        hideUnseen(room.rows + r * stride,
                   h.seen[static_cast<std::size_t>(row + std::min(r, own - 1))], h.count);
    Real shares[softmaxShares];
    Real* weights = h.weights + row * h.count;
    Real* context = h.context + row * h.width;
    exponentials(room.rows, stride, h.count, h.factor, shares, weights);
    for (Index r = 0; r < own; ++r)
        scaleRow(room.rows + r * stride, shares[r], h.count, weights + r * h.count);
    if (h.isWide())
        return multiply({weights, own, h.count}, h.valuesOf(head), context, h.width);
    const Real* values = room.values;
    for (Index group = 0; group < h.width;
         group += features, values += paddedToVector(h.count) * features)
        for (Index r = 0; r < own; r += sumRows) {
            Real sums[sumRows * features];
            weighPanels(room.rows + r * stride, stride, values, h.count, sums);
            for (Index i = 0; i < sumRows; ++i)
                for (Index f = 0; f < features; ++f)
                    sums[i * features + f] *= shares[r + i];
            const Index there = std::min(features, h.width - group);
            for (Index i = 0; i < std::min(sumRows, own - r); ++i) {
                Real* to = context + (r + i) * h.width + group;
                if (there == features) // the usual case, of known length
                    std::copy_n(sums + i * features, features, to);
                else
                    std::copy_n(sums + i * features, there, to);
            }
        }
}

} // namespace

FusedAttention fuseAttention(Tape& tape, const RowScorer& scorer, const Shape& shape,
                             bool keepScores, Var values, Real factor,
                             std::span<const ColumnRange> seen)
{
    const ConstView v = tape.value(values);
    const View scores = keepScores ? tape.allocate(shape) : View();
    const View weights = tape.allocate(shape);
    const View context = tape.allocate(shape.withColumns(v.shape[-1]));
    const Heads h{shape[-2], shape[-1], v.shape[-1], factor,       seen,
                  scorer,    v.data,    scores.data, weights.data, context.data};
    const Index size = h.count * h.width;
    const Index heads = size == 0 ? 0 : v.shape.size() / size;
    const Index blocks = (h.rows + block - 1) / block;
    inParallel(heads * blocks, block * h.count * (scorer.cost() + h.width + 16),
               [&](Index begin, Index end) {
                   thread_local Buffer scratch;
                   const Index keysRoom = paddedToVector(scorer.roomSize());
                   const Index valuesRoom = paddedToVector(h.valuesRoom());
                   scratch.resize(
                       static_cast<std::size_t>(keysRoom + valuesRoom + block * h.stride()));
                   const Room room{scratch.data(), scratch.data() + keysRoom,
                                   scratch.data() + keysRoom + valuesRoom};
                   for (Index part = begin; part < end; ++part) {
                       const Index head = part / blocks;
                       const Index first = part % blocks * block;
                       if (part == begin || first == 0)
                           enter(h, head, room);
                       attendRows(h, head, first, std::min(block, h.rows - first), room);
                   }
               });
    return {keepScores ? tape.adopt(scores) : Var(), tape.adopt(weights), tape.adopt(context)};
}

} // namespace regard
