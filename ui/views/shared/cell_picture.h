// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QImage;
class QPainter;

namespace regard {

/// Draws a picture with a pixel for each cell of a matrix, or the part `source` of it, so that
/// each cell has the colour of its pixel. On screen: sharp, or smooth with `smooth`. In a vector
/// file (SVG, PDF): up to 4,096 cells as rectangles, more as an image that is neither compressed
/// with loss nor smoothed.
void drawCellPicture(QPainter& painter, const QRectF& target, const QImage& cells,
                     const QRectF& source, bool smooth = false);
void drawCellPicture(QPainter& painter, const QRectF& target, const QImage& cells);

/// Whether what is painted goes to a vector file.
bool paintsVectorFile(const QPainter& painter);

} // namespace regard
