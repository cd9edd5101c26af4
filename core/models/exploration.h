// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights.h"
#include "core/trace/trace.h"

#include <memory>
#include <string>
#include <vector>

namespace regard {

/// What a person asks to see.
struct Exploration {
    std::string scenario; ///< catalogue id
    std::vector<std::string> texts; ///< one for each InputSpec, UTF-8; empty: the examples
    std::string target; ///< forced output text; empty: it is decoded
    /// The first tokens of the output where they are not left to the decoder, which goes on behind
    /// them; not with a target.
    std::vector<std::string> prefix{};
    Settings settings; ///< those that differ from the defaults
    std::shared_ptr<const Weights> weights; ///< null: shipped for these settings, or drawn
    std::vector<Edit> edits;
    /// The same request: weights count as the same only where they are the same object.
    friend bool operator==(const Exploration&, const Exploration&) = default;
};

} // namespace regard
