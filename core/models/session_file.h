// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace regard {

/// A place of a trace that means the same in another one of the same request.
struct Place {
    std::string path; ///< of the tensor; "" for none
    Index row = -1;
    Index column = -1;
    friend bool operator==(const Place&, const Place&) = default;
};

/// What a person would want back: what is computed, and how it is looked at.
struct Session {
    /// Its weights are not written, but where they came from: Weights::origin.
    Exploration exploration;
    std::string view; ///< id of the view; "" for the first
    Place selection;
    friend bool operator==(const Session& a, const Session& b);
};

/// A session as JSON (see README): weights by their path, or none for those of the settings.
std::string sessionText(const Session& session);

/// The reverse, with the weights loaded. Texts, settings and edits are checked as if typed; what a
/// later program writes beside that is passed over.
/// Throws FileError (what is wrong and what to do) and Stopped.
Session parseSession(const std::string& text, const std::filesystem::path& file,
                     const std::stop_token& stop = {});
Session loadSession(const std::filesystem::path& file, const std::stop_token& stop = {});

/// Whole or not at all. Throws as AtomicFile does.
void saveSession(const Session& session, const std::filesystem::path& file);

} // namespace regard
