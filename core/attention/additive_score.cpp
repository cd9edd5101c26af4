// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/scores.h"
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

#include <cmath>

namespace regard {

namespace {

/// s_ij = Σ_h v_h tanh(q_ih + k_jh) over projected queries [… × M × h] and keys
/// [… × N × h]; v: [1 × h]. Result: [… × M × N].
Var additiveScores(Tape& tape, Var queries, Var keys, Var v)
{
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const Index width = q.shape[-1];
    const Index m = q.shape[-2];
    const Index n = k.shape[-2];
    const Index count = q.shape.size() == 0 ? 0 : q.shape.size() / (m * width);
    const View y = tape.allocate(q.shape.withColumns(n));
    const bool keep = tape.anyNeedsGradient({queries, keys, v});
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

} // namespace

ScoreFunction additiveScore()
{
    ScoreFunction function;
    function.name = "additive";
    function.label = "additive · vᵀ tanh(W_q q + W_k k)";
    function.source = "Bahdanau et al. 2015";
    function.parameters = [](const ScoreExtents& e) {
        const auto halfWidth = [](Index in) { return 1 / std::sqrt(static_cast<double>(in)); };
        return std::vector<ScoreParameter>{{"W_q.weight", {e.hidden, e.query}, halfWidth(e.query)},
                                           {"W_k.weight", {e.hidden, e.key}, halfWidth(e.key)},
                                           {"w_v.weight", {1, e.hidden}, halfWidth(e.hidden)}};
    };
    function.prepare = [](Tape& tape, const Probe& probe, std::span<const Var> parameters, Var keys,
                          const Axis& labels) {
        return probe.name(linear(tape, keys, parameters[1]), "projected_keys", Role::Hidden,
                          labels);
    };
    function.score = [](Tape& tape, const Probe& probe, std::span<const Var> parameters,
                        Var queries, Var prepared, const Axis& labels) {
        const Var projected = probe.name(linear(tape, queries, parameters[0]), "projected_queries",
                                         Role::Hidden, labels);
        return additiveScores(tape, projected, prepared, parameters[2]);
    };
    return function;
}

} // namespace regard
