// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/beam_search.h"
#include "core/models/scenario_run.h"
#include "core/models/typed_text.h"

#include <cstdint>
#include <vector>

namespace regard {

/// What to decode and how.
struct DecodingRequest {
    TypedText source;
    std::vector<std::int32_t> forced; ///< what is written first, whatever the decoder says
    bool goesOn = true; ///< what is behind it is decoded; else <eos> follows
    Index longest = 48; ///< steps after which decoding ends without <eos>
    TokenChoice choice{}; ///< of what is decoded
};

/// Whether all that is written is known before it is decoded.
bool isGiven(const DecodingRequest& request);

/// The token that a step writes: a given one, or one chosen by its probabilities.
std::int32_t writtenToken(const DecodingRequest& request, std::span<const Real> probabilities,
                          std::size_t step);

/// Searches where that is how tokens are chosen, and makes the hypothesis that is asked for what is
/// given; notes where there are fewer. What was done is left in the run.
void searchFirst(ScenarioRun& run, DecodingRequest& request, NextTokens& next);

/// Leaves what is written in the run; the first tokens are those that were given.
void leaveOutput(ScenarioRun& run, std::span<const std::int32_t> written);

/// Notes where decoding has ended because `request` allows no more tokens.
void noteUnended(ScenarioRun& run, const DecodingRequest& request);

} // namespace regard
