// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/tanh_scorer.h"

#include "core/tensor/eigen.h"
#include "core/tensor/vector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>

namespace regard {

namespace {

// tanh(a + b) = 1 − 2 / (1 + e^2a e^2b): n·h exponentials in place of n²·h tangents, and
//   Σ_h v_h tanh(q_h + k_h) = Σ_h v_h − 2 Σ_h v_h / (1 + e^2q_h e^2k_h)
//                           = Σ_h v_h − 2 s Σ_h 1 / x_h,   x_h = c_h + (c_h e^2q_h) e^2k_h,
// with c_h = s / v_h. Several terms share a division, 1/x + 1/y = (x + y)/(x·y), and the product of
// all their x_h has to stay within a float.

/// Most octaves that such a product may have, up or down: 2^±122 has an exact enough reciprocal.
constexpr Real mostOctaves = 120;
/// Most octaves of an exponential: with fewer than half of all, what is too small for a float
/// counts for nothing whatever it is multiplied with.
constexpr Real mostOfOne = 60;
/// Factors v_h smaller than this part of the largest count as if they had this part. Some 2^-24 of
/// the largest is lost by rounding anyway.
constexpr Real leastPart = Real(1) / (1 << 30);
/// Most terms that share a division, as far as there are registers: a row is filled up to them.
constexpr Index mostTerms = vectorWidth > 8 ? 8 : 2;
/// The c_h of what fills a row up, with which it adds 1/c_h: about as large as other terms are.
constexpr int fillingOctaves = 12;
constexpr Real filling = 1 << fillingOctaves;
/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = softmaxRows;

/// Vectors of columns that are looked through side by side.
constexpr Index abreast = 4;

/// Numbers that a row of octaves has room for.
Index octavesRoom(Index width)
{
    constexpr Index step = abreast * vectorWidth;
    return (width + step - 1) / step * step;
}

/// The largest exponent of each column of e^2x = 2^y, then zeros. x: [rows × width];
/// to: octavesRoom(width) numbers.
void largestOctaves(const Real* x, Index rows, Index width, Real* to)
{
    for (Index i = 0; i < width; i += abreast * vectorWidth) {
        Vector largest[abreast];
        std::fill_n(largest, abreast, Vector{} - std::numeric_limits<Real>::max());
        for (Index r = 0; r < rows; ++r)
            for (Index a = 0; a < abreast; ++a) {
                const Index column = i + a * vectorWidth;
                Vector numbers;
                loadFirst(numbers, x + r * width + column, std::max<Index>(0, width - column));
                largest[a] = larger(numbers, largest[a]);
            }
        for (Index a = 0; a < abreast; ++a)
            store(to + i + a * vectorWidth, largest[a] * (2 * perOctave));
    }
}

/// e^2x of `count` numbers, each times its factor.
void squaredExponentials(const Real* x, const Real* factors, Index count, Real* to)
{
    for (Index i = 0; i < count; i += vectorWidth) {
        Vector numbers, factor;
        loadFirst(numbers, x + i, count - i);
        loadFirst(factor, factors + i, count - i);
        numbers = factor * powerOfTwo(numbers * (2 * perOctave));
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
            Vector square[vectorWidth];
            for (Index i = 0; i < height; ++i) {
                loadFirst(square[i], from + (r + i) * width + c, own);
                square[i] = powerOfTwo(square[i] * (2 * perOctave));
            }
            std::fill(square + height, square + vectorWidth, Vector{});
            transpose(square);
            for (Index j = 0; j < own; ++j)
                store(to + (c + j) * stride + r, square[j]);
        }
}

struct Fraction {
    Vector over, under;
};

/// Σ_h 1 / (c_h + q_h k_h) of `terms` numbers, at least two.
template <Index terms> Fraction sumOfTerms(const Vector* k, const Real* q, const Real* c)
{
    if constexpr (terms == 2) {
        const Vector x = k[0] * q[0] + c[0];
        const Vector y = k[1] * q[1] + c[1];
        return {x + y, x * y};
    } else {
        constexpr Index half = terms / 2;
        const Fraction a = sumOfTerms<half>(k, q, c);
        const Fraction b = sumOfTerms<half>(k + half, q + half, c + half);
        return {a.over * b.under + b.over * a.under, a.under * b.under};
    }
}

/// Scores of `block` queries against all keys, `terms` terms to a division. queries: rows c e^2q of
/// `width` numbers; keys: e^2k across, [width × padded]; c: [width];
/// total: Σ v and what fills a row up; twice: 2 s.
template <Index terms>
void scoreQueries(const Real* queries, const Real* keys, const Real* c, Index width, Index padded,
                  Real total, Real twice, Real* scores, Index stride)
{
    for (Index j = 0; j < padded; j += vectorWidth) {
        Vector sum[block] = {};
        const Real* key = keys + j;
        for (Index i = 0; i < width; i += terms, key += terms * padded) {
            Vector k[terms];
            for (Index t = 0; t < terms; ++t)
                load(k[t], key + t * padded);
#pragma GCC unroll 8
            for (Index r = 0; r < block; ++r) {
                const Fraction f = sumOfTerms<terms>(k, queries + r * width + i, c + i);
                sum[r] += f.over * reciprocal(f.under);
            }
        }
        for (Index r = 0; r < block; ++r)
            store(scores + r * stride + j, total - twice * sum[r]);
    }
}

/// log2 x or up to 0.09 less, for x > 0: the bits of a number are its logarithm but for a bend in
/// each octave.
Vector octavesOf(const Vector& x)
{
    using Limits = std::numeric_limits<Real>;
    detail::Lanes bits;
    std::memcpy(&bits, &x, sizeof bits);
    constexpr auto octave = static_cast<Real>(detail::Lane(1) << (Limits::digits - 1));
    return __builtin_convertvector(bits, Vector) * (1 / octave) - (Limits::max_exponent - 1);
}

/// The factors of the terms.
struct Factors {
    Real* c; ///< s / v_h, then `filling` up to whole divisions
    Real* octaves; ///< of them
    Real s;
};

/// v: [width]; whole: the width filled up to whole divisions.
Factors factorsOf(Arena& arena, ConstView v, Index whole)
{
    const Index width = v.shape.size();
    Real* c = arena.tensor({paddedToVector(whole)}).data;
    Real* octaves = arena.tensor({paddedToVector(whole)}).data;
    Vector largest = {};
    Vector sum = {};
    for (Index i = 0; i < width; i += vectorWidth) {
        Vector factor;
        loadFirst(factor, v.data + i, width - i);
        const Vector magnitude = larger(factor, -factor);
        largest = larger(magnitude, largest);
        sum += magnitude;
    }
    // The mean of the factors keeps the product of c_h near one.
    const Real least = std::max(largestLane(largest) * leastPart, Real(1e-30));
    const Real s = std::max(sumOfLanes(sum) / static_cast<Real>(width), least);
    for (Index i = 0; i < width; i += vectorWidth) {
        Vector factor;
        loadFirst(factor, v.data + i, width - i);
        const Vector share = s / larger(larger(factor, -factor), Vector{} + least);
        const Vector octave = octavesOf(share);
        store(c + i, factor < 0 ? -share : share);
        store(octaves + i, larger(octave, -octave));
    }
    std::fill(c + width, c + whole, filling);
    std::fill(octaves + width, octaves + whole, Real(fillingOctaves));
    return {c, octaves, s};
}

/// The most terms that may share a division, or 0 if the exponents are too large. queries, keys:
/// the octaves of e^2q and e^2k; factors: those of c.
Index termsTogether(const Real* queries, const Real* keys, const Real* factors, Index count,
                    Real* octaves)
{
    Vector largest = {};
    for (Index i = 0; i < count; i += vectorWidth) {
        Vector query, key, factor;
        load(query, queries + i);
        load(key, keys + i);
        load(factor, factors + i);
        largest = larger(largest, larger(query, key));
        // log2 (1 + 2^e) < max(e, 1) + 0.6; and 0.1 for what octavesOf() leaves out.
        store(octaves + i, factor + larger(query + key, Vector{} + 1) + Real(0.7));
    }
    if (!(largestLane(largest) <= mostOfOne))
        return 0;
    for (Index terms = mostTerms; terms > 1; terms /= 2) {
        Real most = 0;
        for (Index i = 0; i < count; i += terms)
            most = std::max(most, std::accumulate(octaves + i, octaves + i + terms, Real(0)));
        if (most <= mostOctaves)
            return terms;
    }
    return 0;
}

class TanhScorer final : public RowScorer {
public:
    TanhScorer(Tape& tape, ConstView queries, ConstView keys, ConstView v)
        : m_q(queries)
        , m_k(keys)
        , m_v(v)
        , m_rows(queries.shape[-2])
        , m_count(keys.shape[-2])
        , m_width(queries.shape[-1])
        , m_whole((m_width + mostTerms - 1) / mostTerms * mostTerms)
        , m_padded(paddedToVector(m_count))
        , m_factors(factorsOf(tape.arena(), v, m_whole))
        , m_total(flat(v).sum() + 2 * m_factors.s * static_cast<Real>(m_whole - m_width) / filling)
    {
    }

