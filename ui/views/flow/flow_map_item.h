// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

#include <QFont>

namespace regard {

/// A tensor as a map of coloured cells with name, shape and range above it. A new image
/// fades in over the one before.
class FlowMapItem : public FlowItem {
public:
    FlowMapItem(const FlowState& state, const FlowBox& box);

    void setProgress(qreal progress) override;
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    QRectF noteRect(const CellRef& cell) const override
    {
        return cell.tensor == box().tensor ? rectOf(cell.row, cell.column) : QRectF();
    }

    QRectF placeOf(const CellRef& cell) const override { return noteRect(cell); }

    /// The part of the map that a row, a column or a cell takes.
    QRectF rectOf(Index row, Index column) const;

protected:
    void refresh() override;
    std::vector<int> tensorsShown() const override { return {box().tensor}; }
    QMarginsF margins() const override;

    QRectF questionRect() const override;

private:
    /// How title and shape are written: in full, or shorter and smaller where there is no room. The
    /// mark "?" takes no room from the title: it stands behind it, else behind the shape.
    struct Heading {
        QString title;
        QFont font;
        QString shape;
        enum class Mark { None, BehindTitle, BehindShape } mark = Mark::None;
        qreal width = 0; ///< of the line that the mark stands behind
    };
    Heading heading() const;
    /// A line below the title: as it is, closer where there is little room, empty where none.
    QString fitted(QString text, qreal room) const;
    /// Between the header and the cells.
    qreal lift() const;
    void paintHeader(QPainter& painter) const;
    void paintCells(QPainter& painter) const;
    void hatchMasked(QPainter& painter) const;
    void paintFrame(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;

    QImage m_image;
    QImage m_before;
    QString m_range;
    Heading m_heading;
};

} // namespace regard
