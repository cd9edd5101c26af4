// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/sequence_task.h"
#include "core/scenarios/transformer/model.h"

namespace regard {

/// Sentences of the corpus are far shorter.
inline constexpr TextForms transformerForms{Tokenization::Words, Tokenization::Characters, 64,
                                            "the model was trained on far shorter sentences", 96};

/// The transformer that the settings describe. Throws std::invalid_argument if the heads
/// cannot share the width.
TransformerOptions transformerOptions(const Settings& settings, std::size_t sourceVocabulary,
                                      std::size_t targetVocabulary);

/// Learns to translate on the corpus of translation_corpus.h, or a person's pairs.
std::unique_ptr<Task> transformerTask(const TaskRequest& request);

} // namespace regard
