// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/trace/place.h"

#include <string>
#include <vector>

namespace regard {

/// One computation and how it is looked at.
struct PaneState {
    Exploration exploration;
    std::string view; ///< id of the view; "" for the first
    Place selection;
    friend bool operator==(const PaneState&, const PaneState&) = default;
};

/// All that a person would want back. Undo's steps, what is kept for a program that ends unasked,
/// and session files are this value at different times.
struct Workspace {
    std::vector<PaneState> panes; ///< one, at least
    friend bool operator==(const Workspace&, const Workspace&) = default;
};

} // namespace regard
