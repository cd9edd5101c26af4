// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score_functions.h"

#include <array>

namespace regard {

std::span<const ScoreFunction> scoreFunctions()
{
    static const std::array table{dotScore(),         scaledDotScore(),   meanProductScore(),
                                  generalScore(),     additiveScore(),    concatScore(),
                                  locationScore(),    cosineScore(),      gaussianScore(),
                                  additiveSinScore(), additiveCosScore(), additiveLinearScore()};
    return table;
}

} // namespace regard
