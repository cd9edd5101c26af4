// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

#include <QPainterPath>

namespace regard {

/// More rows than this are drawn as one band; single rows show when they are in focus.
inline constexpr Index mostRibbons = 16;
/// The same while boxes move: their pictures have to follow within a frame.
inline constexpr Index mostMovingRibbons = 10;

/// The way of one row (or of a run of rows) from a box to another, `first` and `last` as
/// shares of the sides' lengths.
QPainterPath ribbonPath(const FlowJoin& join, const QRectF& from, const QRectF& to, qreal first,
                        qreal last);

/// The ribbons of a join, painted once and kept. What is in focus is painted over them by
/// a FlowGlowItem.
class FlowRibbonItem : public QGraphicsItem {
public:
    FlowRibbonItem(const FlowState& state, const FlowJoin& join, const FlowItem& from,
                   const FlowItem& to);

    void place(const FlowJoin& join, const FlowItem& from, const FlowItem& to);
    /// The boxes moved, or what is painted may have changed; cheap if nothing did. While
    /// boxes are on their way, many rows are one band, to stay within a frame.
    void refresh(bool moving = false);
    /// The colours changed.
    void recolor();
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    friend class FlowGlowItem;
    QBrush brush(qreal opacity) const;
    /// One ribbon for each row of the source.
    Index ribbons() const;
    /// The share of the two sides that row `row` takes.
    std::pair<qreal, qreal> share(Index row) const;
    bool isComputed() const;
    qreal opacityNow() const;

    const FlowState& m_state;
    FlowJoin m_join;
    const FlowItem* m_from;
    const FlowItem* m_to;
    QRectF m_fromRect;
    QRectF m_toRect;
    QRectF m_bounds;
    std::vector<QPainterPath> m_paths;
    Index m_count = -1;
    bool m_banded = false;
    qreal m_opacity = -1; ///< as painted last
};

/// The ribbons in focus, over the others.
class FlowGlowItem : public QGraphicsItem {
public:
    FlowGlowItem(const FlowState& state, const FlowRibbonItem& ribbons);
    void refresh();
    QRectF boundingRect() const override { return m_ribbons.boundingRect(); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const FlowState& m_state;
    const FlowRibbonItem& m_ribbons;
};

} // namespace regard
