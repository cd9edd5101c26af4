// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_cells.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Above this many visible cells the map is drawn as an image and without numbers.
constexpr Index cellLimit = 4096;

QRectF onWholePixels(const QRectF& rect)
{
    return QRectF(QPointF(std::round(rect.left()), std::round(rect.top())),
                  QPointF(std::round(rect.right()), std::round(rect.bottom())));
}

} // namespace

HeatmapCells::HeatmapCells(QCustomPlot* plot, const HeatmapState& state)
    : QCPLayerable(plot, QStringLiteral("main"))
    , m_state(state)
{
}

void HeatmapCells::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(false);
}

QRect HeatmapCells::clipRect() const
{
    return m_state.axes->rect().adjusted(-2, -2, 3, 3);
}

void HeatmapCells::draw(QCPPainter* painter)
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return;
    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    const QRectF cell = m_state.place(0, 0);
    const double extent = std::min(cell.width(), cell.height());
    const bool few = (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1) <= cellLimit;
    const bool vector = paintsVectorFile(*painter);

    if (few && (vector || extent >= 4))
        drawCells(*painter);
    else
        drawImage(*painter);
    if (extent >= 3)
        drawMasked(*painter);
    if (few)
        drawNumbers(*painter);
    if (const RowRange rows = rowsOfMoment(*tensor, m_state.moment);
        rows.count > 0 && !m_state.exporting)
        outlineRect(
            *painter,
            m_state.place(rows.first, -1).united(m_state.place(rows.first + rows.count - 1, -1)),
            m_state.theme.accent(), m_state.theme);
}

void HeatmapCells::drawCells(QCPPainter& painter) const
{
    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    const QRectF one = m_state.place(0, 0);
    const double gap = std::min(one.width(), one.height()) >= 9 ? 1 : 0;
    painter.setPen(Qt::NoPen);
    for (Index row = firstRow; row <= lastRow; ++row)
        for (Index column = firstColumn; column <= lastColumn; ++column) {
            const QRectF cell = onWholePixels(m_state.place(row, column));
            painter.fillRect(
                cell.adjusted(0, 0, -gap, -gap),
                QColor(m_state.image.pixel(static_cast<int>(column), static_cast<int>(row))));
        }
}

void HeatmapCells::drawImage(QCPPainter& painter) const
{
    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    const QRectF target =
        m_state.place(firstRow, firstColumn).united(m_state.place(lastRow, lastColumn));
    const QRectF source(static_cast<double>(firstColumn), static_cast<double>(firstRow),
                        static_cast<double>(lastColumn - firstColumn + 1),
                        static_cast<double>(lastRow - firstRow + 1));
    drawCellPicture(painter, target, m_state.image, source,
                    source.width() > target.width() || source.height() > target.height());
}

void HeatmapCells::drawMasked(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    const double spacing = std::clamp(m_state.place(0, 0).height() / 4, 4.0, 10.0);
    painter.setAntialiasing(true);
    for (Index row = firstRow; row <= lastRow; ++row) {
        if (!isComputed(tensor, row, m_state.moment))
            break;
        for (Index column = firstColumn; column <= lastColumn; ++column) {
            const Index begin = column;
            while (column <= lastColumn && tensor.value.at(row, column) == -HUGE_VALF)
                ++column;
            if (column > begin)
                hatch(
                    painter,
                    onWholePixels(m_state.place(row, begin).united(m_state.place(row, column - 1)))
                        .adjusted(0.5, 0.5, -1.5, -1.5),
                    m_state.theme.surface(), spacing);
        }
    }
    painter.setAntialiasing(false);
}

void HeatmapCells::drawNumbers(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const QRectF one = m_state.place(0, 0);
    const QString widest =
        cellText(m_state.scale.sequential ? 1.0 : -m_state.scale.limit, m_state.scale);
    const QFontMetricsF metrics(m_state.font);
    const double room = std::min((one.width() - 5) / metrics.horizontalAdvance(widest),
                                 (one.height() - 2) / metrics.height());
    if (room < 0.7)
        return;
    QFont font = m_state.font;
    // Larger in large cells, so that a class can read them from the back.
    font.setPointSizeF(font.pointSizeF() * std::min(room, std::clamp(room * 0.45, 1.2, 2.4)));
    painter.setFont(font);

    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    for (Index row = firstRow; row <= lastRow; ++row) {
        if (!isComputed(tensor, row, m_state.moment))
            break;
        for (Index column = firstColumn; column <= lastColumn; ++column) {
            const QRectF cell = onWholePixels(m_state.place(row, column));
            const QRgb back = m_state.image.pixel(static_cast<int>(column), static_cast<int>(row));
            const auto value = static_cast<double>(tensor.value.at(row, column));
            const QString text = cellText(value, m_state.scale);
            if (!std::isfinite(value)) {
                // A clear ground, so that the hatching does not cross the sign.
                QRectF ground = QFontMetricsF(font).boundingRect(text);
                ground.moveCenter(cell.center());
                painter.fillRect(ground.adjusted(-3, -1, 3, 1).intersected(cell), QColor(back));
            }
            painter.setPen(m_state.theme.textOn(back));
            painter.drawText(cell, Qt::AlignCenter, text);
        }
    }
}

} // namespace regard
