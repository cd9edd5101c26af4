// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/fused_attention.h"

#include "core/attention/masked_softmax.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>

namespace regard {

namespace {

/// Rows that are computed together: each key and value loaded serves all of them.
constexpr Index block = 4;

/// The transpose of [rows × columns], its rows padded to whole vectors with zeros.
void transpose(const Real* from, Index rows, Index columns, Real* to)
{
    const Index padded = paddedToVector(rows);
    for (Index c = 0; c < columns; ++c) {
        for (Index r = 0; r < rows; ++r)
            to[c * padded + r] = from[r * columns + c];
        std::fill(to + c * padded + rows, to + (c + 1) * padded, Real(0));
    }
}

/// scores[r] = q[r] · Kᵀ for `block` rows. keys: [depth × padded].
void scoreRows(const Real* const q[block], const Real* keys, Index depth, Index padded,
               Real* const scores[block])
{
    Index j = 0;
    for (; j + 2 * vectorWidth <= padded; j += 2 * vectorWidth) {
        Vector sum[block][2] = {};
        for (Index i = 0; i < depth; ++i) {
            Vector key[2];
            load(key[0], keys + i * padded + j);
            load(key[1], keys + i * padded + j + vectorWidth);
            for (Index r = 0; r < block; ++r) {
                sum[r][0] += key[0] * q[r][i];
                sum[r][1] += key[1] * q[r][i];
            }
        }
        for (Index r = 0; r < block; ++r) {
            store(scores[r] + j, sum[r][0]);
            store(scores[r] + j + vectorWidth, sum[r][1]);
        }
    }
    if (j < padded) {
        Vector sum[block] = {};
        for (Index i = 0; i < depth; ++i) {
            Vector key;
            load(key, keys + i * padded + j);
            for (Index r = 0; r < block; ++r)
                sum[r] += key * q[r][i];
        }
        for (Index r = 0; r < block; ++r)
            store(scores[r] + j, sum[r]);
    }
}

/// context[r] = weights[r] · V for `block` rows. values: [count × padded].
void weighRows(const Real* const weights[block], const Real* values, Index count, Index padded,
               Real* context)
{
    for (Index i = 0; i < padded; i += vectorWidth) {
        Vector sum[block][2] = {};
        Index j = 0;
        for (; j + 2 <= count; j += 2) {
            Vector value[2];
            load(value[0], values + j * padded + i);
            load(value[1], values + (j + 1) * padded + i);
            for (Index r = 0; r < block; ++r) {
                sum[r][0] += value[0] * weights[r][j];
                sum[r][1] += value[1] * weights[r][j + 1];
            }
        }
        if (j < count) {
            Vector value;
            load(value, values + j * padded + i);
            for (Index r = 0; r < block; ++r)
                sum[r][0] += value * weights[r][j];
        }
        for (Index r = 0; r < block; ++r)
            store(context + r * padded + i, sum[r][0] + sum[r][1]);
    }
}

} // namespace

FusedAttention fuseAttention(Tape& tape, Var queries, Var keys, Var values, Real factor,
                             std::span<const ColumnRange> seen)
{
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const ConstView v = tape.value(values);
    const Index depth = q.shape[-1];
    const Index width = v.shape[-1];
    const Index rows = q.shape[-2];
    const Index count = k.shape[-2];
    const Index matrices = k.shape.size() == 0 ? 0 : k.shape.size() / (count * depth);
    const Index keyWidth = paddedToVector(count);
    const Index valueWidth = paddedToVector(width);
    const View scores = tape.allocate(q.shape.withColumns(count));
    const View weights = tape.allocate(q.shape.withColumns(count));
    const View context = tape.allocate(q.shape.withColumns(width));
    const View keysAcross = tape.allocate({matrices, depth, keyWidth});
    const View valuesPadded = tape.arena().zeros({matrices, count, valueWidth});
    for (Index m = 0; m < matrices; ++m) {
        transpose(k.data + m * count * depth, count, depth, keysAcross.data + m * depth * keyWidth);
        for (Index j = 0; j < count; ++j)
            std::copy_n(v.data + (m * count + j) * width, width,
                        valuesPadded.data + (m * count + j) * valueWidth);
    }
    const Index blocks = (rows + block - 1) / block;
    inParallel(
        matrices * blocks, block * count * (depth + width + 16), [&](Index begin, Index end) {
            const Index rowWidth = keyWidth + vectorWidth;
            thread_local Buffer scratch;
            scratch.resize(static_cast<std::size_t>(block * (2 * rowWidth + valueWidth)));
            Real* scoreRow[block];
            Real* weightRow[block];
            for (Index r = 0; r < block; ++r) {
                scoreRow[r] = scratch.data() + r * rowWidth;
                weightRow[r] = scratch.data() + (block + r) * rowWidth;
            }
            Real* contextRows = scratch.data() + 2 * block * rowWidth;
            for (Index part = begin; part < end; ++part) {
                const Index m = part / blocks;
                const Index first = part % blocks * block;
                const Index own = std::min(block, rows - first);
                const Real* query[block];
                for (Index r = 0; r < block; ++r) // the last block repeats its last row
                    query[r] = q.data + (m * rows + first + std::min(r, own - 1)) * depth;
                scoreRows(query, keysAcross.data + m * depth * keyWidth, depth, keyWidth, scoreRow);
                for (Index r = 0; r < own; ++r) {
                    const Index row = m * rows + first + r;
                    softmaxRow(scoreRow[r], factor, seen[static_cast<std::size_t>(row)], count,
                               weightRow[r]);
                    std::copy_n(scoreRow[r], count, scores.data + row * count);
                    std::copy_n(weightRow[r], count, weights.data + row * count);
                }
                for (Index r = own; r < block; ++r)
                    std::fill_n(weightRow[r], count, Real(0));
                weighRows(weightRow, valuesPadded.data + m * count * valueWidth, count, valueWidth,
                          contextRows);
                for (Index r = 0; r < own; ++r)
                    std::copy_n(contextRows + r * valueWidth, width,
                                context.data + (m * rows + first + r) * width);
            }
        });
    return {tape.adopt(scores), tape.adopt(weights), tape.adopt(context)};
}

} // namespace regard
