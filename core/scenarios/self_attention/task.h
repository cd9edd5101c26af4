// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/self_attention/model.h"

namespace regard {

/// The encoder that the settings describe. Throws std::invalid_argument if the heads cannot
/// share the width.
EncoderOptions encoderOptions(const Settings& settings, std::size_t vocabulary);

/// Learns for every token what it stands for, on sentences whose pronouns have a known
/// antecedent (corpus.h, or a person's file).
std::unique_ptr<Task> coreferenceTask(const TaskRequest& request);

} // namespace regard
