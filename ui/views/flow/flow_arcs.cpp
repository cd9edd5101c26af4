// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_arcs.h"

#include "ui/views/flow/flow_text.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace regard {

namespace {

/// A band between two level lines, `x` the middles, `w` the widths.
QPainterPath band(qreal x1, qreal y1, qreal w1, qreal x2, qreal y2, qreal w2)
{
    const qreal reach = (y2 - y1) * 0.5;
    QPainterPath path(QPointF(x1 - w1 / 2, y1));
    path.cubicTo({x1 - w1 / 2, y1 + reach}, {x2 - w2 / 2, y2 - reach}, {x2 - w2 / 2, y2});
    path.lineTo(x2 + w2 / 2, y2);
    path.cubicTo({x2 + w2 / 2, y2 - reach}, {x1 + w1 / 2, y1 + reach}, {x1 + w1 / 2, y1});
    path.closeSubpath();
    return path;
}

QColor faded(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(std::clamp(opacity, 0.0, 1.0)));
    return color;
}

} // namespace

FlowArcsItem::FlowArcsItem(const FlowState& state, const FlowArcEnds& ends)
    : m_state(state)
    , m_encoder(*ends.encoder)
    , m_decoder(*ends.decoder)
    , m_attentional(ends.attentional)
    , m_context(ends.context)
    , m_input(*ends.input)
    , m_output(*ends.output)
{
    setZValue(1);
}

void FlowArcsItem::refresh()
{
    const QRectF bounds = (m_encoder.rect() | m_decoder.rect() | m_input.rect() | m_output.rect())
                              .adjusted(-160, 0, 20, 0);
    if (bounds != m_bounds) {
        prepareGeometryChange();
        m_bounds = bounds;
    }
    update();
}

void FlowArcsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    paintStubs(*painter);
    paintStart(*painter);
    if (m_state.recurrence.weights >= 0)
        paintAttention(*painter);
    else if (m_context)
        paintFixed(*painter);
}

// From input tokens up into the encoder, from the decoder up to its tokens, and from each
// written token to the next step.
void FlowArcsItem::paintStubs(QPainter& painter) const
{
    const Theme& theme = m_state.theme;
    painter.setBrush(Qt::NoBrush);
    if (m_encoder.pitch() >= 7) {
        for (Index j = 0; j < m_encoder.count(); ++j) {
            const qreal x = m_encoder.middle(j);
            painter.setPen(QPen(faded(theme.role(Role::State), theme.isForProjector() ? 0.7 : 0.3),
                                theme.line(1.2)));
            painter.drawLine(QPointF(x, m_encoder.rect().bottom() + 2),
                             QPointF(x, m_input.rect().top()));
        }
    }
    if (m_decoder.pitch() < 7)
        return;
    const QColor ink = theme.role(Role::DecoderState);
    for (Index t = 0; t < m_decoder.count(); ++t) {
        const bool there = m_state.isComputed(m_decoder.box().tensor, t);
        const qreal x = m_decoder.middle(t);
        painter.setPen(QPen(faded(ink, there ? 0.55 : 0.2), theme.line(1.4)));
        const qreal top = m_decoder.rect().top() - 2;
        if (m_attentional) {
            painter.drawLine(QPointF(x, m_attentional->rect().bottom() + 2), QPointF(x, top));
            painter.drawLine(QPointF(x, m_output.rect().bottom()),
                             QPointF(x, m_attentional->rect().top() - 2));
        } else {
            painter.drawLine(QPointF(x, m_output.rect().bottom()), QPointF(x, top));
        }
        if (t + 1 < m_decoder.count() && m_decoder.pitch() >= 44)
            paintFeedback(painter, t);
    }
}

