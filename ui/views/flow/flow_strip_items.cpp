// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_strip_items.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

Index FlowRowItem::count() const
{
    if (!tensor())
        return 0;
    return box().kind == FlowBox::Kind::Shares ? tensor()->value.columns() : tensor()->value.rows();
}

qreal FlowRowItem::pitch() const
{
    return rect().width() / static_cast<qreal>(std::max<Index>(1, count()));
}

qreal FlowRowItem::middle(Index row) const
{
    return rect().left() + (static_cast<qreal>(row) + 0.5) * pitch();
}

CellRef FlowRowItem::cellAt(const QPointF& point) const
{
    if (count() == 0 || !rect().contains(point))
        return {};
    const auto row = static_cast<Index>((point.x() - rect().left()) / pitch());
    return {box().tensor, std::clamp<Index>(row, 0, count() - 1), -1};
}

FlowStripsItem::FlowStripsItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(2);
}

void FlowStripsItem::refresh()
{
    m_parts.clear();
    const Recurrence& recurrence = state().recurrence;
    const auto take = [&](int index, RowOrder order) {
        if (const TraceTensor* found = state().tensor(index)) {
            // Where it shall be: it may still be on its way there.
            const qreal pixels = box().rect.height() * state().density;
            const QImage rows = state().image(index, QSize(qRound(pixels), 4096));
            m_parts.push_back({index, order, found->value.columns(),
                               rows.transformed(QTransform(0, 1, 1, 0, 0, 0))});
        }
    };
    if (box().tensor == recurrence.states && recurrence.forward >= 0 && recurrence.backward >= 0) {
        take(recurrence.forward, RowOrder::Forward);
        take(recurrence.backward, RowOrder::Backward);
    } else {
        take(box().tensor, RowOrder::Forward);
    }
    update();
}

QRectF FlowStripsItem::partRect(const QRectF& strip, std::size_t part) const
{
    const qreal height =
        strip.height() / static_cast<qreal>(std::max<std::size_t>(1, m_parts.size()));
    return {strip.left(), strip.top() + static_cast<qreal>(part) * height, strip.width(), height};
}

QRectF FlowStripsItem::stripRect(Index row) const
{
    const qreal width = std::clamp(pitch() * 0.5, std::min(1.0, pitch()), 30 * state().type.scale);
    return {middle(row) - width / 2, rect().top(), width, rect().height()};
}

void FlowStripsItem::joinArcs(FlowArcEnds& ends) const
{
    const Recurrence& recurrence = state().recurrence;
    (box().tensor == recurrence.states              ? ends.encoder
         : box().tensor == recurrence.decoderStates ? ends.decoder
                                                    : ends.attentional) = this;
}

std::vector<int> FlowStripsItem::tensorsShown() const
{
    std::vector<int> shown;
    for (const Part& part : m_parts)
        shown.push_back(part.tensor);
    return shown;
}

bool FlowStripsItem::holds(int tensor) const
{
    return tensor == box().tensor
        || std::any_of(m_parts.begin(), m_parts.end(),
                       [tensor](const Part& part) { return part.tensor == tensor; });
}

CellRef FlowStripsItem::cellAt(const QPointF& point) const
{
    const CellRef cell = FlowRowItem::cellAt(point);
    if (cell)
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            const QRectF part = partRect(stripRect(cell.row), i);
            if (part.contains(point))
                return {m_parts[i].tensor, cell.row,
                        placeAt(part, m_parts[i].columns, 1, point).row};
        }
    return cell;
}

// The rule of a direction: the state behind a token goes to the next one that is read.
void FlowStripsItem::paintArrow(QPainter& painter, Index row, std::size_t part) const
{
    const QRectF strip = partRect(stripRect(row), part);
    const qreal way = pitch() - strip.width();
    if (row + 1 >= count() || way < 8)
        return;
    const bool forward = m_parts[part].order == RowOrder::Forward;
    QColor ink = state().theme.role(tensor()->role);
    ink.setAlphaF(state().isComputed(m_parts[part].tensor, forward ? row + 1 : row) ? 0.75F
                                                                                    : 0.25F);
    const QPointF left(strip.right() + 3, strip.center().y());
    const QPointF right(strip.right() + way - 3, strip.center().y());
    const QPointF from = forward ? left : right;
    const QPointF to = forward ? right : left;
    const qreal side = forward ? 1 : -1;
    painter.setPen(QPen(ink, 1.6));
    painter.drawLine(from, to - QPointF(2 * side, 0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const qreal tip = std::min(5.0, way * 0.25);
    const QPointF head[] = {to, to + QPointF(-tip * 1.4 * side, -tip * 0.8),
                            to + QPointF(-tip * 1.4 * side, tip * 0.8)};
    painter.drawPolygon(head, 3);
}

void FlowStripsItem::paintStrips(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const QColor role = theme.role(tensor()->role);
    const bool recurs = tensor()->role != Role::Hidden; // h̃ goes to its word, not to the next h̃
    for (Index row = 0; row < count(); ++row) {
        const QRectF strip = stripRect(row);
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            const Part& own = m_parts[i];
            const QRectF part = partRect(strip, i);
            const bool there = state().isComputed(own.tensor, row);
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setOpacity(there ? 1 : 0.5);
            drawCellPicture(painter, part, own.image,
                            QRectF(static_cast<qreal>(row), 0, 1, own.image.height()));
            painter.setRenderHint(QPainter::Antialiasing, true);
            if (strip.width() >= 4) {
                painter.setBrush(Qt::NoBrush);
                QColor frame = role;
                frame.setAlphaF(there ? 0.8F : 0.5F);
                painter.setPen(QPen(frame, 1, there ? Qt::SolidLine : Qt::DashLine));
                painter.drawRect(part);
            }
            painter.setOpacity(1);
            if (state().isCurrent(own.tensor, row)) {
                QColor glow = theme.accent();
                glow.setAlphaF(0.25F);
                painter.setBrush(Qt::NoBrush);
                painter.setPen(QPen(glow, 6));
                painter.drawRect(part.adjusted(-2, -2, 2, 2));
                painter.setPen(QPen(theme.accent(), theme.line(2)));
                painter.drawRect(part.adjusted(-2, -2, 2, 2));
            }
            if (recurs)
                paintArrow(painter, row, i);
        }
    }
}

void FlowStripsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor() || m_parts.empty())
        return;
    paintKept(*painter, [this](QPainter& still) { paintStrips(still); });
    const Theme& theme = state().theme;
    const bool encoder = box().tensor == state().recurrence.states;
    const Index mark = encoder ? state().focus.key : state().step();
    for (std::size_t i = 0; i < m_parts.size() && mark >= 0 && mark < count(); ++i)
        if (state().isComputed(m_parts[i].tensor, mark))
            outlineRect(*painter, partRect(stripRect(mark), i).adjusted(-1, -1, 1, 1),
                        theme.role(tensor()->role), theme, 2.2);
    for (const CellRef& cell : {state().hovered, state().fixed})
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            if (cell.tensor != m_parts[i].tensor || cell.row < 0 || cell.row >= count()
                || cell.column < 0)
                continue;
            const QRectF place = placeRect(partRect(stripRect(cell.row), i), m_parts[i].columns, 1,
                                           {cell.column, -1});
            outlineRect(*painter, place, theme.selection(), theme, 1.4);
        }
}

} // namespace regard
