// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score_rows.h"
#include "core/attention/scores.h"
#include "core/nn/layers.h"

#include <cmath>

namespace regard {

namespace {

// s_ij = q_i · k_j
Var dot(Tape& tape, const Probe&, std::span<const Var>, Var queries, Var prepared, const Axis&)
{
    return productTransposed(tape, queries, prepared);
}

const ScoreRows& rows(Tape& tape, const Probe&, std::span<const Var>, Var queries, Var prepared,
                      const Axis&)
{
    return dotRows(tape, queries, prepared);
}

} // namespace

ScoreFunction dotScore()
{
    ScoreFunction function;
    function.name = "dot";
    function.label = "dot · qᵀk";
    function.source = "Luong et al. 2015";
    function.score = dot;
    function.rows = rows;
    function.isProduct = true;
    function.equalWidths = true;
    return function;
}

ScoreFunction scaledDotScore()
{
    ScoreFunction function = dotScore();
    function.name = "scaled_dot";
    function.label = "scaled dot · qᵀk/√d";
    function.source = "Vaswani et al. 2017";
    function.scale = [](Index d) { return 1 / std::sqrt(static_cast<Real>(d)); };
    return function;
}

ScoreFunction meanProductScore()
{
    ScoreFunction function = dotScore();
    function.name = "mean_product";
    function.label = "mean product · qᵀk/d";
    function.source = "the dot product of Luong et al. 2015, averaged over the features";
    function.scale = [](Index d) { return 1 / static_cast<Real>(d); };
    return function;
}

ScoreFunction generalScore()
{
    ScoreFunction function = dotScore();
    function.name = "general";
    function.label = "general · qᵀWk";
    function.equalWidths = false;
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W.weight", {e.query, e.key}, fanIn(e.key)}};
    };
    // qᵀWk = q · (Wk): the keys are multiplied once.
    function.prepare = [](Tape& tape, const Probe& probe, std::span<const Var> parameters, Var keys,
                          const Axis& labels) {
        return probe.name(linear(tape, keys, parameters[0]), "projected_keys", Role::Hidden,
                          labels);
    };
    return function;
}

} // namespace regard