void FlowArcsItem::paintFeedback(QPainter& painter, Index step) const
{
    const QColor ink = m_state.theme.role(Role::DecoderState);
    const bool next = m_state.isComputed(m_decoder.box().tensor, step + 1);
    const QRectF strip = m_decoder.stripRect(step + 1);
    const auto feed = [&](const QPointF& from, const QPointF& to, const QColor& color) {
        QPainterPath path(from);
        const qreal middle = (from.x() + to.x()) / 2;
        path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(faded(color, next ? 0.5 : 0.15), m_state.theme.line(1.2), Qt::DotLine));
        painter.drawPath(path);
    };
    const QRectF chip = m_output.chipRect(step);
    feed({chip.right() + 1, chip.center().y()}, {strip.left() - 2, strip.top() + 10}, ink);
    if (m_attentional && m_state.recurrence.fed >= 0) {
        const QRectF from = m_attentional->stripRect(step);
        feed({from.right() + 2, from.center().y()}, {strip.left() - 2, strip.top() + 20},
             m_state.theme.role(Role::Context));
    }
}

void FlowArcsItem::paintWay(QPainter& painter, const QPainterPath& way, const QColor& ink) const
{
    painter.setBrush(Qt::NoBrush);
    QPen pen(ink, 1.4);
    pen.setDashPattern({4, 3}); // each dash costs time
    painter.setPen(pen);
    painter.drawPath(way);
    const QPointF end = way.currentPosition();
    const qreal angle = way.angleAtPercent(1) * std::numbers::pi / 180;
    const QPointF along = 6 * QPointF(std::cos(angle), -std::sin(angle));
    const QPointF across(-along.y() * 0.55, along.x() * 0.55);
    const QPointF head[] = {end, end - along + across, end - along - across};
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(head, 3);
}

void FlowArcsItem::paintWords(QPainter& painter, const QRectF& place, Qt::Alignment alignment,
                              const QString& text, const QColor& ink) const
{
    painter.setFont(flowFont(m_state.type.small));
    painter.setPen(ink);
    drawMath(painter, place, alignment, text);
}

// s₀: the encoder's last state, of two directions the forward one's, or the one of the backward
// direction at the first token, brought over by a layer of its own.
void FlowArcsItem::paintStart(QPainter& painter) const
{
    const Recurrence& recurrence = m_state.recurrence;
    if (m_decoder.count() == 0 || m_encoder.count() == 0)
        return;
    const int source = recurrence.start;
    const bool backward = source == recurrence.backward;
    const Index from = backward ? 0 : m_encoder.count() - 1;
    const QColor ink = faded(m_state.theme.role(Role::DecoderState),
                             m_state.isComputed(source, from) ? 0.75 : 0.25);
    const QRectF state = m_encoder.stripRect(from);
    const QRectF first = m_decoder.stripRect(0);
    const QPointF end(first.left() - 3, first.bottom() - first.height() * 0.25);
    QPainterPath way(backward ? QPointF(state.left() - 3, state.bottom() - state.height() * 0.25)
                              : QPointF(state.center().x(), state.top() - 3));
    const qreal x = std::min(state.left(), first.left()) - 16;
    if (backward) {
        // Beside the states, up to the decoder.
        const qreal y = way.currentPosition().y();
        way.cubicTo({x - 6, y}, {x - 6, y - 20}, {x - 4, (y + end.y()) / 2});
        way.cubicTo({x - 4, end.y() + 20}, {x - 4, end.y()}, end);
    } else {
        const qreal level = first.bottom() + 12;
        way.cubicTo({state.center().x(), level}, {state.center().x(), level},
                    {(state.center().x() + first.left()) / 2, level});
        way.cubicTo({x, level}, {x, end.y()}, end);
    }
    paintWay(painter, way, ink);
    // Below the caption of the states; the symbol alone where the equation has no room.
    const qreal right = backward ? x - 6 : first.left() - 20;
    QString text = backward            ? FlowWords::tr("s_0 = tanh(W ←h_1 + b)")
        : source == recurrence.forward ? FlowWords::tr("s_0 = →h_T")
                                       : FlowWords::tr("s_0 = h_T");
    if (mathWidth(flowFont(m_state.type.small), text) > right - 4)
        text = QStringLiteral("s_0");
    paintWords(painter, QRectF(right - 150, first.bottom() + 1, 150, m_state.type.lineHeight()),
               Qt::AlignRight, text, m_state.theme.textMuted());
}

