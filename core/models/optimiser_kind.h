// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace regard {

enum class OptimiserKind { Adam, AdamW, Momentum, Sgd };

/// One of the ways in which a gradient moves parameters.
struct OptimiserName {
    OptimiserKind kind;
    std::string_view name; ///< "adam", as in --set optimiser=adam
    std::string_view label; ///< for people: its formula in words
};

std::span<const OptimiserName> optimiserNames();
/// Throws std::invalid_argument for a name that none has.
OptimiserKind optimiserKind(std::string_view name);

} // namespace regard
