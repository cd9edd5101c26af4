// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/entity_network/model.h"

namespace regard {

/// Limits of the settings "places" and "source_tokens".
inline constexpr std::int64_t mostPlaces = 64;
inline constexpr std::int64_t mostStoryTokens = 16384;

/// The network that the settings and the vocabularies describe: "text" has all words, "slots" the
/// words that name a slot.
EntityOptions entityOptions(const Settings& settings,
                            const std::map<std::string, Vocabulary>& vocabularies);

/// Learns to answer questions about stories (corpus.h, or a person's file).
std::unique_ptr<Task> entityTask(const TaskRequest& request);

} // namespace regard