void FlowArcsItem::paintQuery(QPainter& painter, Index step, const QRectF& context) const
{
    const Recurrence& recurrence = m_state.recurrence;
    if (recurrence.query < 0)
        return;
    const bool current = recurrence.queriesCurrent;
    const QColor ink = faded(m_state.theme.role(Role::Query),
                             m_state.isComputed(recurrence.query, step) ? 0.9 : 0.3);
    const QRectF strip = m_decoder.stripRect(current || step == 0 ? step : step - 1);
    const bool start = !current && step == 0; // s₀ has no strip
    const qreal x = start ? strip.left() - 12 : strip.center().x() - (current ? 0 : 4);
    QPainterPath way(QPointF(x, start ? strip.bottom() : strip.bottom() + 3));
    const QPointF end(context.left() - 3, context.center().y());
    way.cubicTo({x, end.y()}, {x, end.y()}, end.x() - x > 14 ? end : QPointF(x, context.top() - 3));
    paintWay(painter, way, ink);
    // Above the context's way to h̃, which passes there.
    const qreal below = m_attentional
        ? std::clamp((context.top() - strip.bottom()) * 0.4 - m_state.type.lineHeight(), 1.0, 20.0)
        : 20;
    const QString text = current ? FlowWords::tr("q = s_i") : FlowWords::tr("q = s_{i−1}");
    const QRectF place(x - 106, strip.bottom() + below, 100, m_state.type.lineHeight());
    // s₀'s way may pass behind it.
    QRectF back = place;
    back.setLeft(back.right() - mathWidth(flowFont(m_state.type.small), text) - 2);
    painter.fillRect(back, faded(m_state.theme.surface(), 0.85));
    paintWords(painter, place, Qt::AlignRight, text, ink);
}

void FlowArcsItem::paintShares(QPainter& painter, Index step, qreal left, qreal total, qreal level,
                               const QColor& end) const
{
    const TraceTensor* weights = m_state.tensor(m_state.recurrence.weights);
    const QColor violet = m_state.theme.role(Role::Weights);
    const Index count = m_encoder.count();
    const qreal widest = std::min(30 * m_state.type.scale, std::max(total, 24.0));
    const bool isolate = m_state.focus.key >= 0;
    // Side by side at the end, each as wide as its share.
    qreal place = left;
    for (Index j = 0; j < count; ++j) {
        const double share = std::clamp(static_cast<double>(weights->value.at(step, j)), 0.0, 1.0);
        const qreal below = std::max(1.0, std::min(widest, share * widest * 1.2));
        const qreal above = share * total;
        const qreal x = place + above / 2;
        place += above;
        if (share < 0.004)
            continue;
        const QPainterPath path = band(m_encoder.middle(j), m_encoder.rect().top() - 2, below, x,
                                       level, std::max(0.8, above));
        double opacity = 0.14 + 0.42 * share;
        if (isolate)
            opacity = j == m_state.focus.key ? 0.85 : opacity * 0.35;
        QLinearGradient gradient(0, m_encoder.rect().top(), 0, level);
        gradient.setColorAt(0, faded(violet, opacity));
        gradient.setColorAt(1, faded(end, opacity));
        painter.setPen(Qt::NoPen);
        painter.setBrush(gradient);
        painter.drawPath(path);
    }
}

