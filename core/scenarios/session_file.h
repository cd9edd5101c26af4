// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/workspace.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace regard {

/// How a session has the weights of a pane that are not those of its settings.
enum class SessionWeights {
    ByPath, ///< where they came from (Weights::origin); those that came from nowhere are put in
    PutIn, ///< all that is needed to show them elsewhere
};

/// A workspace as JSON (see README). Throws std::runtime_error for weights that are too large to be
/// put in.
std::string sessionText(const Workspace& workspace,
                        SessionWeights weights = SessionWeights::ByPath);

/// The reverse, with the weights loaded. Texts, settings and edits are checked as
/// if typed; what a later program writes beside that is passed over. Throws FileError (what is
/// wrong and what to do) and Stopped.
Workspace parseSession(const std::string& text, const std::filesystem::path& file,
                       const std::stop_token& stop = {});
Workspace loadSession(const std::filesystem::path& file, const std::stop_token& stop = {});

/// Whole or not at all. Throws as sessionText() and AtomicFile do.
void saveSession(const Workspace& workspace, const std::filesystem::path& file,
                 SessionWeights weights = SessionWeights::ByPath);

} // namespace regard
