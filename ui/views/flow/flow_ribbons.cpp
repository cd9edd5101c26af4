// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_ribbons.h"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// One edge of a ribbon as a chain of cubic curves, so that it can be walked both ways.
struct Edge {
    std::vector<QPointF> points; ///< start, then three for each curve
    void curve(const QPointF& a, const QPointF& b, const QPointF& end)
    {
        points.insert(points.end(), {a, b, end});
    }
    void line(const QPointF& end)
    {
        const QPointF start = points.back();
        curve(start + (end - start) / 3, start + (end - start) * 2 / 3, end);
    }
};

/// A quarter of an ellipse from a level way into an upright one or back.
void turn(Edge& edge, const QPointF& end, bool levelFirst)
{
    constexpr qreal kappa = 0.5523; // control length of a quarter circle
    const QPointF start = edge.points.back();
    const QPointF corner = levelFirst ? QPointF(end.x(), start.y()) : QPointF(start.x(), end.y());
    edge.curve(start + (corner - start) * kappa, end + (corner - end) * kappa, end);
}

QPointF onSide(const QRectF& rect, FlowSide side, qreal share)
{
    switch (side) {
    case FlowSide::Left:
        return {rect.left(), rect.top() + share * rect.height()};
    case FlowSide::Right:
        return {rect.right(), rect.top() + share * rect.height()};
    case FlowSide::Top:
        return {rect.left() + share * rect.width(), rect.top()};
    case FlowSide::Bottom:
        return {rect.left() + share * rect.width(), rect.bottom()};
    }
    return rect.center();
}

Edge edgeAt(const FlowJoin& join, const QRectF& from, const QRectF& to, qreal share)
{
    const QPointF start = onSide(from, join.fromSide, share);
    const QPointF end = onSide(to, join.toSide, share);
    Edge edge{{start}};
    if (join.funnel) {
        const qreal reach = (end.y() - start.y()) * 0.5;
        edge.curve(start + QPointF(0, reach), end - QPointF(0, reach), end);
    } else if (join.toSide == FlowSide::Top) {
        edge.line({start.x(), end.y()});
    } else if (join.toSide == FlowSide::Left) {
        const qreal reach = (end.x() - start.x()) * 0.5;
        edge.curve(start + QPointF(reach, 0), end - QPointF(reach, 0), end);
    } else if (join.runHeight > 0) {
        // Right, up, right and up again: the first row is always the inner or upper one.
        const qreal rise = join.riseX + share * join.runHeight;
        const qreal level = join.runY + share * join.runHeight;
        const qreal low = std::min(start.y() - level, 26 + share * join.runHeight);
        const qreal high = std::min(start.y() - level - low, 14 + (1 - share) * join.runHeight);
        edge.line({rise - low, start.y()});
        turn(edge, {rise, start.y() - low}, true);
        edge.line({rise, level + high});
        turn(edge, {rise + high, level}, false);
        const qreal last =
            std::min(16 + share * join.runHeight + share * to.width(), end.x() - rise - high);
        edge.line({end.x() - last, level});
        turn(edge, end, true);
    } else {
        const qreal radius = std::min(end.x() - start.x(), 18 + share * (to.width() + 10));
        edge.line({end.x() - radius, start.y()});
        const qreal up = std::min(start.y() - end.y(), radius * 1.25);
        turn(edge, {end.x(), start.y() - up}, true);
        edge.line(end);
    }
    return edge;
}

QPainterPath withPoint(const QPainterPath& way, const QPolygonF& point)
{
    QPainterPathStroker pen;
    pen.setWidth(3.4);
    QPainterPath band = pen.createStroke(way);
    band.addPolygon(point);
    band.setFillRule(Qt::WindingFill);
    return band;
}

/// Down from the one, level below what lies between, and up into the other, with a point there.
QPainterPath linePath(qreal level, const QRectF& from, const QRectF& to)
{
    const QPointF start(from.center().x(), from.bottom());
    const QPointF end(to.center().x(), to.bottom());
    const qreal radius = std::min({8.0, (end.x() - start.x()) / 2, level - start.y()});
    QPainterPath way(start);
    way.lineTo(start.x(), level - radius);
    way.quadTo(start.x(), level, start.x() + radius, level);
    way.lineTo(end.x() - radius, level);
    way.quadTo(end.x(), level, end.x(), level - radius);
    way.lineTo(end + QPointF(0, 5));
    return withPoint(way, {end, end + QPointF(-4.5, 8), end + QPointF(4.5, 8)});
}

