// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"
#include "ui/views/flow/flow_prose.h"

namespace regard {

/// The card with what is said of a stage, beside the mark that asked; over everything else.
class FlowProseItem : public QGraphicsItem {
public:
    explicit FlowProseItem(const FlowState& state);

    /// Opens at a mark within the stage's bounds; no text closes it.
    void show(const std::optional<FlowProse>& prose, const QRectF& mark, const QRectF& bounds);
    const FlowProse& prose() const { return m_prose; }
    QRectF boundingRect() const override { return m_rect.adjusted(-6, -6, 6, 6); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const FlowState& m_state;
    FlowProse m_prose;
    QRectF m_rect;
};

} // namespace regard
