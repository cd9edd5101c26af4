// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/projected.h"
#include "core/attention/score_functions.h"
#include "core/kernels/tanh_scorer.h"
#include "core/kernels/tanh_scores.h"
#include "core/nn/layers.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Vars = std::span<const Var>;

/// s_ij = vᵀ f(W_q q_i + W_k k_j) of projected queries and keys and v, the last operand.
template <double (*f)(double)> double additiveCell(CellWork& work, std::size_t v)
{
    Operand query = work.rowOf(0, work.row(), "W q");
    Operand key = work.rowOf(1, work.column(), "W k");
    Operand inner{{}, {}, "f(W q + W k)", {}};
    for (std::size_t m = 0; m < query.values.size() && m < key.values.size(); ++m)
        inner.values.push_back(f(query.values[m] + key.values[m]));
    work.show(std::move(query));
    work.show(std::move(key));
    work.worked("{sum}", {});
    return work.products(work.rowOf(v, 0, "v"), std::move(inner));
}

double itself(double x)
{
    return x;
}

constexpr Formula additiveFormula{
    .name = "score_additive",
    .line = "vᵀ tanh(W_q q + W_k k)",
    .spoken = "score i j = w · tanh(W q query i + W k key j)",
    .symbols = "s *w_v tanh W_q *q W_k *k i j",
    .cell = [](CellWork& work) { return additiveCell<std::tanh>(work, 4); },
};
constexpr Formula concatFormula{
    .name = "score_concat",
    .line = "vᵀ tanh(W [q; k])",
    .spoken = "score i j = w · tanh(W times query i and key j side by side)",
    .symbols = "s *w_v tanh W [;] *q *k i j",
    .cell = [](CellWork& work) { return additiveCell<std::tanh>(work, 3); },
};
constexpr Formula sineFormula{
    .name = "score_additive_sin",
    .line = "vᵀ sin(W_q q + W_k k)",
    .spoken = "score i j = w · sin(W q query i + W k key j)",
    .symbols = "s *w_v W_q *q W_k *k i j",
    .cell = [](CellWork& work) { return additiveCell<std::sin>(work, 4); },
};
constexpr Formula cosineFormula{
    .name = "score_additive_cos",
    .line = "vᵀ cos(W_q q + W_k k)",
    .spoken = "score i j = w · cos(W q query i + W k key j)",
    .symbols = "s *w_v W_q *q W_k *k i j",
    .cell = [](CellWork& work) { return additiveCell<std::cos>(work, 4); },
};
constexpr Formula linearFormula{
    .name = "score_additive_linear",
    .line = "vᵀ (W_q q + W_k k)",
    .spoken = "score i j = w · (W q query i + W k key j)",
    .symbols = "s *w_v W_q *q W_k *k i j",
    .cell = [](CellWork& work) { return additiveCell<itself>(work, 4); },
};

/// W_q, W_k and w_v; queries and keys are projected once for a sentence.
ScoreFunction additiveForm(const Formula& formula)
{
    ScoreFunction function{&formula};
    function.anyWidths = true;
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W_q.weight", {e.hidden, e.query}, fanIn(e.query)},
                                           {"W_k.weight", {e.hidden, e.key}, fanIn(e.key)},
                                           {"w_v.weight", {1, e.hidden}, fanIn(e.hidden)}};
    };
    function.namesKeys = true;
    function.prepare = [](Tape& tape, const Probe& probe, Vars parameters, Var keys,
                          const Axis& labels) {
        return probe.name(linear(tape, keys, parameters[1]), "projected_keys", Role::Hidden,
                          {projectedKeys, {keys, parameters[1]}, {0}}, labels);
    };
    function.project = [](Tape& tape, const Probe& probe, Vars parameters, Var queries,
                          const Axis& labels) {
        return probe.name(linear(tape, queries, parameters[0]), "projected_queries", Role::Hidden,
                          {projectedQueries, {queries, parameters[0]}, {0}}, labels);
    };
    return function;
}

/// A column of ones beside x, which has one column.
Var onesLike(Tape& tape, Var x)
{
    const View ones = tape.allocate(tape.shape(x));
    std::fill(ones.values().begin(), ones.values().end(), Real(1));
    return tape.adopt(ones);
}

/// [cos b, sin b] of projected keys b.
Var cosineAndSine(Tape& tape, Var keys)
{
    return concatenate(tape, cos(tape, keys), sin(tape, keys));
}

} // namespace

