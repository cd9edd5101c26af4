// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// Words of a tensor's columns, slanted, on the top edge of its map; every n-th where they are too
/// many.
class FlowColumnWordsItem : public FlowItem {
public:
    FlowColumnWordsItem(const FlowState& state, const FlowBox& box);

    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {4, 4, rect().height(), 4}; }
};

} // namespace regard
