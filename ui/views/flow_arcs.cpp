// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_arcs.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

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

FlowArcsItem::FlowArcsItem(const FlowState& state, const FlowStripsItem& encoder,
                           const FlowStripsItem& decoder, const FlowVectorItem* context,
                           const FlowChipsItem& input, const FlowChipsItem& output)
    : m_state(state)
    , m_encoder(encoder)
    , m_decoder(decoder)
    , m_context(context)
    , m_input(input)
    , m_output(output)
{
    setZValue(1);
}

void FlowArcsItem::refresh()
{
    const QRectF bounds = (m_encoder.rect() | m_decoder.rect() | m_input.rect() | m_output.rect())
                              .adjusted(-20, 0, 20, 0);
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
            painter.setPen(QPen(faded(theme.role(Role::State), 0.3), 1.2));
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
        painter.setPen(QPen(faded(ink, there ? 0.55 : 0.2), 1.4));
        painter.drawLine(QPointF(x, m_output.rect().bottom()),
                         QPointF(x, m_decoder.rect().top() - 2));
        if (t + 1 >= m_decoder.count() || m_decoder.pitch() < 44)
            continue;
        const bool next = m_state.isComputed(m_decoder.box().tensor, t + 1);
        const QRectF strip = m_decoder.stripRect(t + 1);
        const QRectF chip = m_output.chipRect(t);
        const QPointF from(chip.right() + 1, chip.center().y());
        const QPointF to(strip.left() - 2, strip.top() + 10);
        QPainterPath path(from);
        path.cubicTo({(from.x() + to.x()) / 2, from.y()}, {(from.x() + to.x()) / 2, to.y()}, to);
        painter.setPen(QPen(faded(ink, next ? 0.5 : 0.15), 1.2, Qt::DotLine));
        painter.drawPath(path);
    }
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
    const bool used = m_state.isComputed(m_decoder.box().tensor, step);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(teal, known ? (used ? 0.6 : 0.25) : 0.1));
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
    const bool known = m_state.isComputed(m_encoder.box().tensor, last);
    const QRectF context = m_context->rect();
    const QRectF strip = m_encoder.stripRect(last);
    painter.setPen(Qt::NoPen);
    QLinearGradient gradient(0, strip.top(), 0, context.bottom());
    gradient.setColorAt(0, faded(theme.role(Role::State), known ? 0.6 : 0.1));
    gradient.setColorAt(1, faded(teal, known ? 0.6 : 0.1));
    painter.setBrush(gradient);
    painter.drawPath(band(strip.center().x(), strip.top() - 2, strip.width(), context.center().x(),
                          context.bottom() + 1, context.width() * 0.7));
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
