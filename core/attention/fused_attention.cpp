// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/fused_attention.h"

#include "core/attention/masked_softmax.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>

namespace regard {

namespace {

/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = softmaxRows;
/// Keys that are computed together, and numbers of them in a panel.
constexpr Index panelKeys = 2 * vectorWidth;
/// Features of a context that are computed together, and rows of them: half as many sums as the
/// widest instruction set has registers, whose lanes are added up vectorWidth at a time.
constexpr Index features = 4;
constexpr Index sumRows = vectorWidth > 8 ? 4 : 2;
static_assert(block % sumRows == 0 && sumRows * features % vectorWidth == 0);

constexpr Index roundUp(Index count, Index step)
{
    return (count + step - 1) / step * step;
}

/// Keys as panels [depth × panelKeys], zeros behind the last. keys: [count × depth].
void packKeys(const Real* keys, Index count, Index depth, Real* to)
{
    for (Index first = 0; first < count; first += panelKeys, to += depth * panelKeys) {
        const Index own = std::min(panelKeys, count - first);
        if (own < panelKeys)
            std::fill_n(to, depth * panelKeys, Real(0));
        for (Index j = 0; j < own; ++j, keys += depth)
            for (Index i = 0; i < depth; ++i)
                to[i * panelKeys + j] = keys[i];
    }
}

/// Values by groups of features, each as panels [features × vectorWidth] of keys with zeros
/// around what there is. values: [count × width].
void packValues(const Real* values, Index count, Index width, Real* to)
{
    for (Index group = 0; group < width; group += features)
        for (Index first = 0; first < count; first += vectorWidth, to += features * vectorWidth) {
            const Index keys = std::min(vectorWidth, count - first);
            const Index own = std::min(features, width - group);
            if (keys < vectorWidth || own < features)
                std::fill_n(to, features * vectorWidth, Real(0));
            for (Index j = 0; j < keys; ++j)
                for (Index i = 0; i < own; ++i)
                    to[i * vectorWidth + j] = values[(first + j) * width + group + i];
        }
}

/// scores[r] = q_r · Kᵀ for `block` rows. queries: [depth × block]; keys: panels; scores: rows of
/// `stride` numbers.
void scoreRows(const Real* queries, const Real* keys, Index depth, Index count, Real* scores,
               Index stride)
{
    for (Index j = 0; j < count; j += panelKeys) {
        Vector sum[block][2] = {};
        const Real* query = queries;
        for (Index i = 0; i < depth; ++i, keys += panelKeys, query += block) {
            Vector key[2];
            load(key[0], keys);
            load(key[1], keys + vectorWidth);
            for (Index r = 0; r < block; ++r) {
                sum[r][0] += key[0] * query[r];
                sum[r][1] += key[1] * query[r];
            }
        }
        for (Index r = 0; r < block; ++r) {
            store(scores + r * stride + j, sum[r][0]);
            store(scores + r * stride + j + vectorWidth, sum[r][1]);
        }
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

/// Queries, keys and values of one or more heads, and where the results go.
struct Heads {
    Index rows, count, depth, width;
    Index padded; ///< keys in whole panels
    Real factor;
    std::span<const ColumnRange> seen;
    const Real* queries;
    const Real* keys; ///< panels
    const Real* values; ///< panels
    Real* weights;
    Real* context;

    Index keysOfHead() const { return padded * depth; }
    Index valuesOfHead() const { return paddedToVector(count) * roundUp(width, features); }
};

/// The rows [first, first + own) of one head, at most `block`.
void attendRows(const Heads& h, Index head, Index first, Index own, Real* scratch)
{
    Real* scores = scratch;
    Real* queries = scores + block * h.padded;
    const Index row = head * h.rows + first;
    for (Index r = 0; r < block; ++r) { // an incomplete block repeats its last row
        const Real* query = h.queries + (row + std::min(r, own - 1)) * h.depth;
        for (Index i = 0; i < h.depth; ++i)
            queries[i * block + r] = query[i];
    }
    scoreRows(queries, h.keys + head * h.keysOfHead(), h.depth, h.count, scores, h.padded);
    for (Index r = 0; r < block; ++r)
        hideUnseen(scores + r * h.padded,
                   h.seen[static_cast<std::size_t>(row + std::min(r, own - 1))], h.count);
    Real shares[block];
    exponentials(scores, h.padded, h.count, h.factor, shares);
    for (Index r = 0; r < own; ++r)
        scaleRow(scores + r * h.padded, shares[r], h.count, h.weights + (row + r) * h.count);
    const Real* values = h.values + head * h.valuesOfHead();
    for (Index group = 0; group < h.width;
         group += features, values += paddedToVector(h.count) * features)
        for (Index r = 0; r < own; r += sumRows) {
            Real sums[sumRows * features];
            weighPanels(scores + r * h.padded, h.padded, values, h.count, sums);
            for (Index i = 0; i < std::min(sumRows, own - r); ++i)
                for (Index f = 0; f < std::min(features, h.width - group); ++f)
                    h.context[(row + r + i) * h.width + group + f] =
                        shares[r + i] * sums[i * features + f];
        }
}

} // namespace

FusedAttention fuseAttention(Tape& tape, Var queries, Var keys, Var values, Real factor,
                             std::span<const ColumnRange> seen)
{
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const ConstView v = tape.value(values);
    const View weights = tape.allocate(q.shape.withColumns(k.shape[-2]));
    const View context = tape.allocate(q.shape.withColumns(v.shape[-1]));
    Heads h{};
    h.rows = q.shape[-2];
    h.count = k.shape[-2];
    h.depth = q.shape[-1];
    h.width = v.shape[-1];
    h.padded = roundUp(h.count, panelKeys);
    h.factor = factor;
    h.seen = seen;
    h.queries = q.data;
    h.weights = weights.data;
    h.context = context.data;
    const Index heads = k.shape.size() == 0 ? 0 : k.shape.size() / (h.count * h.depth);
    const View keyPanels = tape.allocate({heads, h.keysOfHead()});
    const View valuePanels = tape.allocate({heads, h.valuesOfHead()});
    h.keys = keyPanels.data;
    h.values = valuePanels.data;
    for (Index m = 0; m < heads; ++m) {
        packKeys(k.data + m * h.count * h.depth, h.count, h.depth,
                 keyPanels.data + m * h.keysOfHead());
        packValues(v.data + m * h.count * h.width, h.count, h.width,
                   valuePanels.data + m * h.valuesOfHead());
    }
    const Index blocks = (h.rows + block - 1) / block;
    inParallel(heads * blocks, block * h.count * (h.depth + h.width + 16),
               [&](Index begin, Index end) {
                   thread_local Buffer scratch;
                   scratch.resize(static_cast<std::size_t>(block * (h.padded + h.depth)));
                   for (Index part = begin; part < end; ++part) {
                       const Index first = part % blocks * block;
                       attendRows(h, part / blocks, first, std::min(block, h.rows - first),
                                  scratch.data());
                   }
               });
    return {tape.adopt(weights), tape.adopt(context)};
}

} // namespace regard
