// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/tanh_scores.h"

#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>
#include <new>

namespace regard {

namespace {

// tanh(a + b) = 1 − 2 / (1 + e^2a e^2b): n·h exponentials in place of n²·h tangents, and
//   Σ_h v_h tanh(q_h + k_h) = Σ_h v_h − 2 Σ_h v_h / (1 + e^2q_h e^2k_h).
// Two terms share a division: u/x + v/y = (u·y + v·x)/(x·y). Exponents of at most 21 keep the
// product of two sums within a float.
constexpr Real largestExponent = 21;
/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = softmaxRows;

/// e^2x; the largest |2x| is returned. Where that is more than largestExponent, the result means
/// nothing.
Real squaredExponentials(ConstView x, Real* to)
{
    const Index count = x.shape.size();
    Vector largest = {};
    const auto one = [&](const Real* from, Real* result) {
        Vector numbers;
        load(numbers, from);
        largest = larger(largest, larger(numbers, -numbers));
        store(result, powerOfTwo(numbers, 2 * perOctave));
    };
    const Index whole = count / vectorWidth * vectorWidth;
    for (Index i = 0; i < whole; i += vectorWidth)
        one(x.data + i, to + i);
    Real rest[vectorWidth] = {};
    std::copy(x.data + whole, x.data + count, rest);
    one(rest, rest);
    std::copy_n(rest, count - whole, to + whole);
    return 2 * largestLane(largest);
}

/// Rows made columns: [width × stride], zeros behind the last row; stride: rows in whole vectors.
void bringAcross(const Real* from, Index rows, Index width, Real* to, Index stride)
{
    for (Index r = 0; r < rows; r += vectorWidth)
        for (Index c = 0; c < width; c += vectorWidth) {
            const Index height = std::min(vectorWidth, rows - r);
            const Index own = std::min(vectorWidth, width - c);
            Vector square[vectorWidth] = {};
            for (Index i = 0; i < height; ++i)
                loadFirst(square[i], from + (r + i) * width + c, own);
            transpose(square);
            for (Index j = 0; j < own; ++j)
                store(to + (c + j) * stride + r, square[j]);
        }
}

/// Scores of `block` queries against all keys. queries: rows e^2q of `width` numbers and one more;
/// keys: e^2k across, [even width × padded]; v: [even width]; what is there beyond the width
/// counts as zero. scores: rows of `stride` numbers.
void scoreQueries(const Real* queries, const Real* keys, const Real* v, Index width, Index padded,
                  Real total, Real* scores, Index stride)
{
    for (Index j = 0; j < padded; j += vectorWidth) {
        Vector sum[block] = {};
        const Real* key = keys + j;
        for (Index i = 0; i < width; i += 2, key += 2 * padded) {
            Vector first;
            Vector second;
            load(first, key);
            load(second, key + padded);
            for (Index r = 0; r < block; ++r) {
                const Vector x = first * queries[r * width + i] + 1;
                const Vector y = second * queries[r * width + i + 1] + 1;
                sum[r] += (y * v[i] + x * v[i + 1]) * reciprocal(x * y);
            }
        }
        for (Index r = 0; r < block; ++r)
            store(scores + r * stride + j, total - 2 * sum[r]);
    }
}

class TanhRows final : public ScoreRows {
public:
    TanhRows(Tape& tape, ConstView queries, ConstView keys, ConstView v)
        : m_q(queries)
        , m_k(keys)
        , m_v(v)
        , m_rows(queries.shape[-2])
        , m_count(keys.shape[-2])
        , m_width(queries.shape[-1])
        , m_even((m_width + 1) / 2 * 2)
        , m_padded(paddedToVector(m_count))
    {
        // Room for an incomplete block of queries behind the last and for the odd column.
        const Index size = queries.shape.size();
        const View queryPart = tape.allocate({size + block * m_width});
        std::fill_n(queryPart.data + size, block * m_width, Real(0));
        const View keyPart = tape.allocate(keys.shape);
        const Real largest = std::max(squaredExponentials(queries, queryPart.data),
                                      squaredExponentials(keys, keyPart.data));
        m_byExponentials = largest <= largestExponent; // NaN neither
        if (!m_byExponentials)
            return;
        m_queries = queryPart.data;
        const Index keySize = m_count * m_width;
        const Index matrices = keySize == 0 ? 0 : keys.shape.size() / keySize;
        // bringAcross() fills all but an odd width's last row.
        const View across = tape.allocate({matrices, m_even, m_padded});
        for (Index i = 0; i < matrices && m_even > m_width; ++i)
            std::fill_n(across.data + (i * m_even + m_width) * m_padded, m_padded, Real(0));
        for (Index i = 0; i < matrices; ++i)
            bringAcross(keyPart.data + i * keySize, m_count, m_width,
                        across.data + i * m_even * m_padded, m_padded);
        m_keys = across.data;
        const View factors = tape.arena().zeros({m_even});
        std::copy_n(v.data, m_width, factors.data);
        m_factors = factors.data;
        m_total = flat(v).sum();
    }