/// The same beside what lies between: to the right, down and back into the other.
QPainterPath linePathBeside(qreal x, const QRectF& from, const QRectF& to)
{
    const QPointF start(from.right(), from.center().y());
    const QPointF end(to.right(), to.center().y());
    const qreal radius = std::min({8.0, (end.y() - start.y()) / 2, x - start.x(), x - end.x()});
    QPainterPath way(start);
    way.lineTo(x - radius, start.y());
    way.quadTo(x, start.y(), x, start.y() + radius);
    way.lineTo(x, end.y() - radius);
    way.quadTo(x, end.y(), x - radius, end.y());
    way.lineTo(end + QPointF(5, 0));
    return withPoint(way, {end, end + QPointF(8, -4.5), end + QPointF(8, 4.5)});
}

} // namespace

QPainterPath ribbonPath(const FlowJoin& join, const QRectF& from, const QRectF& to, qreal first,
                        qreal last)
{
    if (join.fromSide == FlowSide::Bottom && join.toSide == FlowSide::Bottom)
        return linePath(join.runY, from, to);
    if (join.fromSide == FlowSide::Right && join.toSide == FlowSide::Right)
        return linePathBeside(join.riseX, from, to);
    const Edge one = edgeAt(join, from, to, first);
    const Edge other = edgeAt(join, from, to, last);
    QPainterPath path(one.points.front());
    for (std::size_t i = 1; i + 2 < one.points.size(); i += 3)
        path.cubicTo(one.points[i], one.points[i + 1], one.points[i + 2]);
    path.lineTo(other.points.back());
    for (std::size_t i = other.points.size() - 1; i >= 3; i -= 3)
        path.cubicTo(other.points[i - 1], other.points[i - 2], other.points[i - 3]);
    path.closeSubpath();
    return path;
}

FlowRibbonItem::FlowRibbonItem(const FlowState& state, const FlowJoin& join, const FlowItem& from,
                               const FlowItem& to)
    : m_state(state)
    , m_join(join)
    , m_from(&from)
    , m_to(&to)
{
    setZValue(0);
    setCacheMode(DeviceCoordinateCache);
}

void FlowRibbonItem::place(const FlowJoin& join, const FlowItem& from, const FlowItem& to)
{
    m_join = join;
    m_from = &from;
    m_to = &to;
}

Index FlowRibbonItem::ribbons() const
{
    return m_from->tensor() ? m_from->tensor()->value.rows() : 0;
}

std::pair<qreal, qreal> FlowRibbonItem::share(Index row) const
{
    const qreal pitch = 1.0 / static_cast<qreal>(std::max<Index>(1, ribbons()));
    const qreal gap = pitch * 0.14;
    return {static_cast<qreal>(row) * pitch + gap, static_cast<qreal>(row + 1) * pitch - gap};
}

bool FlowRibbonItem::isComputed() const
{
    return m_state.computedRows(m_to->box().tensor) > 0;
}

void FlowRibbonItem::refresh(bool moving)
{
    const Index count = ribbons();
    const bool displaced = m_fromRect != m_from->rect() || m_toRect != m_to->rect();
    const bool banded =
        m_join.whole || count > mostRibbons || (moving && displaced && count > mostMovingRibbons);
    // What moves as a band keeps to it until it has arrived.
    const bool moved = displaced || m_count != count || (m_banded != banded && !moving);
    if (moved) {
        m_fromRect = m_from->rect();
        m_toRect = m_to->rect();
        m_count = count;
        m_banded = banded;
        m_paths.clear();
        QRectF bounds;
        if (banded) {
            m_paths.push_back(ribbonPath(m_join, m_fromRect, m_toRect, 0, 1));
            bounds = m_paths.back().boundingRect();
        } else {
            for (Index row = 0; row < count; ++row) {
                const auto [first, last] = share(row);
                m_paths.push_back(ribbonPath(m_join, m_fromRect, m_toRect, first, last));
                bounds |= m_paths.back().boundingRect();
            }
        }
        prepareGeometryChange();
        m_bounds = bounds.adjusted(-3, -3, 3, 3);
    }
    const qreal opacity = opacityNow();
    if (moved || opacity != m_opacity) {
        m_opacity = opacity;
        update();
    }
}

void FlowRibbonItem::recolor()
{
    m_opacity = -1;
}

qreal FlowRibbonItem::opacityNow() const
{
    const bool dark = m_state.theme.isDark();
    const bool strong = m_state.theme.isForProjector();
    if (!isComputed())
        return strong ? 0.14 : dark ? 0.09 : 0.06;
    if (m_state.isCurrent(m_to->box().tensor))
        return strong ? 0.8 : 0.55;
    const qreal opacity = strong ? 0.5 : dark ? 0.34 : 0.24;
    return m_state.focus.isActive() ? opacity * 0.45 : opacity;
}

