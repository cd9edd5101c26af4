// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

namespace regard {

/// In which order the rows of a tensor come about.
enum class RowOrder {
    Forward,
    Backward, ///< the last one first
};

/// Moments [first, last) each wrote the same number of rows as a whole. They become a moment for
/// each row and each of them: what all of them wrote in the first row of the order, then in the
/// next. Later moments keep what they wrote. Returns the moment behind the new ones.
int takeRowByRow(Trace& trace, int first, int last, RowOrder order = RowOrder::Forward);

} // namespace regard
