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

/// e^2x; the largest |2x| is returned.
Real exponentials(ConstView x, Real* to)
{
    ArrayMap e = array(to, x.shape.size());
    e = 2 * flat(x);
    const Real largest = e.size() == 0 ? 0 : e.abs().maxCoeff();
    e = e.min(largestExponent).max(-largestExponent).exp();
    return largest;
}

/// Scores of one query against all keys. query: e^2q, [h]; keys: e^2k across, [h × padded];
/// v: [h], an even number (filled up with zeros).
void scoreQuery(const Real* query, const Real* keys, const Real* v, Index width, Index padded,
                Real total, Real* scores)
{
    for (Index j = 0; j < padded; j += vectorWidth) {
        Vector sum = {};
        for (Index i = 0; i < width; i += 2) {
            Vector first;
            Vector second;
            load(first, keys + i * padded + j);
            load(second, keys + (i + 1) * padded + j);
            first = first * query[i] + 1;
            second = second * query[i + 1] + 1;
            sum += (second * v[i] + first * v[i + 1]) / (first * second);
        }
        store(scores + j, total - 2 * sum);
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
    const View queryPart = tape.allocate(q.shape);
    const View keyPart = tape.allocate(k.shape);
    if (std::max(exponentials(q, queryPart.data), exponentials(k, keyPart.data)) > largestExponent)
        return false;
    const View across = tape.arena().zeros({matrices, even, padded});
    for (Index i = 0; i < matrices; ++i)
        MatrixMap(across.data + i * even * padded, even, padded).topLeftCorner(width, n) =
            ConstMatrixMap(keyPart.data + i * n * width, n, width).transpose();
    const View factors = tape.arena().zeros({even});
    flat(factors).head(width) = flat(v);
    const Real total = flat(v).sum();
    inParallel(matrices * m, n * width, [&](Index begin, Index end) {
        thread_local Buffer scratch;
        scratch.resize(static_cast<std::size_t>(padded + even));
        Real* row = scratch.data();
        Real* query = row + padded;
        for (Index i = begin; i < end; ++i) {
            std::copy_n(queryPart.data + i * width, width, query);
            std::fill(query + width, query + even, Real(0));
            scoreQuery(query, across.data + i / m * even * padded, factors.data, even, padded,
                       total, row);
            std::copy_n(row, n, y.data + i * n);
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
