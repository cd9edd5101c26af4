// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_state.h"

#include <QGraphicsItem>

namespace regard {

/// A note beside the previewed cell: "it → animal  0.62".
class FlowCalloutItem : public QGraphicsItem {
public:
    explicit FlowCalloutItem(const FlowState& state);

    /// Hides without a cell. `stage` is what it must stay within.
    void point(const CellRef& cell, const QRectF& at, const QRectF& stage);
    QRectF boundingRect() const override { return m_rect.adjusted(-2, -2, 2, 2); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const FlowState& m_state;
    QRectF m_rect;
    QString m_text;
};

/// What a cell holds, in words: "it → animal  0.62", "it · 12  −0.43".
QString cellText(const Trace& trace, const CellRef& cell, int moment);

} // namespace regard
