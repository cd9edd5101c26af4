// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

namespace regard {

/// What a token is to the sentence it stands in.
enum class SentencePart {
    Word,
    End, ///< a mark that ends the sentence
    Abbreviation, ///< a full stop that belongs to the word before it, as in "Mr."
};

/// Part of each token of a text, as typed (of Tokenization::Words). Sentences end with what Unicode
/// calls a terminal of sentences (. ? ! 。 ？ ！ । and others) and with …. A full stop ends none
/// behind a title ("Mr.", "Dr.") or an initial ("J. Hill"); behind other single letters ("e.g.",
/// "p.m.", "U.S.") and "etc." only where a capital follows, or nothing.
std::vector<SentencePart> sentenceParts(std::span<const std::string> tokens);

} // namespace regard
