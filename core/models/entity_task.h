// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/entity_model.h"
#include "core/models/task.h"

namespace regard {

/// Words of a sentence with the full stops, question and exclamation marks between them left out.
using Sentences = std::vector<std::vector<std::string>>;

/// Parts tokens at full stops, question and exclamation marks; empty sentences are dropped.
Sentences sentencesOf(std::span<const std::string> tokens);
bool endsSentence(std::string_view token);

/// The network that the settings and the vocabularies describe: "text" has all words, "slots" the
/// words that name a slot.
EntityOptions entityOptions(const Settings& settings,
                            const std::map<std::string, Vocabulary>& vocabularies);

/// Learns to answer questions about stories (story_corpus.h, or a person's file).
std::unique_ptr<Task> entityTask(const TaskRequest& request);

} // namespace regard
