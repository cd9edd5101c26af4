// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/entity_network/corpus.h"

#include <filesystem>
#include <stop_token>
#include <string_view>

namespace regard {

/// Words of each sentence of a text, without the marks that end them (sentence_ends.h); empty
/// sentences are dropped.
std::vector<std::vector<std::string>> sentencesOf(std::string_view text);

/// How the stories of a file are read. What is longer is cut where `onlyEvaluate`, else refused.
struct StoryForm {
    std::size_t mostTokens = 0; ///< of a story, marks that end sentences too
    std::size_t mostWords = 0; ///< of a sentence and of a question
    bool onlyEvaluate = false; ///< all is held out
};

/// A person's stories and what was read, in sentences for people.
struct StoryFile {
    StoryCorpus corpus;
    std::size_t longestStory = 0; ///< tokens
    std::size_t longestSentence = 0; ///< words
    std::vector<std::string> notes;
};

/// Reads a text file in one of two forms:
///  - a line each: the story, a tab, the question, a tab, the answer;
///  - as the bAbI tasks are published (Weston et al. 2015): "1 Mary moved to the bathroom.", a
///    sentence a line, numbered from 1 in each story; a question has its answer behind a tab, and
///    behind another the lines that support it, which are left out. It is asked of the sentences
///    before it.
/// An answer is a word without spaces. About one story in ten is held out, by its words; where
/// nothing would be left to learn from, nothing is. Throws FileError.
StoryFile readStories(const std::filesystem::path& file, const StoryForm& form,
                      const std::stop_token& stop = {});

} // namespace regard
