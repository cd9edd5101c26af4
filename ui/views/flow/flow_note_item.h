// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// FlowBox::Kind::Note: what has to be known of the picture, in a line.
class FlowNoteItem : public FlowItem {
public:
    FlowNoteItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF&) const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
};

} // namespace regard