ScoreFunction additiveScore()
{
    ScoreFunction function = additiveForm(additiveFormula);
    function.name = "additive";
    function.label = "additive · vᵀ tanh(W_q q + W_k k)";
    function.source = "Bahdanau et al. 2015";
    function.score = [](Tape& tape, Vars parameters, Var q, Var k) {
        return tanhScores(tape, q, k, parameters[2]);
    };
    function.rowScorer = [](Tape& tape, Vars parameters, Var q, Var k) -> const RowScorer& {
        return tanhScorer(tape, q, k, parameters[2]);
    };
    return function;
}

ScoreFunction concatScore()
{
    ScoreFunction function{&concatFormula};
    function.name = "concat";
    function.label = "concat · vᵀ tanh(W [q; k])";
    function.source = "Luong et al. 2015";
    function.anyWidths = true;
    function.parameters = [](const ScoreExtents& e) {
        const Index both = e.query + e.key;
        return std::vector<ScoreParameter>{{"W.weight", {e.hidden, both}, fanIn(both)},
                                           {"w_v.weight", {1, e.hidden}, fanIn(e.hidden)}};
    };
    // W [q; k] = W_q q + W_k k with the first and the last columns of W.
    function.namesKeys = true;
    function.prepare = [](Tape& tape, const Probe& probe, Vars parameters, Var keys,
                          const Axis& labels) {
        const Index width = tape.shape(keys).columns();
        const Index first = tape.shape(parameters[0]).columns() - width;
        const Var weight = columns(tape, parameters[0], first, width);
        return probe.name(linear(tape, keys, weight), "projected_keys", Role::Hidden,
                          {projectedKeys, {keys, parameters[0]}, {static_cast<double>(first)}},
                          labels);
    };
    function.project = [](Tape& tape, const Probe& probe, Vars parameters, Var queries,
                          const Axis& labels) {
        const Var weight = columns(tape, parameters[0], 0, tape.shape(queries).columns());
        return probe.name(linear(tape, queries, weight), "projected_queries", Role::Hidden,
                          {projectedQueries, {queries, parameters[0]}, {0}}, labels);
    };
    function.score = [](Tape& tape, Vars parameters, Var q, Var k) {
        return tanhScores(tape, q, k, parameters[1]);
    };
    function.rowScorer = [](Tape& tape, Vars parameters, Var q, Var k) -> const RowScorer& {
        return tanhScorer(tape, q, k, parameters[1]);
    };
    return function;
}

ScoreFunction additiveSinScore()
{
    ScoreFunction function = additiveForm(sineFormula);
    function.name = "additive_sin";
    function.label = "additive, sine · vᵀ sin(W_q q + W_k k)";
    // Σ v sin(a + b) = [v sin a, v cos a] · [cos b, sin b]: a product in place of a sine for every
    // pair.
    function.expand = cosineAndSine;
    function.score = [](Tape& tape, Vars parameters, Var q, Var k) {
        return productTransposed(tape,
                                 concatenate(tape, times(tape, sin(tape, q), parameters[2]),
                                             times(tape, cos(tape, q), parameters[2])),
                                 k);
    };
    return function;
}

ScoreFunction additiveCosScore()
{
    ScoreFunction function = additiveForm(cosineFormula);
    function.name = "additive_cos";
    function.label = "additive, cosine · vᵀ cos(W_q q + W_k k)";
    // Σ v cos(a + b) = [v cos a, −v sin a] · [cos b, sin b]
    function.expand = cosineAndSine;
    function.score = [](Tape& tape, Vars parameters, Var q, Var k) {
        const Var sine = scale(tape, sin(tape, q), -1);
        return productTransposed(tape,
                                 concatenate(tape, times(tape, cos(tape, q), parameters[2]),
                                             times(tape, sine, parameters[2])),
                                 k);
    };
    return function;
}

ScoreFunction additiveLinearScore()
{
    ScoreFunction function = additiveForm(linearFormula);
    function.name = "additive_linear";
    function.label = "additive, linear · vᵀ (W_q q + W_k k)";
    // [vᵀa, 1] · [1, vᵀb] = vᵀ(a + b)
    function.score = [](Tape& tape, Vars parameters, Var queries, Var prepared) {
        const Var q = linear(tape, queries, parameters[2]);
        const Var k = linear(tape, prepared, parameters[2]);
        return productTransposed(tape, concatenate(tape, q, onesLike(tape, q)),
                                 concatenate(tape, onesLike(tape, k), k));
    };
    return function;
}

} // namespace regard
