// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/tanh_scores.h"

#include "core/kernels/tanh_scorer.h"
#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"

#include <algorithm>

namespace regard {

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
        const RowScorer& scorer = tanhScorer(tape, queries, keys, v);
        constexpr Index block = softmaxRows;
        const Index blocks = (m + block - 1) / block;
        inParallel(count * blocks, block * n * width, [&](Index begin, Index end) {
            const Index stride = scorer.rowSize();
            thread_local Buffer scratch;
            scratch.resize(static_cast<std::size_t>(scorer.roomSize() + block * stride));
            Real* scores = scratch.data() + scorer.roomSize();
            for (Index part = begin; part < end; ++part) {
                const Index matrix = part / blocks;
                const Index first = part % blocks * block;
                const Index own = std::min(block, m - first);
                if (part == begin || first == 0)
                    scorer.enter(matrix, scratch.data());
                scorer.compute(matrix, first, own, scratch.data(), scores, stride);
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
