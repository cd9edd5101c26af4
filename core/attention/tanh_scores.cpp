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
// Several terms share a division: u/x + v/y = (u·y + v·x)/(x·y). Two of them need exponents 2q and
// 2k of at most 21 for the product of the sums to stay within a float, four half of that, eight a
// quarter.
constexpr Real largestExponent = 21;
/// Most terms that share a division, as far as there are registers: a row is filled up to them.
constexpr Index mostTerms = vectorWidth > 8 ? 8 : 2;
/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = softmaxRows;

Real largestMagnitude(ConstView x)
{
    // Several side by side, so that none waits for the one before it.
    constexpr Index abreast = 4;
    Vector largest[abreast] = {};
    const Index size = x.shape.size();
    Index i = 0;
    for (; i + abreast * vectorWidth <= size; i += abreast * vectorWidth)
        for (Index a = 0; a < abreast; ++a) {
            Vector numbers;
            load(numbers, x.data + i + a * vectorWidth);
            largest[a] = larger(largest[a], larger(numbers, -numbers));
        }
    for (; i < size; i += vectorWidth) {
        Vector numbers;
        loadFirst(numbers, x.data + i, size - i);
        largest[0] = larger(largest[0], larger(numbers, -numbers));
    }
    return largestLane(larger(larger(largest[0], largest[1]), larger(largest[2], largest[3])));
}

/// e^2x of `count` numbers.
void squaredExponentials(const Real* x, Index count, Real* to)
{
    for (Index i = 0; i < count; i += vectorWidth) {
        Vector numbers;
        loadFirst(numbers, x + i, count - i);
        numbers = powerOfTwo(numbers * (2 * perOctave));
        storeFirst(to + i, numbers, count - i);
    }
}

/// e^2x of rows made columns: [width × stride], of zeros behind the last row; stride: rows in whole
/// vectors.
void exponentialsAcross(const Real* from, Index rows, Index width, Real* to, Index stride)
{
    for (Index r = 0; r < rows; r += vectorWidth)
        for (Index c = 0; c < width; c += vectorWidth) {
            const Index height = std::min(vectorWidth, rows - r);
            const Index own = std::min(vectorWidth, width - c);
            Vector square[vectorWidth] = {};
            for (Index i = 0; i < height; ++i) {
                loadFirst(square[i], from + (r + i) * width + c, own);
                square[i] = powerOfTwo(square[i] * (2 * perOctave));
            }
            transpose(square);
            for (Index j = 0; j < own; ++j)
                store(to + (c + j) * stride + r, square[j]);
        }
}

struct Fraction {
    Vector over, under;
};

/// Σ_i v_i / (1 + q_i k_i) of `terms` numbers.
template <Index terms> Fraction sumOfTerms(const Vector* k, const Real* q, const Real* v)
{
    if constexpr (terms == 1) {
        return {Vector{} + v[0], k[0] * q[0] + 1};
    } else {
        constexpr Index half = terms / 2;
        const Fraction a = sumOfTerms<half>(k, q, v);
        const Fraction b = sumOfTerms<half>(k + half, q + half, v + half);
        return {a.over * b.under + b.over * a.under, a.under * b.under};
    }
}

/// Scores of `block` queries against all keys, `terms` terms to a division. queries: rows e^2q of
/// `width` numbers; keys: e^2k across, [width × padded]; v: [width].
template <Index terms>
void scoreQueries(const Real* queries, const Real* keys, const Real* v, Index width, Index padded,
                  Real total, Real* scores, Index stride)
{
    for (Index j = 0; j < padded; j += vectorWidth) {
        Vector sum[block] = {};
        const Real* key = keys + j;
        for (Index i = 0; i < width; i += terms, key += terms * padded) {
            Vector k[terms];
            for (Index t = 0; t < terms; ++t)
                load(k[t], key + t * padded);
            for (Index r = 0; r < block; ++r) {
                const Fraction f = sumOfTerms<terms>(k, queries + r * width + i, v + i);
                sum[r] += f.over * reciprocal(f.under);
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
        , m_whole((m_width + mostTerms - 1) / mostTerms * mostTerms)
        , m_padded(paddedToVector(m_count))
        , m_largest(2 * std::max(largestMagnitude(queries), largestMagnitude(keys)))
        , m_factors(tape.arena().zeros({m_whole}).data)
        , m_total(flat(v).sum())
    {
        std::copy_n(v.data, m_width, m_factors);
    }

    Index roomSize() const override { return m_whole * (m_padded + block); }

    void enter(Index matrix, Real* room) const override
    {
        exponentialsAcross(m_k.data + matrix * m_count * m_width, m_count, m_width, room, m_padded);
        // What fills a row up counts for nothing, as its factors do.
        std::fill(room + m_width * m_padded, room + roomSize(), Real(0));
    }

    void compute(Index matrix, Index first, Index own, Real* room, Real* rows,
                 Index stride) const override
    {
        const Index row = matrix * m_rows + first;
        if (!(m_largest <= largestExponent)) // or is not a number
            return byTangents(matrix, row, own, rows, stride);
        Real* queries = room + m_whole * m_padded;
        for (Index r = 0; r < own; ++r)
            squaredExponentials(m_q.data + (row + r) * m_width, m_width, queries + r * m_whole);
        const auto score = m_largest <= largestExponent * 2 / mostTerms ? scoreQueries<mostTerms>
            : m_largest <= largestExponent / 2                          ? scoreQueries<4>
                                                                        : scoreQueries<2>;
        score(queries, room, m_factors, m_whole, m_padded, m_total, rows, stride);
    }
    Index rowSize() const override { return m_padded; }
    Index cost() const override { return m_width; }

private:
    ~TanhRows() = default; // it goes with its arena

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
    Index m_whole; ///< the width filled up to whole divisions
    Index m_padded; ///< keys in whole vectors
    Real m_largest; ///< of |2q| and |2k|
    Real* m_factors; ///< v, filled up with zeros
    Real m_total; ///< Σ v
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
            const Index stride = rows.rowSize();
            thread_local Buffer scratch;
            scratch.resize(static_cast<std::size_t>(rows.roomSize() + block * stride));
            Real* scores = scratch.data() + rows.roomSize();
            for (Index part = begin; part < end; ++part) {
                const Index matrix = part / blocks;
                const Index first = part % blocks * block;
                const Index own = std::min(block, m - first);
                if (part == begin || first == 0)
                    rows.enter(matrix, scratch.data());
                rows.compute(matrix, first, own, scratch.data(), scores, stride);
                for (Index r = 0; r < own; ++r)
                    std::copy_n(scores + r * stride, n, y.data + (matrix * m + first + r) * n);
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
