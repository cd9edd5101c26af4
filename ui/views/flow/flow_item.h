// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_state.h"

#include <QGraphicsItem>

namespace regard {

/// A box of the plan on the stage. Its own coordinates are those of the scene.
class FlowItem : public QGraphicsItem {
public:
    FlowItem(const FlowState& state, const FlowBox& box)
        : m_state(state)
        , m_box(box)
        , m_from(box.rect)
    {
    }

    const FlowBox& box() const { return m_box; }
    const QRectF& rect() const { return m_rect; }
    const FlowState& state() const { return m_state; }
    const TraceTensor* tensor() const { return m_state.tensor(m_box.tensor); }

    /// Takes a new place; it is reached by setProgress(1).
    void place(const FlowBox& box);
    /// 0: where it was, 1: where it shall be.
    virtual void setProgress(qreal progress);
    /// The trace, the moment or the theme changed.
    virtual void refresh() { update(); }
    /// The focus changed.
    virtual void refocus() { update(); }

    /// The place in the trace at a point of the scene; empty beside it.
    virtual CellRef cellAt(const QPointF& point) const = 0;

    QRectF boundingRect() const override;

protected:
    /// What is painted beyond rect().
    virtual QMarginsF margins() const { return {4, 4, 4, 4}; }
    qreal progress() const { return m_progress; }

private:
    const FlowState& m_state;
    FlowBox m_box;
    QRectF m_from;
    QRectF m_rect = m_from;
    qreal m_progress = 1;
};

/// The item that draws boxes of a kind.
std::unique_ptr<FlowItem> makeFlowItem(const FlowState& state, const FlowBox& box);

} // namespace regard
