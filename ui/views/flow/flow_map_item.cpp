// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_map_item.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

FlowMapItem::FlowMapItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(2);
}

void FlowMapItem::refresh()
{
    const QSizeF pixels = box().rect.size() * state().density;
    m_before = m_image;
    m_image = state().image(box().tensor, pixels.toSize());
    m_range = tensor() ? rangeText(*tensor(), state().computedRows(box().tensor)) : QString();
    m_heading = tensor() ? heading() : Heading{};
    m_heading.width = m_heading.mark == Heading::Mark::BehindShape
        ? QFontMetricsF(flowFont(state().type.small)).horizontalAdvance(m_heading.shape)
        : mathWidth(m_heading.font, m_heading.title);
    update();
}

void FlowMapItem::setProgress(qreal progress)
{
    if (progress >= 1)
        m_before = {};
    FlowItem::setProgress(progress);
    if (!m_before.isNull() || progress >= 1)
        update();
}

CellRef FlowMapItem::cellAt(const QPointF& point) const
{
    const TraceTensor* found = tensor();
    if (!found || found->value.shape().size() == 0)
        return {};
    if (!rect().contains(point)) {
        if (box().room < 0)
            return {};
        const QRectF header(rect().left(), rect().top() - state().type.headerHeight() - lift(),
                            rect().width(), state().type.headerHeight());
        return header.contains(point) ? CellRef{box().tensor, -1, -1} : CellRef{};
    }
    const MatrixPlace place = placeAt(rect(), found->value.rows(), found->value.columns(), point);
    return {box().tensor, place.row, place.column};
}

QRectF FlowMapItem::rectOf(Index row, Index column) const
{
    const TraceTensor* found = tensor();
    if (!found)
        return rect();
    return placeRect(rect(), found->value.rows(), found->value.columns(), {row, column});
}

qreal FlowMapItem::lift() const
{
    return std::max(box().stack * flowStackStep, box().lift);
}

QMarginsF FlowMapItem::margins() const
{
    const qreal side = 60 * state().type.scale;
    return {side, state().type.headerHeight() + lift() + 12, side, 6};
}

void FlowMapItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor())
        return;
    paintKept(*painter, [this](QPainter& still) {
        if (box().room >= 0)
            paintHeader(still);
        paintCells(still);
        paintNumbers(still);
        paintFrame(still);
    });
    paintMarks(*painter);
}

QString FlowMapItem::fitted(QString text, qreal room) const
{
    const QFontMetricsF metrics(flowFont(state().type.small));
    if (metrics.horizontalAdvance(text) > room)
        text.remove(QLatin1Char(' '));
    return metrics.horizontalAdvance(text) <= room ? text : QString();
}

FlowMapItem::Heading FlowMapItem::heading() const
{
    const FlowType& type = state().type;
    const qreal room = box().room;
    Heading heading{box().title, flowFont(type.title, true), {}};
    const auto width = [&] { return mathWidth(heading.font, heading.title); };
    // The equation where it fits, else the name alone, smaller or cut.
    if (const QString name = flowName(*tensor()); width() > room
        && mathWidth(heading.font, name) < width() && heading.title.contains(QLatin1Char('=')))
        heading.title = name;
    for (int pixels = type.title - 1; width() > room && pixels >= 9; --pixels)
        heading.font.setPixelSize(pixels);
    if (width() > room)
        heading.font.setBold(false); // thin letters are better than missing ones
    if (width() > room)
        heading.title = QFontMetricsF(heading.font).elidedText(heading.title, Qt::ElideRight, room);

    const QString shape = shapeText(*state().wholeTensor(box().tensor));
    heading.shape = fitted(shape, room);
    if (!asksQuestion())
        return heading;
    const qreal mark = flowQuestionSize(type) + 2;
    if (width() + mark <= room) {
        heading.mark = Heading::Mark::BehindTitle;
    } else if (const QString closer = fitted(shape, room - mark); !closer.isEmpty()) {
        heading.shape = closer;
        heading.mark = Heading::Mark::BehindShape;
    }
    return heading;
}

