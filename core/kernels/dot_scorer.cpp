// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dot_scorer.h"

#include "core/tensor/vector.h"

#include <algorithm>
#include <new>

namespace regard {

namespace {

/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = softmaxRows;
/// Keys that are computed together, and numbers of them in a panel.
constexpr Index panelKeys = 2 * vectorWidth;

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

/// scores[r] = q_r · Kᵀ for `block` rows. queries: rows of `depth` numbers; keys: panels; scores:
/// rows of `stride` numbers.
void scoreBlock(const Real* const queries[block], const Real* keys, Index depth, Index count,
                Real* scores, Index stride)
{
    for (Index j = 0; j < count; j += panelKeys) {
        Vector sum[block][2] = {};
        for (Index i = 0; i < depth; ++i, keys += panelKeys) {
            Vector key[2];
            load(key[0], keys);
            load(key[1], keys + vectorWidth);
            for (Index r = 0; r < block; ++r) {
                sum[r][0] += key[0] * queries[r][i];
                sum[r][1] += key[1] * queries[r][i];
            }
        }
        for (Index r = 0; r < block; ++r) {
            store(scores + r * stride + j, sum[r][0]);
            store(scores + r * stride + j + vectorWidth, sum[r][1]);
        }
    }
}

class DotScorer final : public RowScorer {
public:
    DotScorer(ConstView queries, ConstView keys)
        : m_rows(queries.shape[-2])
        , m_count(keys.shape[-2])
        , m_depth(queries.shape[-1])
        , m_padded((m_count + panelKeys - 1) / panelKeys * panelKeys)
        , m_queries(queries.data)
        , m_keys(keys.data)
    {
    }

    Index roomSize() const override { return m_padded * m_depth; }
    void enter(Index matrix, Real* room) const override
    {
        packKeys(m_keys + matrix * m_count * m_depth, m_count, m_depth, room);
    }
    void compute(Index matrix, Index first, Index own, Real* room, Real* rows,
                 Index stride) const override
    {
        const Real* queries[block];
        for (Index r = 0; r < block; ++r) // an incomplete block repeats its last row
            queries[r] = m_queries + (matrix * m_rows + first + std::min(r, own - 1)) * m_depth;
        scoreBlock(queries, room, m_depth, m_count, rows, stride);
    }
    Index rowSize() const override { return m_padded; }
    Index cost() const override { return m_depth; }

protected:
    ~DotScorer() = default; // it goes with its arena

private:
    Index m_rows, m_count, m_depth;
    Index m_padded; ///< keys in whole panels
    const Real* m_queries;
    const Real* m_keys;
};

} // namespace

const RowScorer& dotScorer(Tape& tape, Var queries, Var keys)
{
    return *new (tape.arena().allocate(sizeof(DotScorer)))
        DotScorer(tape.value(queries), tape.value(keys));
}

} // namespace regard
