// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/seq2seq.h"
#include "core/models/task.h"

namespace regard {

/// Tokens after which decoding ends by itself; no answer of the corpus is near this long.
inline constexpr Index longestAnswer = 48;

/// The encoder–decoder that the settings describe.
Seq2SeqOptions dialogueOptions(const Settings& settings, std::size_t vocabulary);

/// Learns answers to questions (dialogue_corpus.h, or a person's file).
std::unique_ptr<Task> dialogueTask(const TaskRequest& request);

} // namespace regard
