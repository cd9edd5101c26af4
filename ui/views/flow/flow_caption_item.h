// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

#include <QFont>

#include <vector>

namespace regard {

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
