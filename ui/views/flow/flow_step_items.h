// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_strip_items.h"

namespace regard {

/// The weights of the step in focus: a bar and a percentage above each input token.
class FlowSharesItem : public FlowRowItem {
public:
    FlowSharesItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF& point) const override;
    QRectF noteRect(const CellRef& cell) const override
    {
        return cell.tensor == box().tensor ? QRectF(middle(cell.column) - 4, rect().top(), 8, 8)
                                           : QRectF();
    }
    QRectF placeOf(const CellRef& cell) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {20, 6, 20, 4}; }
};

/// The context vector of the step in focus, or the last state where it is fixed.
class FlowVectorItem : public FlowItem {
public:
    FlowVectorItem(const FlowState& state, const FlowBox& box);
    Index row() const;
    void joinArcs(FlowArcEnds& ends) const override { ends.context = this; }
    QRectF placeOf(const CellRef& cell) const override;
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override;
};

} // namespace regard
