// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/trace/key_shares.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace regard {

/// What becomes of one word that was written, when each token of the input is hidden from all
/// attentions, one at a time (occlusion: Zeiler and Fergus 2014; of attention weights as reasons:
/// Jain and Wallace 2019, Wiegreffe and Pinter 2019).
struct Occlusion {
    std::string problem; ///< why there is nothing to tell, for people; empty otherwise
    std::string word; ///< whose probability it is
    int step = 0; ///< which word of the output, from 0
    double probability = 0; ///< with all tokens
    std::string attention; ///< scope of the attention that the shares are of
    bool isMean = false; ///< the shares are the mean over all queries
    KeyShares shares;
    KeyShares withoutFirst; ///< the first token dropped, the rest renormalised
    struct Token {
        std::string text;
        double probability = 0; ///< of the word without this token
        std::string instead; ///< the likeliest word then
    };
    std::vector<Token> tokens;
    bool isForced = false; ///< the words before it were held as they had been written
};

/// Of word `step` of the output; of the last one there is beyond it. `progress` is told the share
/// that is done. Throws Stopped, and what explore() throws.
Occlusion occlude(const Exploration& exploration, int step, const std::stop_token& stop = {},
                  const std::function<void(double)>& progress = {});

} // namespace regard
