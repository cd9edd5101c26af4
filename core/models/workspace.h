// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/trace/moment_place.h"
#include "core/trace/place.h"

#include <string>
#include <string_view>
#include <vector>

namespace regard {

struct ScenarioSpec;

/// One computation and how it is looked at.
struct PaneState {
    Exploration exploration;
    std::string view; ///< id of the view; "" for the first
    Place selection;
    /// Settings that the pane keeps to itself while it follows the first one in everything else,
    /// "scenario" where it has one of its own, "edits" where numbers are changed in it alone or in
    /// it alone not, "input" where it has texts of its own; the first has none.
    std::vector<std::string> own{};
    friend bool operator==(const PaneState&, const PaneState&) = default;
};

/// All that a person would want back. Undo's steps, what is kept for a program that ends unasked,
/// and session files are this value at different times.
struct Workspace {
    std::vector<PaneState> panes; ///< one, at least
    std::vector<MomentPlace> bookmarks{}; ///< of the first one's timeline
    friend bool operator==(const Workspace&, const Workspace&) = default;
};

/// Most panes beside each other.
inline constexpr std::size_t mostPanes = 6;
/// Most bookmarks.
inline constexpr std::size_t mostBookmarks = 200;

/// The name in PaneState::own of a scenario of one's own.
inline constexpr std::string_view ownScenario = "scenario";

/// The same of edits, and of the texts that are typed.
inline constexpr std::string_view ownEdits = "edits";
inline constexpr std::string_view ownInput = "input";

/// What a pane computes beside another: the same, but for settings of its own, as far as the
/// leader's scenario has them and takes their values; weights are the leader's unless such a
/// setting asks for others, which are the pane's where those were trained with all its settings. A
/// pane of a scenario of its own takes the texts alone, as many as that has. `scenario` is the
/// leader's.
Exploration followed(const Exploration& leader, const Exploration& pane,
                     const std::vector<std::string>& own, const ScenarioSpec& scenario);

} // namespace regard
