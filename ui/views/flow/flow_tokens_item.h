// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// Texts of a tensor's rows, one below the other; every n-th where they are too many.
class FlowTokensItem : public FlowItem {
public:
    FlowTokensItem(const FlowState& state, const FlowBox& box);

    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {4, 12, 4, 12}; }
};

} // namespace regard
