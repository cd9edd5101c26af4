// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace regard {

/// A text and what it becomes, as tokens.
struct TextPair {
    std::vector<std::string> source, target;
    /// For each token of the target the places of the source's tokens that it stands for;
    /// empty where it stands for none. The whole is empty where no alignment is known.
    std::vector<std::vector<int>> alignment;
    std::string group; ///< what it counts under beside the whole ("iso"); "": nothing
    std::string combination; ///< what is new in a held-out pair
};

struct TextPairs {
    std::vector<TextPair> train, heldOut;
};

/// Calls `draw` until there are `count` pairs of different sources; it gives nothing where
/// what it drew belongs to another split.
/// Throws std::length_error if there are not that many.
std::vector<TextPair> drawPairs(std::size_t count,
                                const std::function<std::optional<TextPair>()>& draw);

} // namespace regard
