// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.h"

namespace regard {

/// Columns [begin, end) of a row.
struct ColumnRange {
    Index begin = 0;
    Index end = 0;
};

} // namespace regard