    Index roomSize() const override
    {
        return m_whole * (m_padded + block) + 3 * octavesRoom(m_whole);
    }

    void enter(Index matrix, Real* numbers) const override
    {
        const Room room = roomOf(numbers);
        const Real* keys = m_k.data + matrix * m_count * m_width;
        largestOctaves(keys, m_count, m_width, room.keyOctaves);
        exponentialsAcross(keys, m_count, m_width, room.keys, m_padded);
        std::fill(room.keys + m_width * m_padded, room.keyOctaves, Real(0));
    }

    void compute(Index matrix, Index first, Index own, Real* numbers, Real* rows,
                 Index stride) const override
    {
        const Room room = roomOf(numbers);
        const Index row = matrix * m_rows + first;
        const Real* queries = m_q.data + row * m_width;
        largestOctaves(queries, own, m_width, room.queryOctaves);
        const Index together = termsTogether(room.queryOctaves, room.keyOctaves, m_factors.octaves,
                                             m_whole, room.octaves);
        if (together == 0)
            return byTangents(matrix, row, own, rows, stride);
        for (Index r = 0; r < own; ++r)
            squaredExponentials(queries + r * m_width, m_factors.c, m_width,
                                room.queries + r * m_whole);
        const auto score = together == mostTerms ? scoreQueries<mostTerms>
            : together == 4                      ? scoreQueries<4>
                                                 : scoreQueries<2>;
        score(room.queries, room.keys, m_factors.c, m_whole, m_padded, m_total, 2 * m_factors.s,
              rows, stride);
    }
    Index rowSize() const override { return m_padded; }
    Index cost() const override { return m_width; }

protected:
    ~TanhScorer() = default; // it goes with its arena

private:
    /// What a thread works in.
    struct Room {
        Real* keys; ///< e^2k across: [whole width × padded keys]
        Real* queries; ///< c e^2q: [block × whole width]
        Real *keyOctaves, *queryOctaves, *octaves;
    };

    Room roomOf(Real* numbers) const
    {
        Real* queries = numbers + m_whole * m_padded;
        Real* octaves = queries + m_whole * block;
        const Index row = octavesRoom(m_whole);
        return {numbers, queries, octaves, octaves + row, octaves + 2 * row};
    }

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
    Factors m_factors;
    Real m_total; ///< Σ v and what fills a row up
};

} // namespace

const RowScorer& tanhScorer(Tape& tape, Var queries, Var keys, Var v)
{
    return *new (tape.arena().allocate(sizeof(TanhScorer)))
        TanhScorer(tape, tape.value(queries), tape.value(keys), tape.value(v));
}

} // namespace regard
