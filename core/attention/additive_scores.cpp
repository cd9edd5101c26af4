// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/scores.h"
#include "core/attention/tanh_rows.h"
#include "core/attention/tanh_scores.h"
#include "core/nn/layers.h"
#include "core/tape/operations.h"

#include <algorithm>

namespace regard {

namespace {

using Vars = std::span<const Var>;

Var projectedQueries(Tape& tape, const Probe& probe, Var queries, Var weight, const Axis& labels)
{
    return probe.name(linear(tape, queries, weight), "projected_queries", Role::Hidden, labels);
}

Var projectedKeys(Tape& tape, const Probe& probe, Var keys, Var weight, const Axis& labels)
{
    return probe.name(linear(tape, keys, weight), "projected_keys", Role::Hidden, labels);
}

/// The columns of W in W [q; k] that queries are multiplied with.
Var queryPart(Tape& tape, Var queries, Var weight)
{
    return columns(tape, weight, 0, tape.shape(queries).columns());
}

/// W_q, W_k and w_v; the keys are projected once for a sentence.
ScoreFunction additiveForm()
{
    ScoreFunction function;
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W_q.weight", {e.hidden, e.query}, fanIn(e.query)},
                                           {"W_k.weight", {e.hidden, e.key}, fanIn(e.key)},
                                           {"w_v.weight", {1, e.hidden}, fanIn(e.hidden)}};
    };
    function.prepare = [](Tape& tape, const Probe& probe, Vars parameters, Var keys,
                          const Axis& labels) {
        return projectedKeys(tape, probe, keys, parameters[1], labels);
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

} // namespace

ScoreFunction additiveScore()
{
    ScoreFunction function = additiveForm();
    function.name = "additive";
    function.label = "additive · vᵀ tanh(W_q q + W_k k)";
    function.source = "Bahdanau et al. 2015";
    function.score = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                        const Axis& labels) {
        const Var q = projectedQueries(tape, probe, queries, parameters[0], labels);
        return tanhScores(tape, q, prepared, parameters[2]);
    };
    function.rows = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                       const Axis& labels) -> const ScoreRows& {
        const Var q = projectedQueries(tape, probe, queries, parameters[0], labels);
        return tanhRows(tape, q, prepared, parameters[2]);
    };
    return function;
}

ScoreFunction concatScore()
{
    ScoreFunction function;
    function.name = "concat";
    function.label = "concat · vᵀ tanh(W [q; k])";
    function.source = "Luong et al. 2015";
    function.parameters = [](const ScoreExtents& e) {
        const Index both = e.query + e.key;
        return std::vector<ScoreParameter>{{"W.weight", {e.hidden, both}, fanIn(both)},
                                           {"w_v.weight", {1, e.hidden}, fanIn(e.hidden)}};
    };
    // W [q; k] = W_q q + W_k k with the first and the last columns of W.
    function.prepare = [](Tape& tape, const Probe& probe, Vars parameters, Var keys,
                          const Axis& labels) {
        const Index width = tape.shape(keys).columns();
        const Index first = tape.shape(parameters[0]).columns() - width;
        return projectedKeys(tape, probe, keys, columns(tape, parameters[0], first, width), labels);
    };
    function.score = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                        const Axis& labels) {
        const Var q =
            projectedQueries(tape, probe, queries, queryPart(tape, queries, parameters[0]), labels);
        return tanhScores(tape, q, prepared, parameters[1]);
    };
    function.rows = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                       const Axis& labels) -> const ScoreRows& {
        const Var q =
            projectedQueries(tape, probe, queries, queryPart(tape, queries, parameters[0]), labels);
        return tanhRows(tape, q, prepared, parameters[1]);
    };
    return function;
}

ScoreFunction additiveSinScore()
{
    ScoreFunction function = additiveForm();
    function.name = "additive_sin";
    function.label = "additive, sine · vᵀ sin(W_q q + W_k k)";
    // sin(a + b) = sin a cos b + cos a sin b: two products in place of a sine for every pair.
    function.score = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                        const Axis& labels) {
        const Var q = projectedQueries(tape, probe, queries, parameters[0], labels);
        const Var first = times(tape, sin(tape, q), parameters[2]);
        const Var second = times(tape, cos(tape, q), parameters[2]);
        return add(tape, productTransposed(tape, first, cos(tape, prepared)),
                   productTransposed(tape, second, sin(tape, prepared)));
    };
    return function;
}

ScoreFunction additiveCosScore()
{
    ScoreFunction function = additiveForm();
    function.name = "additive_cos";
    function.label = "additive, cosine · vᵀ cos(W_q q + W_k k)";
    // cos(a + b) = cos a cos b − sin a sin b
    function.score = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                        const Axis& labels) {
        const Var q = projectedQueries(tape, probe, queries, parameters[0], labels);
        const Var first = times(tape, cos(tape, q), parameters[2]);
        const Var second = times(tape, scale(tape, sin(tape, q), -1), parameters[2]);
        return add(tape, productTransposed(tape, first, cos(tape, prepared)),
                   productTransposed(tape, second, sin(tape, prepared)));
    };
    return function;
}

ScoreFunction additiveLinearScore()
{
    ScoreFunction function = additiveForm();
    function.name = "additive_linear";
    function.label = "additive, linear · vᵀ (W_q q + W_k k)";
    // [vᵀa, 1] · [1, vᵀb] = vᵀ(a + b)
    function.score = [](Tape& tape, const Probe& probe, Vars parameters, Var queries, Var prepared,
                        const Axis& labels) {
        const Var q = linear(tape, projectedQueries(tape, probe, queries, parameters[0], labels),
                             parameters[2]);
        const Var k = linear(tape, prepared, parameters[2]);
        return productTransposed(tape, concatenate(tape, q, onesLike(tape, q)),
                                 concatenate(tape, onesLike(tape, k), k));
    };
    return function;
}

} // namespace regard
