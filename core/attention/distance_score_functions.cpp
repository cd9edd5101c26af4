// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score_functions.h"
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"
#include "core/tensor/product.h"
#include "core/trace/cell_work.h"

#include <cmath>

namespace regard {

namespace {

/// s_ij = −‖q_i − k_j‖² / (2σ²). queries: [… × M × d], keys: [… × N × d], sigma: [1].
Var gaussianScores(Tape& tape, Var queries, Var keys, Var sigma)
{
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const Index width = q.shape[-1];
    const Index m = q.shape[-2];
    const Index n = k.shape[-2];
    const Index count = q.shape.size() == 0 ? 0 : q.shape.size() / (m * width);
    const Real factor = Real(-0.5) / (tape.value(sigma).data[0] * tape.value(sigma).data[0]);
    const View y = tape.allocate(q.shape.withColumns(n));
    for (Index pair = 0; pair < count * m; ++pair) {
        const ConstArrayMap query = array(q.data + pair * width, width);
        for (Index j = 0; j < n; ++j)
            y.data[pair * n + j] =
                factor * (query - array(k.data + (pair / m * n + j) * width, width)).square().sum();
    }
    return tape.record(y, {queries, keys, sigma}, [=](Tape& t, ConstView gradient) {
        // dq_i = Σ_j g_ij (k_j − q_i)/σ²,  dk_j = Σ_i g_ij (q_i − k_j)/σ²,  dσ = Σ g·s · (−2/σ)
        const ConstView vq = t.value(queries);
        const ConstView vk = t.value(keys);
        const Real inverse = -2 * factor;
        for (Index i = 0; i < count; ++i) {
            const ConstMatrixMap a(vq.data + i * m * width, m, width);
            const ConstMatrixMap b(vk.data + i * n * width, n, width);
            const ConstMatrixMap g(gradient.data + i * m * n, m, n);
            for (Index row = 0; row < m; ++row)
                for (Index j = 0; j < n; ++j) {
                    const auto difference = (b.row(j) - a.row(row)) * (g(row, j) * inverse);
                    if (t.needsGradient(queries))
                        MatrixMap(t.gradient(queries).data + i * m * width, m, width).row(row) +=
                            difference;
                    if (t.needsGradient(keys))
                        MatrixMap(t.gradient(keys).data + i * n * width, n, width).row(j) -=
                            difference;
                }
        }
        if (t.needsGradient(sigma))
            t.gradient(sigma).data[0] +=
                (flat(gradient) * flat(ConstView(y))).sum() * -2 / t.value(sigma).data[0];
    });
}

constexpr Formula gaussianFormula{
    .name = "score_gaussian",
    .line = "−‖q − k‖² / 2σ²",
    .spoken = "score i j = minus the squared distance of query i and key j, divided by 2 σ squared",
    .symbols = "s ‖‖ *q *k σ i j",
    .cell =
        [](CellWork& work) {
            const double squared =
                work.squares(work.rowOf(0, work.row()), work.rowOf(1, work.column()));
            const double width = work.at(2, 0);
            work.stage(Stage::Kind::SquaredDistance, squared);
            work.stage(Stage::Kind::KernelWidth, width);
            work.worked("−{} ∕ (2 · {}²)", {{squared, {}}, {width, {}}});
            return -squared / (2 * width * width);
        },
};

double lengthOf(const Operand& vector)
{
    double sum = 0;
    for (const double value : vector.values)
        sum += value * value;
    return std::sqrt(sum);
}

// s_ij = q_i · k_j / (‖q_i‖ ‖k_j‖), 0 where one of them has no length
constexpr Formula cosineFormula{
    .name = "score_cosine",
    .line = "q·kᵀ / (‖q‖ ‖k‖)",
    .spoken = "score i j = query i · key j divided by the lengths of both",
    .symbols = "s *q *k ‖‖ i j",
    .cell =
        [](CellWork& work) {
            Operand query = work.rowOf(0, work.row());
            Operand key = work.rowOf(1, work.column());
            const double q = lengthOf(query);
            const double k = lengthOf(key);
            const double sum = work.products(std::move(query), std::move(key));
            work.stage(Stage::Kind::Sum, sum);
            work.stage(Stage::Kind::QueryLength, q);
            work.stage(Stage::Kind::KeyLength, k);
            work.worked("({sum}) ∕ ({} · {})", {{q, Role::Query}, {k, Role::Key}});
            return q > 0 && k > 0 ? sum / (q * k) : 0;
        },
};

} // namespace

ScoreFunction gaussianScore()
{
    ScoreFunction function{&gaussianFormula};
    function.name = "gaussian";
    function.label = "gaussian · −‖q − k‖² / 2σ²";
    function.source = "Nadaraya 1964, Watson 1964";
    function.parameters = [](const ScoreExtents&) {
        return std::vector<ScoreParameter>{{"sigma", {1}, {Initial::Kind::Constant, 1}}};
    };
    function.score = [](Tape& tape, std::span<const Var> parameters, Var queries, Var prepared) {
        return gaussianScores(tape, queries, prepared, parameters[0]);
    };
    return function;
}

ScoreFunction cosineScore()
{
    ScoreFunction function{&cosineFormula};
    function.name = "cosine";
    function.label = "cosine · qᵀk / (‖q‖ ‖k‖)";
    function.source = "Graves et al. 2014";
    function.prepare = [](Tape& tape, const Probe&, std::span<const Var>, Var keys, const Axis&) {
        return unitRows(tape, keys);
    };
    function.score = [](Tape& tape, std::span<const Var>, Var queries, Var prepared) {
        return productTransposed(tape, unitRows(tape, queries), prepared);
    };
    return function;
}

} // namespace regard
