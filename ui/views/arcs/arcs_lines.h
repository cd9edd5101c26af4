// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/arcs/arcs_layout.h"

#include <QColor>
#include <QPointF>

#include <stop_token>
#include <vector>

class QPainter;

namespace regard {

/// A line from a query to a key.
struct ArcsLine {
    QPointF from;
    QPointF to;
    float width = 0;
    QColor color;
};

/// In pixels, of a weight of 1; wider than there is room for where the state is stretched.
double widestLine(const ArcsState& state, const ArcsLayout& layout);
/// The weight below which a line is left out, being narrower than is seen.
double leastDrawn(const ArcsState& state, const ArcsLayout& layout);

/// The lines that are seen: of tokens in sight, of the focus alone if there is one, wide enough, of
/// rows that the moment has reached; the widest last.
std::vector<ArcsLine> arcsLines(const ArcsState& state, const ArcsLayout& layout);

/// Draws lines, in two columns curves from side to side, in one line arcs above it. `points`: with
/// the point of an arrow at the key. Throws Stopped.
void drawArcs(QPainter& painter, const std::vector<ArcsLine>& lines, const ArcsLayout& layout,
              bool points, const std::stop_token& stop = {});

} // namespace regard
