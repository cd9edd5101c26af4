// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/tanh_scores.h"

#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>

namespace regard {

namespace {

// tanh(a + b) = 1 − 2 / (1 + e^2a e^2b): n·h exponentials in place of n²·h tangents, and
//   Σ_h v_h tanh(q_h + k_h) = Σ_h v_h − 2 Σ_h v_h / (1 + e^2q_h e^2k_h).
// Two terms share a division: u/x + v/y = (u·y + v·x)/(x·y). Exponents of at most 21 keep the
// product of two sums within a float.
constexpr Real largestExponent = 21;
/// Queries that are computed together: each key loaded serves all of them.
constexpr Index block = 4;

/// e^2x; the largest |2x| is returned. Where that is more than largestExponent, the result means
/// nothing.
Real exponentials(ConstView x, Real* to)
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

/// Rows made columns: [width × stride]. What lies beyond is left as it is.
void bringAcross(const Real* from, Index rows, Index width, Real* to, Index stride)
{
    for (Index r = 0; r < rows; r += vectorWidth)
        for (Index c = 0; c < width; c += vectorWidth) {
            const Index height = std::min(vectorWidth, rows - r);
            const Index own = std::min(vectorWidth, width - c);
            if (own < vectorWidth) {
                for (Index i = 0; i < height; ++i)
                    for (Index j = c; j < width; ++j)
                        to[j * stride + r + i] = from[(r + i) * width + j];
                continue;
            }
            Vector square[vectorWidth] = {};
            for (Index i = 0; i < height; ++i)
                load(square[i], from + (r + i) * width + c);
            transpose(square);
            for (Index j = 0; j < vectorWidth; ++j)
                store(to + (c + j) * stride + r, square[j]);
        }
}

/// Scores of `block` queries against all keys. queries: rows e^2q of `width` numbers and one more;
/// keys: e^2k across, [even width × padded]; v: [even width]; what is there beyond the width
/// counts as zero. scores: rows of `padded` numbers.
void scoreQueries(const Real* queries, const Real* keys, const Real* v, Index width, Index padded,
                  Real total, Real* scores)
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
            store(scores + r * padded + j, total - 2 * sum[r]);
    }
}

/// Scores without gradients, by exponentials; nothing if some exponent is too large.
bool scoresByExponentials(Tape& tape, ConstView q, ConstView k, ConstView v, View y)
{
    const Index width = q.shape[-1];
    const Index m = q.shape[-2];
    const Index n = k.shape[-2];
    const Index matrices = q.shape.size() == 0 ? 0 : q.shape.size() / (m * width);
    const Index even = (width + 1) / 2 * 2;
    const Index padded = paddedToVector(n);
    // Room for an incomplete block of queries behind the last and for the odd column.
    const View queries = tape.allocate({(matrices * m + block) * width});
    std::fill_n(queries.data + q.shape.size(), block * width, Real(0));
    const View keyPart = tape.allocate(k.shape);
    const Real largest =
        std::max(exponentials(q, queries.data), exponentials(k, keyPart.data));
    if (!(largest <= largestExponent)) // NaN too
        return false;
    const View keys = tape.arena().zeros({matrices, even, padded});
    for (Index i = 0; i < matrices; ++i)
        bringAcross(keyPart.data + i * n * width, n, width, keys.data + i * even * padded, padded);
    const View factors = tape.arena().zeros({even});
    std::copy_n(v.data, width, factors.data);
    const Real total = flat(v).sum();
    const Index blocks = (m + block - 1) / block;
    inParallel(matrices * blocks, block * n * width, [&](Index begin, Index end) {
        thread_local Buffer scratch;
        scratch.resize(static_cast<std::size_t>(block * padded));
        for (Index part = begin; part < end; ++part) {
            const Index matrix = part / blocks;
            const Index first = part % blocks * block;
            const Index row = matrix * m + first;
            scoreQueries(queries.data + row * width, keys.data + matrix * even * padded,
                         factors.data, width, padded, total, scratch.data());
            for (Index r = 0; r < std::min(block, m - first); ++r)
                std::copy_n(scratch.data() + r * padded, n, y.data + (row + r) * n);
        }
    });
    return true;
}

} // namespace

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
    if (!keep && m > 1 && scoresByExponentials(tape, q, k, tape.value(v), y))
        return tape.adopt(y);
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
