// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/sequence_task.h"
#include "core/models/transformer_model.h"

namespace regard {

/// Words that are read, and characters after which decoding ends by itself; sentences of the
/// corpus are far shorter.
constexpr std::size_t transformerWords = 64;
constexpr Index transformerCharacters = 48;

/// The transformer that the settings describe. Throws std::invalid_argument if the heads
/// cannot share the width.
TransformerOptions transformerOptions(const Settings& settings, std::size_t sourceVocabulary,
                                      std::size_t targetVocabulary);

/// Learns to translate on the corpus of translation_corpus.h, or a person's pairs.
std::unique_ptr<Task> transformerTask(const TaskRequest& request);

} // namespace regard
