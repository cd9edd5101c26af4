// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_callout.h"

#include "ui/views/flow/flow_text.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace regard {

QString cellText(const Trace& trace, const CellRef& cell, int moment)
{
    if (cell.tensor < 0 || cell.tensor >= static_cast<int>(trace.tensors.size()))
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    if (cell.row < 0 || cell.row >= tensor.value.rows() || cell.column < 0
        || cell.column >= tensor.value.columns())
        return {};
    const bool pair = focusOf(tensor, 0, 0).key == 0 && focusOf(tensor, 0, 0).query == 0;
    const bool named = tensor.columnLabel(cell.column) != nullptr;
    return QStringLiteral("%1 %2 %3   %4")
        .arg(rowInWords(trace, tensor, cell.row, moment),
             pair || named ? QStringLiteral("→") : QStringLiteral("·"),
             columnInWords(trace, tensor, cell.column, moment),
             numberText(static_cast<double>(tensor.value.at(cell.row, cell.column))));
}

FlowCalloutItem::FlowCalloutItem(const FlowState& state) : m_state(state)
{
    setZValue(10);
    setVisible(false);
}

void FlowCalloutItem::point(const CellRef& cell, const QRectF& at, const QRectF& stage)
{
    m_text = m_state.trace && m_state.isComputed(cell.tensor, cell.row)
        ? cellText(*m_state.trace, cell, m_state.shownMoment())
        : QString();
    prepareGeometryChange();
    setVisible(!m_text.isEmpty());
    if (m_text.isEmpty())
        return;
    const QFontMetricsF metrics(flowFont(m_state.type.title));
    const QSizeF size(metrics.horizontalAdvance(m_text) + 16, metrics.height() + 8);
    QPointF corner(at.center().x() + 10, at.top() - size.height() - 6);
    if (corner.y() < stage.top() + 2)
        corner.setY(at.bottom() + 6);
    corner.setX(std::max(stage.left() + 2, std::min(corner.x(), stage.right() - size.width() - 2)));
    m_rect = QRectF(corner, size);
    update();
}

void FlowCalloutItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = m_state.theme;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.text());
    painter->drawRoundedRect(m_rect, 5, 5);
    painter->setPen(theme.surface());
    painter->setFont(flowFont(m_state.type.title));
    painter->drawText(m_rect, Qt::AlignCenter, m_text);
}

} // namespace regard
