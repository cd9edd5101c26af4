// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_chips_item.h"
#include "ui/views/flow/flow_step_items.h"

#include <QPainterPath>

namespace regard {

/// Between the states of a recurrent encoder and its decoder: what flows into the context
/// of the step in focus, each state as wide as its weight, and from there into the decoder's state,
/// or past it into h̃ where attention stands behind the decoder. Dashed: what the decoder starts
/// from and which state asks; dotted: what is fed to the next step. Without weights: the last state
/// to every step. Without a context: what the step points at.
class FlowArcsItem : public QGraphicsItem {
public:
    FlowArcsItem(const FlowState& state, const FlowArcEnds& ends);
    /// The boxes moved, or what is painted changed.
    void refresh();
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintStubs(QPainter& painter) const;
    /// From the written token, and from h̃ where that is fed, to the next step.
    void paintFeedback(QPainter& painter, Index step) const;
    /// What the decoder's first state is made of.
    void paintStart(QPainter& painter) const;
    /// The state that asks, which is the step's own or the one before.
    void paintQuery(QPainter& painter, Index step, const QRectF& context) const;
    void paintAttention(QPainter& painter) const;
    /// A dashed way with a point at its end, and words beside it.
    void paintWay(QPainter& painter, const QPainterPath& way, const QColor& ink) const;
    void paintWords(QPainter& painter, const QRectF& place, Qt::Alignment alignment,
                    const QString& text, const QColor& ink) const;
    void paintFixed(QPainter& painter) const;
    /// Bands from the encoder's states to a level line from `left` on, each by its weight.
    void paintShares(QPainter& painter, Index step, qreal left, qreal total, qreal level,
                     const QColor& end) const;

    const FlowState& m_state;
    const FlowStripsItem& m_encoder;
    const FlowStripsItem& m_decoder;
    const FlowStripsItem* m_attentional; ///< null where attention stands before the decoder
    const FlowVectorItem* m_context; ///< null where weights are the answer
    const FlowChipsItem& m_input;
    const FlowChipsItem& m_output;
    QRectF m_bounds;
};

} // namespace regard
