// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/tensor/real.h"

namespace regard {

/// Tokens of a question that are read; those of the corpus are far shorter.
inline constexpr std::size_t longestQuestion = 256;
/// Tokens after which decoding ends by itself; no answer of the corpus is near this long.
inline constexpr Index longestAnswer = 48;

/// Learns answers to questions (dialogue_corpus.h, or a person's file).
std::unique_ptr<Task> dialogueTask(const TaskRequest& request);

} // namespace regard
