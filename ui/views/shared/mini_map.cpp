// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/mini_map.h"

#include "ui/views/shared/cell_picture.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

bool isComputed(const TraceTensor& tensor, Index row, int moment)
{
    const auto r = static_cast<std::size_t>(row);
    return r >= tensor.rowMoments.size() || tensor.rowMoments[r] <= moment;
}

RowRange rowsOfMoment(const TraceTensor& tensor, int moment)
{
    // Together, whether the rows come from the first on or from the last.
    const auto& moments = tensor.rowMoments;
    const auto begin = std::find(moments.begin(), moments.end(), moment);
    const auto end = std::find_if(begin, moments.end(), [&](int m) { return m != moment; });
    return {begin - moments.begin(), end - begin};
}

QImage matrixImage(const TraceTensor& tensor, const Theme& theme, int moment)
{
    return matrixImage(tensor, ColorScale::of(tensor), theme, moment);
}

QImage matrixImage(const TraceTensor& tensor, const ColorScale& scale, const Theme& theme,
                   int moment)
{
    const Index rows = tensor.value.rows();
    const Index columns = tensor.value.columns();
    if (rows <= 0 || columns <= 0)
        return {};
    QImage image(static_cast<int>(columns), static_cast<int>(rows), QImage::Format_RGB32);
    const QRgb empty = theme.notComputed().rgb();
    for (Index row = 0; row < rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(row)));
        if (!isComputed(tensor, row, moment)) {
            std::fill_n(line, columns, empty);
            continue;
        }
        for (Index column = 0; column < columns; ++column)
            line[column] = scale.color(theme, static_cast<double>(tensor.value.at(row, column)));
    }
    return image;
}

QRectF placeRect(const QRectF& rect, Index rows, Index columns, const MatrixPlace& place)
{
    QRectF found = rect;
    if (place.row >= 0 && rows > 0) {
        const double height = rect.height() / static_cast<double>(rows);
        found.setTop(rect.top() + height * static_cast<double>(place.row));
        found.setHeight(height);
    }
    if (place.column >= 0 && columns > 0) {
        const double width = rect.width() / static_cast<double>(columns);
        found.setLeft(rect.left() + width * static_cast<double>(place.column));
        found.setWidth(width);
    }
    return found;
}

MatrixPlace placeAt(const QRectF& rect, Index rows, Index columns, const QPointF& point)
{
    if (rows <= 0 || columns <= 0 || rect.isEmpty() || !rect.contains(point))
        return {};
    const auto part = [](double offset, double extent, Index count) {
        const auto index = static_cast<Index>(offset / extent * static_cast<double>(count));
        return std::clamp<Index>(index, 0, count - 1);
    };
    return {part(point.y() - rect.top(), rect.height(), rows),
            part(point.x() - rect.left(), rect.width(), columns)};
}

namespace {

/// Hatches the runs of −∞ in the rows drawn.
void hatchMasked(QPainter& painter, const QRectF& rect, const TraceTensor& tensor,
                 const Theme& theme, int moment, Index firstRow, Index rowCount)
{
    const Index columns = tensor.value.columns();
    for (Index row = 0; row < rowCount; ++row) {
        if (!isComputed(tensor, firstRow + row, moment))
            continue;
        const auto masked = [&](Index column) {
            return tensor.value.at(firstRow + row, column) == -HUGE_VALF;
        };
        for (Index column = 0; column < columns; ++column) {
            if (!masked(column))
                continue;
            const Index begin = column;
            while (column + 1 < columns && masked(column + 1))
                ++column;
            const QRectF from = placeRect(rect, rowCount, columns, {row, begin});
            const QRectF to = placeRect(rect, rowCount, columns, {row, column});
            hatch(painter, from.united(to).adjusted(0.5, 0.5, -0.5, -0.5), theme.surface());
        }
    }
}

void drawGrid(QPainter& painter, const QRectF& rect, Index rows, Index columns, const Theme& theme)
{
    painter.setPen(QPen(theme.surface(), theme.line(0.8)));
    QList<QLineF> lines;
    for (Index row = 1; row < rows; ++row) {
        const double y = placeRect(rect, rows, columns, {row, -1}).top();
        lines.append({rect.left(), y, rect.right(), y});
    }
    for (Index column = 1; column < columns; ++column) {
        const double x = placeRect(rect, rows, columns, {-1, column}).left();
        lines.append({x, rect.top(), x, rect.bottom()});
    }
    painter.drawLines(lines);
}

} // namespace

void drawMatrix(QPainter& painter, const QRectF& rect, const QImage& image,
                const TraceTensor& tensor, const Theme& theme, int moment, Index firstRow,
                Index rowCount)
{
    const Index columns = image.width();
    if (rowCount < 0)
        rowCount = image.height() - firstRow;
    if (columns <= 0 || rowCount <= 0 || rect.isEmpty())
        return;

    const double cellWidth = rect.width() / static_cast<double>(columns);
    const double cellHeight = rect.height() / static_cast<double>(rowCount);
    const double cell = std::min(cellWidth, cellHeight);

    painter.save();
    drawCellPicture(painter, rect, image,
                    QRectF(0, static_cast<double>(firstRow), static_cast<double>(columns),
                           static_cast<double>(rowCount)),
                    cell < 1);
    painter.setRenderHint(QPainter::Antialiasing);
    if (cell >= 3)
        hatchMasked(painter, rect, tensor, theme, moment, firstRow, rowCount);
    if (cell >= 7)
        drawGrid(painter, rect, rowCount, columns, theme);
    painter.setPen(QPen(theme.border(), theme.line()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
    painter.restore();
}

void outlinePlace(QPainter& painter, const QRectF& rect, Index rows, Index columns,
                  const MatrixPlace& place, const QColor& color, const Theme& theme, double width)
{
    outlineRect(painter, placeRect(rect, rows, columns, place), color, theme, width);
}

void outlineRect(QPainter& painter, const QRectF& rect, const QColor& color, const Theme& theme,
                 double width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QColor halo = theme.surface();
    halo.setAlphaF(0.85F);
    const auto draw = [&](const QColor& stroke, double thickness) {
        QPen pen(stroke, thickness);
        pen.setJoinStyle(Qt::RoundJoin);
        painter.setPen(pen);
        painter.drawRect(rect);
    };
    draw(halo, width + 2);
    draw(color, width);
    painter.restore();
}

void hatch(QPainter& painter, const QRectF& rect, const QColor& color, double spacing)
{
    QList<QLineF> lines;
    // x + y = c along each line.
    const double first = std::ceil((rect.left() + rect.top()) / spacing) * spacing;
    for (double c = first; c < rect.right() + rect.bottom(); c += spacing) {
        const double x1 = std::max(rect.left(), c - rect.bottom());
        const double x2 = std::min(rect.right(), c - rect.top());
        lines.append({x1, c - x1, x2, c - x2});
    }
    painter.setPen(QPen(color, 1.2));
    painter.drawLines(lines);
}

} // namespace regard
