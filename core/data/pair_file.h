// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text_pairs.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <stop_token>

namespace regard {

/// How the pairs of a file are read.
struct PairForm {
    Tokenization source = Tokenization::Words;
    Tokenization target = Tokenization::Words;
    /// Most tokens: of a longer source what is beyond them is left out where `onlyEvaluate`; else
    /// a longer text is refused.
    std::size_t mostSource = 0;
    std::size_t mostTarget = 0;
    bool onlyEvaluate = false; ///< all is held out
};

/// A person's pairs and what was read, in sentences for people.
struct PairFile {
    TextPairs pairs;
    std::vector<std::string> notes;
};

/// Reads a text file with a pair a line: the source, a tab, the target. A third column, as Tatoeba
/// and ManyThings have it for who wrote the sentences, is left out; so are the numbers of
/// sentences of Tatoeba's own files (number, sentence, number, sentence). Which it is the first
/// line says; others must have the same columns.
/// About one source in ten is held out, by its tokens, so that no source is on both sides; where
/// nothing would be left to learn from, nothing is held out. Throws FileError, and Stopped within a
/// line of a stop request.
PairFile readPairs(const std::filesystem::path& file, const PairForm& form,
                   const std::stop_token& stop = {});

/// Says of so many sources and targets what weights that read and write so many tokens do to them.
void noteLimits(std::size_t cutSources, std::size_t mostSource, std::size_t longTargets,
                std::size_t mostTarget, std::vector<std::string>& notes);

} // namespace regard
