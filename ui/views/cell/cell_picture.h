// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cell/cell_layout.h"

class QPainter;

namespace regard {

/// Paints the step: words, rows of bars with their signs, and the unit's arithmetic.
void drawCell(QPainter& painter, const CellState& state, const std::vector<CellSection>& sections,
              const CellLayout& layout);

/// What stands in its place without a recurrent cell.
void drawNoCell(QPainter& painter, const CellState& state, const QRectF& rect);

} // namespace regard