    void compute(Index matrix, Index first, Index own, Real* rows, Index stride) const override
    {
        const Index row = matrix * m_rows + first;
        if (m_byExponentials)
            scoreQueries(m_queries + row * m_width, m_keys + matrix * m_even * m_padded, m_factors,
                         m_width, m_padded, m_total, rows, stride);
        else
            byTangents(matrix, row, own, rows, stride);
    }
    Index rowSize() const override { return m_padded; }
    Index cost() const override { return m_width; }

private:
    /// Where exponents are too large.
    void byTangents(Index matrix, Index row, Index own, Real* rows, Index stride) const
    {
        std::fill_n(rows, block * stride, Real(0));
        for (Index r = 0; r < own; ++r)
            for (Index j = 0; j < m_count; ++j)
                rows[r * stride + j] =
                    (array(m_v.data, m_width)
                     * (array(m_q.data + (row + r) * m_width, m_width)
                        + array(m_k.data + (matrix * m_count + j) * m_width, m_width))
                           .tanh())
                        .sum();
    }

    ConstView m_q, m_k, m_v;
    Index m_rows, m_count, m_width;
    Index m_even; ///< the width, or one more
    Index m_padded; ///< keys in whole vectors
    bool m_byExponentials = false;
    const Real* m_queries = nullptr; ///< e^2q
    const Real* m_keys = nullptr; ///< e^2k across
    const Real* m_factors = nullptr;
    Real m_total = 0; ///< Σ v
};

} // namespace

const ScoreRows& tanhRows(Tape& tape, Var queries, Var keys, Var v)
{
    return *new (tape.arena().allocate(sizeof(TanhRows)))
        TanhRows(tape, tape.value(queries), tape.value(keys), tape.value(v));
}

Var tanhScores(Tape& tape, Var queries, Var keys, Var v)
{
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const Index width = q.shape[-1];
    const Index m = q.shape[-2];
    const Index n = k.shape[-2];
    const Index count = q.shape.size() == 0 ? 0 : q.shape.size() / (m * width);
    const View y = tape.allocate(q.shape.withColumns(n));
    const bool keep = tape.anyNeedsGradient({queries, keys, v});
    // For a single query a tangent costs as much as an exponential.
    if (!keep && m > 1) {
        const ScoreRows& rows = tanhRows(tape, queries, keys, v);
        const Index blocks = (m + block - 1) / block;
        inParallel(count * blocks, block * n * width, [&](Index begin, Index end) {
            thread_local Buffer scratch;
            scratch.resize(static_cast<std::size_t>(block * rows.rowSize()));
            for (Index part = begin; part < end; ++part) {
                const Index first = part % blocks * block;
                const Index own = std::min(block, m - first);
                rows.compute(part / blocks, first, own, scratch.data(), rows.rowSize());
                for (Index r = 0; r < own; ++r)
                    std::copy_n(scratch.data() + r * rows.rowSize(), n,
                                y.data + (part / blocks * m + first + r) * n);
            }
        });
        return tape.adopt(y);
    }
    // tanh(q + k) of every pair, kept for the backward pass; otherwise of one query.
    const View bends = tape.allocate({keep ? count * m : Index(1), n, width});
    for (Index pair = 0; pair < count * m; ++pair) {
        const Real* key = k.data + pair / m * n * width;
        const Index offset = keep ? pair * n * width : 0;
        for (Index j = 0; j < n; ++j)
            array(bends.data + offset + j * width, width) =
                array(q.data + pair * width, width) + array(key + j * width, width);
        // One flat pass, which the compiler turns into vector code.
        ArrayMap block = array(bends.data + offset, n * width);
        block = block.tanh();
        MatrixMap(y.data + pair * n, n, 1).noalias() =
            ConstMatrixMap(bends.data + offset, n, width) * matrix(tape.value(v)).transpose();
    }
    return tape.record(y, {queries, keys, v}, [=](Tape& t, ConstView gradient) {
        const View slope = t.allocate({n, width});
        const ConstArrayMap weights = flat(t.value(v));
        for (Index pair = 0; pair < count * m; ++pair) {
            const Real* bend = bends.data + pair * n * width;
            const Index keyOffset = pair / m * n * width;
            // d/d(q+k) = ds · v · (1 − tanh²)
            for (Index j = 0; j < n; ++j)
                array(slope.data + j * width, width) = gradient.data[pair * n + j] * weights
                    * (1 - array(bend + j * width, width).square());
            if (t.needsGradient(queries))
                MatrixMap(t.gradient(queries).data + pair * width, 1, width) +=
                    matrix(slope).colwise().sum();
            if (t.needsGradient(keys))
                array(t.gradient(keys).data + keyOffset, n * width) += flat(slope);
            if (t.needsGradient(v))
                matrix(t.gradient(v)).noalias() +=
                    ConstMatrixMap(gradient.data + pair * n, 1, n) * ConstMatrixMap(bend, n, width);
        }
    });
}

} // namespace regard
