// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/scores.h"
#include "core/nn/layers.h"
#include "core/tape/operations.h"

#include <stdexcept>

namespace regard {

ScoreFunction locationScore()
{
    ScoreFunction function;
    function.name = "location";
    function.label = "location · W q, a row of W for each place";
    function.source = "Luong et al. 2015";
    function.parameters = [](const ScoreExtents& e) {
        return std::vector<ScoreParameter>{{"W.weight", {e.positions, e.query}, fanIn(e.query)}};
    };
    // s_ij = (W q_i)_j: what the key holds does not count, only where it stands.
    function.score = [](Tape& tape, const Probe&, std::span<const Var> parameters, Var queries,
                        Var prepared, const Axis&) {
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
