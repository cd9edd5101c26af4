// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_motion_item.h"

#include <QEasingCurve>
#include <QPainter>

namespace regard {

FlowMotionItem::FlowMotionItem(const FlowState& state) : m_state(state)
{
    setZValue(20);
    hide();
}

bool FlowMotionItem::prepare(const std::vector<const FlowItem*>& items)
{
    prepareGeometryChange();
    m_motion = motionOf(m_state, items);
    m_progress = 0;
    m_bounds = {};
    for (const FlowFlight& flight : m_motion.flights)
        m_bounds |= flight.from | flight.to;
    for (const FlowArrival& arrival : m_motion.arrivals)
        m_bounds |= arrival.place;
    m_bounds.adjust(-4, -4, 4, 4);
    setVisible(!m_motion.flights.empty());
    return isVisible();
}

void FlowMotionItem::setProgress(qreal progress)
{
    m_progress = progress;
    update();
}

void FlowMotionItem::clear()
{
    if (!isVisible())
        return;
    m_motion = {};
    hide();
}

void FlowMotionItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    static const QEasingCurve ease(QEasingCurve::InOutCubic);
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const FlowArrival& arrival : m_motion.arrivals)
        if (m_progress < arrival.at)
            painter->fillRect(arrival.place, m_state.theme.notComputed());
    painter->setRenderHint(QPainter::Antialiasing);
    for (const FlowFlight& flight : m_motion.flights) {
        if (m_progress < flight.start || m_progress >= flight.end)
            continue;
        const qreal way =
            ease.valueForProgress((m_progress - flight.start) / (flight.end - flight.start));
        const auto between = [way](qreal a, qreal b) { return a + (b - a) * way; };
        const QRectF at(between(flight.from.x(), flight.to.x()),
                        between(flight.from.y(), flight.to.y()),
                        between(flight.from.width(), flight.to.width()),
                        between(flight.from.height(), flight.to.height()));
        QColor ink = flight.color;
        ink.setAlphaF(static_cast<float>(0.16 + 0.34 * flight.strength));
        painter->setPen(QPen(ink, 1 + 2 * flight.strength));
        painter->drawLine(flight.from.center(), at.center());
        // Where they come from stays marked.
        ink.setAlphaF(static_cast<float>(0.3 + 0.6 * flight.strength));
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(ink, 1.6));
        painter->drawRect(flight.from);
        painter->setOpacity(0.3 + 0.65 * flight.strength);
        painter->drawImage(at, flight.cells);
        painter->setOpacity(1);
        painter->drawRect(at);
    }
}

} // namespace regard
