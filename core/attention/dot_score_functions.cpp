// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/projected.h"
#include "core/attention/score_functions.h"
#include "core/kernels/dot_scorer.h"
#include "core/nn/layers.h"

namespace regard {

namespace {

using Vars = std::span<const Var>;

// s_ij = q_i · k_j
constexpr Formula dotFormula{
    .name = "score_dot",
    .line = "q·kᵀ",
    .spoken = "score i j = query i · key j, summed over the features",
    .symbols = "s *q *k q k d i j m",
    .cell =
        [](CellWork& work) {
            work.worked("{sum}", {});
            return work.products(work.rowOf(0, work.row()), work.rowOf(1, work.column()));
        },
};

Var dot(Tape& tape, Vars, Var queries, Var prepared)
{
    return productTransposed(tape, queries, prepared);
}

const RowScorer& rowScorer(Tape& tape, Vars, Var queries, Var prepared)
{
    return dotScorer(tape, queries, prepared);
}

// s_ij = q_iᵀ W k_j = q_i · (W k_j): the keys are multiplied once.
constexpr Formula generalFormula{
    .name = "score_general",
    .line = "q·W·kᵀ",
    .spoken = "score i j = query i times W times key j",
    .symbols = "s *q W_k *k i j",
    .cell = *dotFormula.cell,
};

} // namespace

ScoreFunction dotScore()
{
    ScoreFunction function{&dotFormula};
    function.name = "dot";
    function.label = "dot · qᵀk";
    function.source = "Luong et al. 2015";
    function.score = dot;
    function.rowScorer = rowScorer;
    function.isProduct = true;
    return function;
}

ScoreFunction scaledDotScore()
{
    ScoreFunction function = dotScore();
    function.name = "scaled_dot";
    function.label = "scaled dot · qᵀk/√d";
    function.source = "Vaswani et al. 2017";
    function.scaling = &overRootOfWidth;
    return function;
}

ScoreFunction meanProductScore()
{
    ScoreFunction function = dotScore();
    function.name = "mean_product";
    function.label = "mean product · qᵀk/d";
    function.source = "the dot product of Luong et al. 2015, averaged over the features";
    function.scaling = &overWidth;
    return function;
}

ScoreFunction generalScore()
{
    ScoreFunction function{&generalFormula};
    function.name = "general";
    function.label = "general · qᵀWk";
    function.source = "Luong et al. 2015";
    function.score = dot;
    function.rowScorer = rowScorer;
    function.isProduct = true;
    function.anyWidths = true;
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W.weight", {e.query, e.key}, fanIn(e.key)}};
    };
    function.namesKeys = true;
    function.prepare = [](Tape& tape, const Probe& probe, Vars parameters, Var keys,
                          const Axis& labels) {
        return probe.name(linear(tape, keys, parameters[0]), "projected_keys", Role::Hidden,
                          {projectedKeys, {keys, parameters[0]}, {0}}, labels);
    };
    return function;
}

} // namespace regard
