// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_state.h"

namespace regard {

/// Whose weights between two texts are shown, and which of them.
struct AlignedFocus {
    const Attention* attention = nullptr; ///< null: there is none
    int head = -1; ///< from 0; −1: the mean of all
    int step = -1; ///< the written word whose weights are shown
    int token = -1; ///< the word of the input that is looked at, at that step or else at all

    /// What is selected by a word is one head's, and not a mean of several.
    bool isOneHead() const { return attention && head >= 0; }
};

/// What is pointed at or fixed; else the word that is being written; nothing of both where all is
/// written. A head is that of the fixed place.
AlignedFocus alignedFocus(const SceneState& state);

/// The token of the input, or of the output, that a place of a trace is about; −1 for none.
int tokenOf(const Trace& trace, const CellRef& cell, TokensOf of);

/// How many words are written at the moment.
int wordsWritten(const SceneState& state);
/// Whether the weights of a step are computed at the moment.
bool isWeighed(const SceneState& state, const AlignedFocus& focus, int step);
/// The weight of a token at a step; not a number where there is none yet.
double alignedWeight(const SceneState& state, const AlignedFocus& focus, int step, int token);
/// Whether a weight is another one than without the person's changes.
bool isWeightChanged(const SceneState& state, const AlignedFocus& focus, int step, int token);
/// The tensor of a head's weights; −1 for a mean, or none.
int weightsTensor(const SceneState& state, const AlignedFocus& focus);
/// Where the rules of the corpus say that a written word comes from; none where they do not say.
const std::vector<int>& expectedOf(const SceneState& state, int step);

/// "“dog”" and "“小”"; a word that is not written yet is "step 3".
QString readWord(const SceneState& state, int token);
QString writtenWord(const SceneState& state, int step);
/// "the mean of the 4 heads of decoder · layer 2 · cross", "head 3 of …"; "" for an only head.
QString headsText(const AlignedFocus& focus);
/// "heaviest “dog” 0.93, “the” 0.05" of a written word; "" where nothing is computed.
QString heaviestText(const SceneState& state, const AlignedFocus& focus, int step);
/// All that is told of a word of the input, and of a written one.
QString readText(const SceneState& state, const AlignedFocus& focus, int token);
QString writtenText(const SceneState& state, const AlignedFocus& focus, int step);

} // namespace regard
