// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QString>

namespace regard {

/// "4 × 5, from 0.02 to 0.94", the range over the finite numbers that the moment has reached.
QString shapeAndRange(const TraceTensor& tensor, int moment);

/// ", 1 label for 7 rows, 3 columns" where labels are thinned; empty where all have one.
QString thinnedText(Index rows, Index columns);

/// "weights[yes → free] = 0.8123456" for a cell, the sum and the largest number for a row
/// or a column; empty for a place outside.
QString placeInWords(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                     int moment);

/// A cell as it is spoken: "row 小, column dog, 0.62". A number of a moment to come is "not
/// computed yet", one behind a mask "masked".
QString cellSpoken(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                   int moment);
QString numberSpoken(const TraceTensor& tensor, Index row, Index column, int moment);

/// A number as it stands in a cell: as many decimals as the scale needs, the same in every
/// cell, so that numbers line up.
QString cellText(double value, const ColorScale& scale);

/// Sums over the rows that the moment has reached.
double rowSum(const TraceTensor& tensor, Index row);
double columnSum(const TraceTensor& tensor, Index column, int moment);

} // namespace regard
