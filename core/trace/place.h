// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace regard {

/// A place that means the same in another trace: a tensor by its path, a row and a column by their
/// labels where they have some, else by their number. What is selected is told so where more than
/// one trace is looked at, and where what was typed has changed meanwhile.
struct Place {
    std::string path; ///< of the tensor; "" for none
    Index row = -1; ///< −1: no row
    Index column = -1; ///< −1: no column
    std::string rowLabel{}; ///< "" where rows are numbered
    std::string columnLabel{};
    friend bool operator==(const Place&, const Place&) = default;
};

/// Where a cell, row, column or tensor is; a place without a path for none.
Place placeOf(const Trace& trace, const CellRef& cell);

/// What a trace has at a place. A row whose label has moved is followed to the nearest row of this
/// label; one whose label is gone is the row of this number. Row and column are let go (−1) where
/// there is no such row or column; nothing is found (no tensor) where the path is not.
CellRef cellAt(const Trace& trace, const Place& place);

/// Sets the number of a cell, wherever its words will be.
Edit editAt(const Trace& trace, const CellRef& cell, Real value);

/// The edits where this trace has the places that they mean; those whose words are gone are left
/// out.
std::vector<Edit> editsIn(const Trace& trace, const std::vector<Edit>& edits);

} // namespace regard
