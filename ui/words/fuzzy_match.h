// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace regard {

/// How well a text has what was typed.
struct FuzzyMatch {
    int score = 0; ///< more is better
    bool isInPieces = false; ///< of some word the letters stand apart
    std::vector<int> places; ///< of the letters in the text, ascending
};

/// Every word of `typed` must stand in `text`, its letters in their order, with others between
/// them or not; words in any order, upper and lower case alike. Letters that begin a word and
/// letters that follow each other count more, those behind `mainFrom` count most. None where a word
/// is not there; with nothing typed everything matches, at 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text, int mainFrom = 0);

} // namespace regard
