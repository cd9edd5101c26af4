// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_motion.h"

namespace regard {

/// The numbers that fly, over the picture; what they make is covered until they arrive.
class FlowMotionItem : public QGraphicsItem {
public:
    explicit FlowMotionItem(const FlowState& state);

    /// Looks up what the present moment computes from which; false if nothing is to fly.
    bool prepare(const std::vector<const FlowItem*>& items);
    void setProgress(qreal progress);
    void clear();
    const FlowMotion& motion() const { return m_motion; }
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const FlowState& m_state;
    FlowMotion m_motion;
    qreal m_progress = 0;
    QRectF m_bounds;
};

} // namespace regard
