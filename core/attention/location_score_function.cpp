// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score_functions.h"
#include "core/nn/layers.h"
#include "core/tape/operations.h"
#include "core/trace/cell_work.h"

#include <stdexcept>

namespace regard {

namespace {

// s_ij = (W q_i)_j: what the key holds does not count, only where it stands.
constexpr Formula locationFormula{
    .name = "score_location",
    .line = "W q",
    .spoken = "score i j = entry j of W times query i: only where the key stands counts",
    .symbols = "s W *q i j",
    .cell =
        [](CellWork& work) {
            work.worked("{sum}", {});
            return work.products(work.rowOf(0, work.row()), work.rowOf(2, work.column(), "W"));
        },
};

} // namespace

ScoreFunction locationScore()
{
    ScoreFunction function{&locationFormula};
    function.anyWidths = true;
    function.name = "location";
    function.label = "location · W q, a row of W for each place";
    function.source = "Luong et al. 2015";
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W.weight", {e.positions, e.query}, fanIn(e.query)}};
    };
    function.score = [](Tape& tape, std::span<const Var> parameters, Var queries, Var prepared) {
        const Index keys = tape.shape(prepared)[-2];
        const Index places = tape.shape(parameters[0])[0];
        if (keys > places)
            throw std::invalid_argument("the score by location knows " + std::to_string(places)
                                        + " places, but there are " + std::to_string(keys)
                                        + " keys: shorten the text or choose another score");
        const Var all = linear(tape, queries, parameters[0]);
        return keys == places ? all : columns(tape, all, 0, keys);
    };
    return function;
}

} // namespace regard
