// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow_item.h"

namespace regard {

/// The pages in the order of computation, each a tab, groups named above them. Tabs far from
/// the chosen one are left out where there is no room.
class FlowPagesItem : public FlowItem {
public:
    FlowPagesItem(const FlowState& state, const FlowBox& box);

    CellRef cellAt(const QPointF&) const override { return {}; }
    /// The page of the tab at a point, −1 for none.
    int pageAt(const QPointF& point) const;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    struct Tab {
        int page = 0;
        QString text;
        QRectF rect;
    };
    std::vector<Tab> tabs() const;
    std::vector<Tab> tabsFor(bool brief) const;
};

} // namespace regard
