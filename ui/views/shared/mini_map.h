// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QImage>
#include <QRectF>

class QPainter;

namespace regard {

/// A place in a matrix; −1 where there is none.
struct MatrixPlace {
    Index row = -1;
    Index column = -1;
    friend bool operator==(const MatrixPlace&, const MatrixPlace&) = default;
};

/// True if the row exists once the given moment is over. A tensor without moments is
/// always there.
bool isComputed(const TraceTensor& tensor, Index row, int moment);

/// The rows [first, first + count) that the given moment itself computes; count 0 if none.
struct RowRange {
    Index first = 0;
    Index count = 0;
};
RowRange rowsOfMoment(const TraceTensor& tensor, int moment);

/// One pixel a cell, coloured on the tensor's own scale or the given one. Rows of a later
/// moment are notComputed(), −∞ is masked(). Worth keeping: it depends on nothing but its
/// arguments. Empty for an empty tensor.
QImage matrixImage(const TraceTensor& tensor, const Theme& theme, int moment);
QImage matrixImage(const TraceTensor& tensor, const ColorScale& scale, const Theme& theme,
                   int moment);

/// Where a row, a column, a cell or (both −1) the whole of a matrix lies in a rectangle.
QRectF placeRect(const QRectF& rect, Index rows, Index columns, const MatrixPlace& place);

/// The cell under a point; {−1, −1} outside.
MatrixPlace placeAt(const QRectF& rect, Index rows, Index columns, const QPointF& point);

/// Draws the rows [firstRow, firstRow + rowCount) of a matrixImage() into a rectangle
/// (rowCount −1: all that follow): sharp cells, hatched −∞, hairlines where cells are large
/// enough, and a border.
void drawMatrix(QPainter& painter, const QRectF& rect, const QImage& image,
                const TraceTensor& tensor, const Theme& theme, int moment, Index firstRow = 0,
                Index rowCount = -1);

/// Outlines a place so that it can be seen on any colour. `rows` and `columns` are the
/// extents of what is drawn in `rect`.
void outlinePlace(QPainter& painter, const QRectF& rect, Index rows, Index columns,
                  const MatrixPlace& place, const QColor& color, const Theme& theme,
                  double width = 2);

/// Outlines a rectangle in a colour with a halo of the surface around it.
void outlineRect(QPainter& painter, const QRectF& rect, const QColor& color, const Theme& theme,
                 double width = 2);

/// Diagonal lines over a rectangle, continuous across neighbouring rectangles.
void hatch(QPainter& painter, const QRectF& rect, const QColor& color, double spacing = 5);

} // namespace regard
