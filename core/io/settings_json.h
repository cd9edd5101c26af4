// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"

#include <nlohmann/json_fwd.hpp>

namespace regard {

/// {"heads": 8, "causal": true, "score": "additive"}: each value with its own JSON type.
nlohmann::json settingsToJson(const Settings& settings);

/// The reverse. What a value may be is for resolveSettings() to say.
/// Throws std::invalid_argument for anything but an object of flags, numbers and texts.
Settings settingsFromJson(const nlohmann::json& object);

} // namespace regard
