// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/row_by_row.h"
#include "ui/views/flow/flow_item.h"

#include <QFont>

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

/// Name, shape and range of a tensor.
class FlowCaptionItem : public FlowItem {
public:
    using FlowItem::FlowItem;
    CellRef cellAt(const QPointF& point) const override;
    QRectF questionRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    std::vector<int> tensorsShown() const override { return {box().tensor}; }
    QMarginsF margins() const override { return {4, 20, 12, 20}; }

private:
    void paintLines(QPainter& painter) const;
    /// How name and lines are written, as there is room.
    struct Lines {
        QFont font; ///< of the name
        QStringList name;
        qreal nameLine = 0; ///< height of each of its lines
        QStringList below;
        qreal top = 0;
        QPointF mark; ///< left end and middle of the "?", which takes no room from the name
    };
    Lines lines() const;
    qreal room() const;
};

} // namespace regard
