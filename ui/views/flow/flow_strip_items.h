// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/row_by_row.h"
#include "ui/views/flow/flow_item.h"

namespace regard {

/// Rows of a tensor side by side, `pitch` apart.
class FlowRowItem : public FlowItem {
public:
    using FlowItem::FlowItem;
    qreal pitch() const;
    qreal middle(Index row) const; ///< x
    CellRef cellAt(const QPointF& point) const override;
    Index count() const;
};

/// State vectors as upright strips, an arrow from each to the next in the direction of reading. Of
/// two directions the upper half goes to the right, the lower one to the left.
class FlowStripsItem : public FlowRowItem {
public:
    FlowStripsItem(const FlowState& state, const FlowBox& box);
    void refresh() override;
    CellRef cellAt(const QPointF& point) const override;
    QRectF stripRect(Index row) const;
    QRectF noteRect(const CellRef& cell) const override
    {
        return holds(cell.tensor) ? stripRect(cell.row) : QRectF();
    }
    QRectF placeOf(const CellRef& cell) const override { return noteRect(cell); }
    void joinArcs(FlowArcEnds& ends) const override;
    /// The tensor is drawn here, whole or as one of the directions.
    bool holds(int tensor) const;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    std::vector<int> tensorsShown() const override;

private:
    /// A run of features that is computed by itself.
    struct Part {
        int tensor;
        RowOrder order;
        Index columns;
        QImage image; ///< a column a row of the tensor
    };
    /// Where a part of a strip lies.
    QRectF partRect(const QRectF& strip, std::size_t part) const;
    void paintStrips(QPainter& painter) const;
    void paintArrow(QPainter& painter, Index row, std::size_t part) const;

    std::vector<Part> m_parts;
};

} // namespace regard
