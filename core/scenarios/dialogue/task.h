// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/recurrent_scenario.h"

namespace regard {

/// Questions and answers of the corpus are far shorter.
inline constexpr TextForms dialogueForms{Tokenization::Words, Tokenization::Words, 256,
                                         "the model was trained on far shorter questions", 48};

/// Learns answers to questions (corpus.h, or a person's file).
std::unique_ptr<Task> dialogueTask(const TaskRequest& request);

} // namespace regard
