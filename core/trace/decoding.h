// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace regard {

/// A hypothesis of a beam search: one token more behind another hypothesis.
struct BeamNode {
    /// What became of it: its continuations were looked at; it ended, by <eos> or because no more
    /// tokens are written; others of its step were more probable.
    enum class Fate { Kept, Ended, Pruned };

    int parent = -1; ///< in Decoding::beam, before this one; −1: it stands behind what is forced
    int step = 0; ///< of the output, from 0
    std::string token;
    double probability = 0; ///< of the token behind its parent
    double logProbability = 0; ///< ln of the probability of all tokens up to this one
    Fate fate{};
    double score = 0; ///< of one that ended: its logarithm by the length penalty
    int rank = 0; ///< among those that ended, from 1 by falling score; 0: it did not end
};

/// How the output of a trace was chosen.
struct Decoding {
    std::string probabilities; ///< path of what was chosen from, [steps × vocabulary]
    int forced = 0; ///< tokens at the beginning of the output that were given
    bool goesOn = true; ///< what is behind them was decoded; else the given text is all
    std::vector<BeamNode> beam; ///< parents first, steps ascending; empty without a beam
    int written = -1; ///< which of `beam` is the output; −1 for none
};

/// What a beam node stands for: the tokens from behind what is forced up to it.
std::vector<std::string> tokensOf(const Decoding& decoding, int node);

} // namespace regard
