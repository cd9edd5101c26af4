// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/arcs/arcs_layout.h"

class QPainter;

namespace regard {

/// Everything but the lines: headings, the tokens in sight with the weights beside them, outlines
/// of what is fixed, pointed at and computed now, the sentence below.
void drawArcsWords(QPainter& painter, const ArcsState& state, const ArcsLayout& layout);

/// The words that stand where there is nothing to draw.
void drawNothing(QPainter& painter, const ArcsState& state, const QRectF& rect);

} // namespace regard
