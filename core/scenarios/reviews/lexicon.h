// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// The words and sentences that generated reviews are made of (corpus.h).
namespace regard::reviews {

using Words = std::vector<std::string>;

/// Parts of a film that are judged. What is said of the first ones ("slow", "loud" …) is praise
/// where it is blame of the others.
struct Aspects {
    Words tense; ///< plot, ending, dialogue: slow is bad, sharp is good
    Words soft; ///< music, photography, costumes: slow is good, sharp is bad
};

struct Lexicon {
    Aspects aspects;
    Words good, bad; ///< of anything
    Words tenseGood, softGood; ///< good of the one, bad of the other
    Words intensifiers; ///< "" among them
    Words professions, things, doings, settings, genres, relatives, days, numbers, firstNames;
    /// Sentences of words and slots; see writer.cpp for the slots.
    Words judging; ///< judge with the polarity of the sentence
    Words praise, blame; ///< whole verdicts
    Words irony; ///< praise in words, blame in meaning
    Words telling; ///< judge nothing
};

const Lexicon& lexicon();

/// How many made-up names there are.
inline constexpr std::size_t inventedNames = 14040;

/// A made-up name for a number below inventedNames; different numbers give different names.
std::string inventedName(std::size_t number);

} // namespace regard::reviews
