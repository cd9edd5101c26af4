// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_prose_item.h"

#include "ui/views/flow/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

constexpr qreal padding = 12;

QFont questionFont(const FlowType& type)
{
    return flowFont(type.title + 1, true);
}

QFont answerFont(const FlowType& type)
{
    return flowFont(type.title);
}

qreal heightOf(const QFont& font, const QString& text, qreal width)
{
    return QFontMetricsF(font)
        .boundingRect(QRectF(0, 0, width, 4000), Qt::TextWordWrap | Qt::AlignLeft, text)
        .height();
}

} // namespace

FlowProseItem::FlowProseItem(const FlowState& state) : m_state(state)
{
    setZValue(30);
    hide();
}

void FlowProseItem::show(const std::optional<FlowProse>& prose, const QRectF& mark,
                         const QRectF& bounds)
{
    setVisible(prose.has_value());
    prepareGeometryChange();
    m_prose = prose.value_or(FlowProse{});
    if (!prose)
        return;
    const FlowType& type = m_state.type;
    const qreal width = std::min(26.0 * type.title, bounds.width() - 16);
    const qreal inner = width - 2 * padding;
    const qreal height = heightOf(questionFont(type), m_prose.question, inner) + 6
        + heightOf(answerFont(type), m_prose.answer, inner) + 2 * padding;
    const qreal x = std::clamp(mark.center().x() - width / 2, bounds.left() + 8,
                               std::max(bounds.left() + 8, bounds.right() - 8 - width));
    // Below the mark; where that does not fit, above it.
    qreal y = mark.bottom() + 6;
    if (y + height > bounds.bottom() - 8)
        y = std::max(bounds.top() + 8, std::min(mark.top() - 6 - height, bounds.bottom() - height));
    m_rect = QRectF(x, y, width, height);
    update();
}

void FlowProseItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = m_state.theme;
    const FlowType& type = m_state.type;
    painter->setRenderHint(QPainter::Antialiasing);
    QColor shadow = theme.border();
    shadow.setAlphaF(0.35F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(shadow);
    painter->drawRoundedRect(m_rect.adjusted(-2, -1, 2, 4), 9, 9);
    painter->setPen(QPen(theme.accent(), 1.4));
    painter->setBrush(theme.window());
    painter->drawRoundedRect(m_rect, 8, 8);
    QRectF room = m_rect.adjusted(padding, padding, -padding, -padding);
    painter->setFont(questionFont(type));
    painter->setPen(theme.text());
    QRectF used;
    painter->drawText(room, Qt::TextWordWrap | Qt::AlignLeft, m_prose.question, &used);
    room.setTop(used.bottom() + 6);
    painter->setFont(answerFont(type));
    painter->drawText(room.adjusted(0, 0, 0, 4), Qt::TextWordWrap | Qt::AlignLeft, m_prose.answer);
}

} // namespace regard