QRectF FlowMapItem::questionRect() const
{
    if (!tensor() || box().room < 0)
        return {};
    if (m_heading.mark == Heading::Mark::None)
        return {};
    const FlowType& type = state().type;
    const qreal size = flowQuestionSize(type);
    const bool below = m_heading.mark == Heading::Mark::BehindShape;
    const qreal top = rect().top() - type.headerHeight() - lift();
    const qreal middle =
        below ? top + type.titleHeight() + type.lineHeight() / 2 : top + type.titleHeight() / 2;
    const qreal right = rect().center().x() + m_heading.width / 2 + 1;
    return {right - size / 2 + 2, middle - size / 2, size, size};
}

void FlowMapItem::paintHeader(QPainter& painter) const
{
    const FlowType& type = state().type;
    const Theme& theme = state().theme;
    const bool computed = state().computedRows(box().tensor) > 0;
    const QRectF& cells = rect();

    // What the mark stands behind moves to the left by half of it.
    const auto aside = [&](Heading::Mark line) {
        return m_heading.mark == line ? flowQuestionSize(type) / 2 + 1 : 0;
    };
    painter.setFont(m_heading.font);
    qreal y = cells.top() - type.headerHeight() - lift();
    painter.setPen(computed ? theme.role(tensor()->role) : theme.textMuted());
    drawMath(painter,
             QRectF(cells.left() - 60 - aside(Heading::Mark::BehindTitle), y, cells.width() + 120,
                    type.titleHeight()),
             Qt::AlignHCenter, m_heading.title);
    paintQuestion(painter, questionRect());
    y += type.titleHeight();

    painter.setFont(flowFont(type.small));
    painter.setPen(theme.textMuted());
    const auto line = [&](const QString& text, qreal toLeft) {
        if (text.isEmpty()) // left out before it runs into its neighbour's
            return;
        painter.drawText(
            QRectF(cells.left() - 60 - toLeft, y, cells.width() + 120, type.lineHeight()),
            Qt::AlignCenter, text);
        y += type.lineHeight();
    };
    line(m_heading.shape, aside(Heading::Mark::BehindShape));
    line(fitted(m_range, box().room), 0);

    if (!box().sign.isEmpty()) {
        painter.setFont(flowFont(type.title + 2, true));
        painter.setPen(theme.textMuted());
        painter.drawText(QRectF(cells.left() - 30, cells.center().y() - 14, 26, 28),
                         Qt::AlignRight | Qt::AlignVCenter, box().sign);
    }
}

