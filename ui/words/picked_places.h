// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <Qt>

#include <vector>

namespace regard {

/// Rows or columns of one tensor that are selected together.
struct PickedPlaces {
    bool columns = false; ///< else rows
    std::vector<Index> places; ///< ascending
    bool areSeveral() const { return places.size() > 1; }
    bool has(Index place) const;
};

/// A click on a place: alone it is the one that is picked, with Ctrl it joins the others or leaves
/// them, with Shift all from the anchor to it are picked. The anchor is where the last click
/// without Shift was.
void pickPlace(std::vector<Index>& places, Index& anchor, Index place, Qt::KeyboardModifiers how);

/// The place of a label in other labels: typing changes one piece of a text, so labels before it
/// stay, those behind it move along, and what is being typed stays where it is. −1 for one that is
/// gone. Numbered places stay.
Index followLabel(Index place, const Axis& from, const Axis& to);
/// The same of each; those without a place are left out.
void followLabels(std::vector<Index>& places, const Axis& from, const Axis& to);

/// The same place in another trace: the tensor by its path, its row and column by their labels,
/// else by their numbers. Without a row or column if one of them is not there; empty if the tensor
/// is not.
CellRef follow(const CellRef& cell, const Trace* from, const Trace* to);

} // namespace regard