void FlowArcsItem::paintAttention(QPainter& painter) const
{
    const Index step = m_state.step();
    if (!m_state.isComputed(m_state.recurrence.weights, step))
        return;
    const Theme& theme = m_state.theme;
    const QRectF strip = m_decoder.stripRect(step);
    if (!m_context) {
        const qreal width = std::max(strip.width(), 10.0);
        paintShares(painter, step, strip.center().x() - width / 2, width, strip.bottom() + 2,
                    theme.role(Role::Weights));
        return;
    }
    const QColor teal = theme.role(Role::Context);
    const bool known = m_state.isComputed(m_context->box().tensor, m_context->row());
    const QRectF context = m_context->rect();
    const qreal total = context.width() * 0.7;
    paintShares(painter, step, context.center().x() - total / 2, total, context.bottom() + 1,
                known ? teal : theme.role(Role::Weights));
    paintQuery(painter, step, context);
    const FlowStripsItem& reader = m_attentional ? *m_attentional : m_decoder;
    const bool used = m_state.isComputed(reader.box().tensor, step);
    const QColor ink = faded(teal, known ? (used ? 0.6 : 0.25) : 0.1);
    if (m_attentional) {
        // Past the state of the step, which attention asks with and does not change.
        const QRectF end = m_attentional->stripRect(step);
        const qreal gap = m_decoder.pitch() - strip.width();
        const qreal x = strip.right() + gap * 0.42;
        const qreal width = std::clamp(gap * 0.4, 1.5, 12.0);
        QPainterPath way(QPointF(context.center().x(), context.top() - 1));
        const qreal bottom = m_decoder.rect().bottom() + 4;
        way.cubicTo({context.center().x(), bottom}, {x, context.top()}, {x, bottom});
        way.lineTo(x, m_decoder.rect().top() - 4);
        way.cubicTo({x, end.bottom() + 6}, {end.center().x(), m_decoder.rect().top() - 6},
                    {end.center().x(), end.bottom() + 2});
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.drawPath(way);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPath(band(strip.center().x(), strip.bottom() + 2,
                          std::max(3.0, strip.width() * 0.8), context.center().x(),
                          context.top() - 1, context.width() * 0.6));
}

void FlowArcsItem::paintFixed(QPainter& painter) const
{
    const Theme& theme = m_state.theme;
    const QColor teal = theme.role(Role::Context);
    const Index last = m_encoder.count() - 1;
    if (last < 0)
        return;
    const QRectF context = m_context->rect();
    painter.setPen(Qt::NoPen);
    // Of two directions each one's last state, side by side.
    const auto take = [&](int tensor, Index row, qreal from, qreal to) {
        const bool known = m_state.isComputed(tensor, row);
        const QRectF strip = m_encoder.stripRect(row);
        QLinearGradient gradient(0, strip.top(), 0, context.bottom());
        gradient.setColorAt(0, faded(theme.role(Role::State), known ? 0.6 : 0.1));
        gradient.setColorAt(1, faded(teal, known ? 0.6 : 0.1));
        painter.setBrush(gradient);
        const qreal width = context.width() * 0.7 * (to - from);
        painter.drawPath(band(strip.center().x(), strip.top() - 2, strip.width(),
                              context.left() + context.width() * (from + to) / 2,
                              context.bottom() + 1, width));
    };
    const Recurrence& recurrence = m_state.recurrence;
    if (recurrence.backward >= 0) {
        take(recurrence.forward, last, 0, 0.5);
        take(recurrence.backward, 0, 0.5, 1);
    } else {
        take(recurrence.states, last, 0, 1);
    }
    const Index step = m_state.step();
    const Index count = m_decoder.count();
    const qreal slice = context.width() / static_cast<qreal>(std::max<Index>(1, count));
    for (Index t = 0; t < count; ++t) {
        const QRectF target = m_decoder.stripRect(t);
        const bool used = m_state.isComputed(m_decoder.box().tensor, t);
        painter.setBrush(faded(teal, !used ? 0.08 : t == step ? 0.65 : 0.28));
        painter.drawPath(band(target.center().x(), target.bottom() + 2,
                              std::max(2.0, target.width() * 0.5),
                              context.left() + slice * (static_cast<qreal>(t) + 0.5),
                              context.top() - 1, std::max(1.0, slice * 0.6)));
    }
}

} // namespace regard
