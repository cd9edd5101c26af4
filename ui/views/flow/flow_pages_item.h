// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// The pages in the order of computation, each a tab, groups named above them. Where there is
/// no room, tabs inside a long group are left out for a "…" that goes to the nearest of them.
class FlowPagesItem : public FlowItem {
public:
    FlowPagesItem(const FlowState& state, const FlowBox& box);

    CellRef cellAt(const QPointF&) const override { return {}; }
    /// The page of the tab at a point, −1 for none.
    int pageAt(const QPointF& point) const;
    FlowChoice choiceAt(const QPointF& point) const override { return {-1, -1, pageAt(point)}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintPages(QPainter& painter) const;
    struct Tab {
        int page = 0;
        QString text;
        QRectF rect;
    };
    enum class Detail { Full, Brief, Short, Condensed };
    std::vector<Tab> tabs() const;
    std::vector<Tab> tabsFor(Detail detail) const;
    std::vector<Tab> aroundChosen(const std::vector<Tab>& all) const;
    /// Pages that have a tab, and of those that stand for others left out.
    std::vector<Tab> listed(Detail detail) const;
};

} // namespace regard