void FlowMapItem::paintCells(QPainter& painter) const
{
    const Theme& theme = state().theme;
    for (int card = box().stack; card > 0; --card) {
        const QRectF behind = rect().translated(card * flowStackStep, -card * flowStackStep);
        painter.setPen(QPen(theme.border(), theme.line()));
        painter.setBrush(theme.raised());
        painter.drawRect(behind);
    }
    if (!m_before.isNull() && progress() < 1) {
        drawCellPicture(painter, rect(), m_before);
        painter.setOpacity(progress());
        drawCellPicture(painter, rect(), m_image);
        painter.setOpacity(1);
    } else {
        drawCellPicture(painter, rect(), m_image);
    }

    const qreal rows = static_cast<qreal>(tensor()->value.rows());
    const qreal columns = static_cast<qreal>(tensor()->value.columns());
    const qreal cellWidth = rect().width() / columns;
    const qreal cellHeight = rect().height() / rows;
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (tensor()->role == Role::Masked && cellHeight >= 4)
        hatchMasked(painter);
    painter.setPen(QPen(theme.surface(), theme.line()));
    if (cellHeight >= 5) {
        for (int i = 1; i < static_cast<int>(rows); ++i) {
            const qreal y = rect().top() + i * cellHeight;
            painter.drawLine(QPointF(rect().left(), y), QPointF(rect().right(), y));
        }
    }
    if (cellWidth >= 5) {
        for (int i = 1; i < static_cast<int>(columns); ++i) {
            const qreal x = rect().left() + i * cellWidth;
            painter.drawLine(QPointF(x, rect().top()), QPointF(x, rect().bottom()));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void FlowMapItem::hatchMasked(QPainter& painter) const
{
    const TraceValue& value = tensor()->value;
    QPainterPath masked;
    for (Index row = 0; row < state().computedRows(box().tensor); ++row) {
        for (Index column = 0; column < value.columns(); ++column) {
            const Index first = column;
            while (column < value.columns() && value.at(row, column) == -HUGE_VALF)
                ++column;
            if (column > first)
                masked.addRect(rectOf(row, first).united(rectOf(row, column - 1)));
        }
    }
    if (masked.isEmpty())
        return;
    painter.save();
    painter.setClipPath(masked, Qt::IntersectClip);
    hatch(painter, rect(), state().theme.surface(), 6);
    painter.restore();
}

void FlowMapItem::paintNumbers(QPainter& painter) const
{
    const TraceTensor& found = *tensor();
    const Index rows = state().computedRows(box().tensor);
    if (found.value.rows() * found.value.columns() > 400)
        return;
    const FlowType& type = state().type;
    const qreal cellWidth = rect().width() / static_cast<qreal>(found.value.columns());
    const qreal cellHeight = rect().height() / static_cast<qreal>(found.value.rows());
    if (cellWidth < type.small * 2.6 || cellHeight < type.small * 1.5)
        return;
    QFont font = flowFont(static_cast<int>(
        std::clamp(std::min(cellWidth / 3.6, cellHeight / 2), type.small * 1.0, type.title * 1.8)));
    painter.setFont(font);
    const ColorScale scale = state().scaleOf(box().tensor);
    for (Index row = 0; row < rows; ++row) {
        for (Index column = 0; column < found.value.columns(); ++column) {
            const double value = static_cast<double>(found.value.at(row, column));
            if (!std::isfinite(value)) // the hatching says it
                continue;
            const QRgb back = state().color(scale, value);
            painter.setPen(state().theme.textOn(back));
            const QString text = scale.sequential
                ? QString::number(value, 'f', 2)
                : numberText(value, std::abs(value) < 100 ? 2 : 3);
            painter.drawText(rectOf(row, column), Qt::AlignCenter, text);
        }
    }
}

void FlowMapItem::paintFrame(QPainter& painter) const
{
    const Theme& theme = state().theme;
    painter.setBrush(Qt::NoBrush);
    const bool computed = state().computedRows(box().tensor) > 0;
    QColor frame = theme.role(tensor()->role);
    frame.setAlphaF(computed ? 0.75F : 0.3F);
    painter.setPen(QPen(frame, 1, computed ? Qt::SolidLine : Qt::DashLine));
    painter.drawRect(rect().adjusted(-0.5, -0.5, 0.5, 0.5));

    if (state().isCurrent(box().tensor)) {
        QRectF current;
        for (Index row = 0; row < tensor()->value.rows(); ++row) {
            if (state().isCurrent(box().tensor, row))
                current |= rectOf(row, -1);
        }
        for (int ring = 3; ring >= 1; --ring) {
            QColor glow = theme.accent();
            glow.setAlphaF(ring == 1 ? 1.0F : 0.18F);
            painter.setPen(QPen(glow, ring * 2.0));
            painter.drawRoundedRect(current.adjusted(-2, -2, 2, 2), 2, 2);
        }
    }
}

// The row and the column in focus; the fixed and the previewed place on top.
void FlowMapItem::paintMarks(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const FlowFocus& focus = state().focus;
    const TraceTensor& found = *tensor();
    const FlowFocus probe = focusOf(found, 0, 0);
    const Index row = probe.query >= 0 ? focus.query : focus.key;
    const Index column = probe.query >= 0 && probe.key >= 0 ? focus.key : -1;
    const auto outline = [&](Index r, Index c, const QColor& color, qreal width) {
        if (r >= found.value.rows() || c >= found.value.columns())
            return;
        outlineRect(painter, rectOf(r, c), color, theme, width);
    };
    const bool inLayer = found.role != Role::Probabilities;
    if (row >= 0 && inLayer)
        outline(row, -1, theme.selection(), 1.2);
    if (column >= 0)
        outline(-1, column, theme.selection(), 1.2);
    if (row >= 0 && column >= 0)
        outline(row, column, theme.accent(), 2.2);
    const auto mark = [&](const CellRef& cell, const QColor& color) {
        if (state().shows(box().tensor, cell))
            outline(cell.row, cell.column, color, 1.8);
    };
    mark(state().hovered, theme.hover());
    mark(state().fixed, theme.selection());
}

} // namespace regard
