// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_marks.h"

#include "ui/views/heatmap/heatmap_frame.h"
#include "ui/views/heatmap/heatmap_profile.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/padding_fold.h"
#include "ui/views/shared/mini_map.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <vector>

namespace regard {

namespace {
/// A map whose numbers are all below this looks empty on the scale from 0 to 1.
constexpr double faintest = 0.25;
} // namespace

HeatmapMarks::HeatmapMarks(QCustomPlot* plot, const HeatmapState& state)
    : QCPLayerable(plot, QStringLiteral("overlay"))
    , m_state(state)
{
}

void HeatmapMarks::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(true);
}

void HeatmapMarks::draw(QCPPainter* painter)
{
    const TraceTensor* tensor = m_state.shown();
    if (tensor)
        drawEdits(*painter);
    if (tensor && m_state.picked.areSeveral())
        drawPicked(*painter);
    if (m_state.exporting)
        return;
    const auto here = [&](const CellRef& cell) {
        return tensor && cell.tensor == m_state.tensor && cell.row < tensor->value.rows()
            && cell.column < tensor->value.columns() && (cell.row >= 0 || cell.column >= 0);
    };
    if (tensor) {
        painter->save();
        painter->setClipRect(m_state.axes->rect().adjusted(-3, -3, 4, 4));
        if (here(m_state.hovered))
            drawCrossHair(*painter, m_state.hovered);
        if (here(m_state.fixed) && !m_state.picked.areSeveral())
            outlineRect(*painter, m_state.place(m_state.fixed.row, m_state.fixed.column),
                        m_state.theme.selection(), m_state.theme, 2.5);
        painter->restore();
        for (const CellRef& cell : {m_state.fixed, m_state.hovered})
            if (here(cell) && (cell == m_state.hovered || !m_state.picked.areSeveral())) {
                if (cell.row >= 0)
                    drawRowLabel(*painter, m_state, cell.row, true);
                if (cell.column >= 0)
                    drawColumnLabel(*painter, m_state, cell.column, true);
                drawProfileMark(*painter, cell);
            }
        drawBarMark(*painter, here(m_state.hovered) ? m_state.hovered : m_state.fixed);
        drawLine(*painter);
    }
    if (m_state.focused) {
        painter->setPen(QPen(m_state.theme.accent(), m_state.theme.line(2)));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(parentPlot()->viewport()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

// A dot on each number that is another one since something was changed, where cells have room.
void HeatmapMarks::drawChanged(QCPPainter& painter) const
{
    constexpr double least = 12; // of a cell's sides, in pixels
    const QRectF first = m_state.place(0, 0);
    if (!m_state.before || std::min(first.width(), first.height()) < least)
        return;
    const auto [firstRow, lastRow] = m_state.visibleRows();
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    for (Index row = firstRow; row <= lastRow; ++row)
        for (Index column = firstColumn; column <= lastColumn; ++column)
            if (isComputed(*m_state.shown(), row, m_state.moment)
                && m_state.changedFrom(row, column))
                painter.drawEllipse(m_state.place(row, column).topRight() + QPointF(-4.5, 4.5), 2.5,
                                    2.5);
}

// A corner in the colour of what needs a look, with a rim that is seen on every cell.
void HeatmapMarks::drawEdits(QCPPainter& painter) const
{
    painter.save();
    painter.setClipRect(m_state.axes->rect());
    painter.setPen(QPen(m_state.theme.surface(), m_state.theme.line()));
    painter.setBrush(m_state.theme.warning());
    drawChanged(painter);
    for (const Edit& edit : m_state.trace->edits) {
        if (edit.kind != EditKind::Number || edit.path != m_state.shown()->path)
            continue;
        const QRectF cell = m_state.place(edit.row, edit.column);
        const double side = std::clamp(std::min(cell.width(), cell.height()) * 0.4, 4.0, 12.0);
        painter.drawPolygon(QPolygonF{cell.topRight(), cell.topRight() - QPointF(side, 0),
                                      cell.topRight() + QPointF(0, side)});
    }
    painter.restore();
}

// Runs of neighbours as one. Where names are thinned those of a run that are written anyway are
// marked, the first where there is none.
void HeatmapMarks::drawPicked(QCPPainter& painter) const
{
    const PickedPlaces& picked = m_state.picked;
    const auto whole = [&](Index place) {
        return picked.columns ? m_state.place(-1, place) : m_state.place(place, -1);
    };
    const double line = QFontMetricsF(m_state.font).height();
    double beyond = -HUGE_VAL;
    const auto drawName = [&](Index place) {
        const QPointF middle = whole(place).center();
        const double at = picked.columns ? middle.x() : middle.y();
        if (at < beyond)
            return;
        beyond = at + line * 0.95;
        if (picked.columns)
            drawColumnLabel(painter, m_state, place, true);
        else
            drawRowLabel(painter, m_state, place, true);
    };
    for (std::size_t i = 0; i < picked.places.size();) {
        const Index first = picked.places[i++];
        while (i < picked.places.size() && picked.places[i] == picked.places[i - 1] + 1)
            ++i;
        const Index last = picked.places[i - 1];
        painter.save();
        painter.setClipRect(m_state.axes->rect().adjusted(-3, -3, 4, 4));
        outlineRect(painter, whole(first).united(whole(last)), m_state.theme.selection(),
                    m_state.theme, 2.5);
        painter.restore();
        Index named = nextLabelled(m_state, picked.columns, first);
        if (named > last)
            drawName(first);
        for (; named <= last; named = nextLabelled(m_state, picked.columns, named + 1))
            drawName(named);
    }
}

void HeatmapMarks::drawProfileMark(QCPPainter& painter, const CellRef& cell) const
{
    const QRectF profile = heatmapProfile(m_state);
    const bool column = m_state.metrics.profileWidth > 0;
    if (profile.isEmpty() || (column ? cell.row : cell.column) < 0)
        return;
    const QPointF middle = m_state.place(cell.row, cell.column).center();
    const bool inside = column ? middle.y() >= profile.top() && middle.y() <= profile.bottom()
                               : middle.x() >= profile.left() && middle.x() <= profile.right();
    if (!inside)
        return;
    if (m_state.metrics.mergedHeight > 0) { // around the number of its bar
        const QRectF place = m_state.place(cell.row, cell.column);
        outlineRect(painter,
                    column ? QRectF(profile.left(), place.top(), profile.width(), place.height())
                           : QRectF(place.left(), profile.top(), place.width(), profile.height()),
                    m_state.theme.hover(), m_state.theme, 1.5);
        return;
    }
    const bool fixed = cell == m_state.fixed;
    painter.setPen(QPen(fixed ? m_state.theme.selection() : m_state.theme.hover(), fixed ? 2 : 1));
    painter.drawLine(column ? QLineF(profile.left() - 4, middle.y(), profile.right(), middle.y())
                            : QLineF(middle.x(), profile.top() - 4, middle.x(), profile.bottom()));
}

void HeatmapMarks::drawCrossHair(QCPPainter& painter, const CellRef& cell) const
{
    const QRectF map = m_state.axes->rect();
    // A band too narrow for two lines is one line.
    const auto edges = [](double from, double to) {
        return to - from < 6 ? std::vector{(from + to) / 2} : std::vector{from, to};
    };
    painter.setBrush(Qt::NoBrush);
    QColor halo = m_state.theme.surface();
    halo.setAlphaF(0.6F);
    for (const QPen& pen : {QPen(halo, 3), QPen(m_state.theme.hover(), m_state.theme.line(1.2))}) {
        painter.setPen(pen);
        if (cell.row >= 0) {
            const QRectF band = m_state.place(cell.row, -1);
            for (const double y : edges(band.top(), band.bottom()))
                painter.drawLine(QLineF(map.left(), y, map.right(), y));
        }
        if (cell.column >= 0) {
            const QRectF band = m_state.place(-1, cell.column);
            for (const double x : edges(band.left(), band.right()))
                painter.drawLine(QLineF(x, map.top(), x, map.bottom()));
        }
    }
    if (cell.isCell())
        outlineRect(painter, m_state.place(cell.row, cell.column), m_state.theme.hover(),
                    m_state.theme, 2);
}

void HeatmapMarks::drawBarMark(QCPPainter& painter, const CellRef& cell) const
{
    const TraceTensor& tensor = *m_state.shown();
    const QRectF bar = heatmapBar(m_state);
    if (bar.isEmpty() || !cell.isCell() || cell.tensor != m_state.tensor
        || cell.row >= tensor.value.rows() || cell.column >= tensor.value.columns()
        || !isComputed(tensor, cell.row, m_state.moment))
        return;
    const auto value = static_cast<double>(tensor.value.at(cell.row, cell.column));
    if (!std::isfinite(value))
        return;
    const double low = m_state.scale.sequential ? 0 : -m_state.scale.limit;
    const double t = std::clamp((value - low) / (m_state.scale.limit - low), 0.0, 1.0);
    const double y = bar.bottom() - t * bar.height();
    outlineRect(painter, QRectF(bar.left() - 2, y - 2, bar.width() + 4, 4),
                m_state.theme.selection(), m_state.theme, 1.5);
}

QString HeatmapMarks::words() const
{
    const TraceTensor& tensor = *m_state.shown();
    const bool pointed = m_state.hovered.tensor == m_state.tensor;
    const CellRef& cell = pointed ? m_state.hovered : m_state.fixed;
    const PickedPlaces& picked = m_state.picked;
    const auto merged = [&](Index at) {
        return mergedInWords(*m_state.trace, tensor, picked, m_state.merged, m_state.moment, at);
    };
    if (picked.areSeveral() && !pointed)
        return merged(-1);
    QString text = cell.tensor == m_state.tensor
        ? placeInWords(*m_state.trace, tensor, cell.row, cell.column, m_state.moment)
        : QString();
    if (!text.isEmpty() && cell.isCell() && isComputed(tensor, cell.row, m_state.moment))
        if (const std::optional<double> old = m_state.changedFrom(cell.row, cell.column))
            text += QCoreApplication::translate("HeatmapMarks", ", %1 before your changes")
                        .arg(numberText(*old, 4));
    const Index at = picked.columns ? cell.row : cell.column;
    if (!picked.areSeveral() || text.isEmpty() || at < 0)
        return text;
    // Beside the map, at what is merged, there is no cell.
    return cell.isCell() ? QStringLiteral("%1 · %2").arg(text, merged(at)) : merged(at);
}

void HeatmapMarks::drawLine(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const HeatmapMetrics& metrics = m_state.metrics;
    QString text = words();
    painter.setFont(m_state.font);
    painter.setPen(m_state.theme.text());
    if (text.isEmpty()) {
        const Index beyond = std::max(m_state.visibleRows().first, m_state.visibleColumns().first);
        const auto isPadding = [beyond](const Axis& axis) {
            const PaddingFold::Run run = PaddingFold::paddingOf(axis);
            return run.first == 0 && beyond > 0 && run.last() == beyond;
        };
        const bool faint = m_state.scale.sequential && m_state.scale.limit == 1
            && m_state.largest > 0 && m_state.largest < faintest;
        text = faint ? QCoreApplication::translate(
                           "HeatmapMarks", "No number is above %1: Stretch makes them visible.")
                           .arg(numberText(m_state.largest, 2))
            : isPadding(tensor.rows) || isPadding(tensor.columns)
            ? QCoreApplication::translate(
                  "HeatmapMarks", "%1 padding tokens more lie beyond the edge: Fit shows them.")
                  .arg(beyond)
            : QCoreApplication::translate(
                "HeatmapMarks",
                "Point to read, click to keep, Ctrl+click to merge rows. The wheel zooms.");
        painter.setPen(m_state.theme.textMuted());
    }
    const QRect viewport = parentPlot()->viewport();
    const QRect line(metrics.padding, viewport.bottom() - metrics.hoverHeight + 4,
                     viewport.width() - 2 * metrics.padding, metrics.hoverHeight - 6);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(m_state.font).elidedText(text, Qt::ElideRight, line.width()));
}

} // namespace regard
