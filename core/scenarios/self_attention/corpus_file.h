// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/self_attention/corpus.h"

#include <filesystem>
#include <stop_token>

namespace regard {

/// Most tokens of a sentence, whoever wrote it.
inline constexpr std::size_t longestSentence = 2048;

/// A person's sentences and what was read, in sentences for people.
struct CoreferenceFile {
    CoreferenceCorpus corpus;
    std::vector<std::string> notes;
};

/// Reads a text file with a line for each sentence: the sentence, then for each pronoun its place
/// and the place of what it stands for, in columns of their own. Places count words and marks of
/// punctuation, each as one, from 1; one that lies on a mark is refused. About one sentence in ten
/// is held out, by its words; where nothing would be left to learn from, nothing is.
/// Throws FileError.
CoreferenceFile readCoreferences(const std::filesystem::path& file, bool onlyEvaluate,
                                 const std::stop_token& stop = {});

} // namespace regard