QBrush FlowRibbonItem::brush(qreal opacity) const
{
    const Theme& theme = m_state.theme;
    if (!m_from->tensor() || !m_to->tensor())
        return Qt::NoBrush;
    // A vector fans out into Q, K and V in their colours; K and V keep theirs on the way.
    const Role fromRole = m_from->tensor()->role;
    const Role toRole = m_to->tensor()->role;
    QColor start = theme.role(fromRole);
    QColor end = theme.role(toRole);
    const bool fan = toRole == Role::Query || toRole == Role::Key || toRole == Role::Value;
    if (fan)
        start = end;
    const bool carries =
        fromRole == Role::Key || fromRole == Role::Value || fromRole == Role::Query;
    if (carries)
        end = start;
    start.setAlphaF(static_cast<float>(fan ? opacity * 0.45 : opacity));
    end.setAlphaF(static_cast<float>(opacity));
    if (start == end)
        return start;
    const bool level = m_join.toSide == FlowSide::Left;
    QLinearGradient gradient(m_fromRect.right(), 0, level ? m_toRect.left() : m_toRect.right(), 0);
    if (m_join.toSide == FlowSide::Bottom && m_join.fromSide == FlowSide::Bottom) {
        start.setAlphaF(std::min(1.0F, static_cast<float>(opacity) * 2.4F));
        return start;
    }
    if (m_join.toSide == FlowSide::Top)
        gradient = QLinearGradient(0, m_fromRect.bottom(), 0, m_toRect.top());
    gradient.setColorAt(0, start);
    gradient.setColorAt(1, end);
    return gradient;
}

void FlowRibbonItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(brush(m_opacity));
    for (const QPainterPath& path : m_paths)
        painter->drawPath(path);
}

FlowGlowItem::FlowGlowItem(const FlowState& state, const FlowRibbonItem& ribbons)
    : m_state(state)
    , m_ribbons(ribbons)
{
    setZValue(1);
}

void FlowGlowItem::refresh()
{
    prepareGeometryChange();
    setVisible(m_state.focus.isActive() && m_ribbons.isComputed());
    update();
}

void FlowGlowItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const FlowItem& from = *m_ribbons.m_from;
    if (!from.tensor())
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const Index rows = m_ribbons.ribbons();
    const auto draw = [&](Index row, qreal opacity) {
        if (row < 0 || row >= rows || opacity <= 0.02)
            return;
        auto [first, last] = m_ribbons.share(row);
        const qreal least = 1.5 / std::max(1.0, m_ribbons.m_fromRect.height());
        if (last - first < least) {
            const qreal middle = (first + last) / 2;
            first = middle - least / 2;
            last = middle + least / 2;
        }
        painter->setBrush(m_ribbons.brush(opacity));
        painter->drawPath(
            ribbonPath(m_ribbons.m_join, m_ribbons.m_fromRect, m_ribbons.m_toRect, first, last));
    };

    if (m_ribbons.m_join.whole) {
        painter->setBrush(m_ribbons.brush(m_state.focus.query >= 0 ? 0.6 : 0.0));
        painter->drawPath(m_ribbons.m_paths.front());
        return;
    }
    const Role role = from.tensor()->role;
    const FlowFocus& focus = m_state.focus;
    if (m_ribbons.m_join.weighted && focus.query >= 0) {
        // What each value contributes to the row in focus.
        const FlowHead& head = m_state.blocks[static_cast<std::size_t>(m_state.block)]
                                   .heads[static_cast<std::size_t>(m_state.head)];
        const TraceTensor* weights = m_state.tensor(head.weights);
        if (weights && focus.query < weights->value.rows() && weights->value.columns() == rows) {
            for (Index key = 0; key < rows; ++key) {
                const double share = static_cast<double>(weights->value.at(focus.query, key));
                if (share > 0.02)
                    draw(key, std::min(0.9, 0.06 + 0.9 * share));
            }
            return;
        }
    }
    const bool byKey = role == Role::Key || role == Role::Value;
    const TraceTensor* to = m_ribbons.m_to->tensor();
    const bool fansToKey = to && (to->role == Role::Key || to->role == Role::Value);
    if (byKey || fansToKey)
        draw(focus.key, 0.8);
    else
        draw(focus.query, 0.8);
}

} // namespace regard
