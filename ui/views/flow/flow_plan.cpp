// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_plan.h"

#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

FlowType FlowType::fitting(const QSizeF& size, qreal fontPixels)
{
    FlowType type;
    type.scale = std::clamp(std::min(size.width() / 1150, size.height() / 700), 0.78, 1.7);
    const qreal base = fontPixels * type.scale;
    type.title = std::max(11, qRound(base));
    type.small = std::max(9, qRound(base * 0.8));
    return type;
}

FlowHeadGrid::FlowHeadGrid(const QSizeF& card, int count, const FlowType& type)
    : twoLines(card.width() < 250 * type.scale)
    , header(13 + type.titleHeight() * (twoLines ? 2 : 1) + 4)
    , label(type.lineHeight())
{
    const qreal width = card.width() - 16;
    const qreal height = card.height() - header - 8;
    for (int tried = 1; tried <= std::max(1, count); ++tried) {
        const int row = (count + tried - 1) / tried;
        const qreal size =
            std::min({width / row - 8, height / tried - label - 4, 150 * type.scale});
        if (size > side + 1) {
            side = size;
            lines = tried;
            across = row;
        }
    }
    side = std::max(8.0, side);
}

int FlowPlan::indexOf(const QString& key) const
{
    const auto found = std::find_if(boxes.begin(), boxes.end(),
                                    [&](const FlowBox& box) { return box.key == key; });
    return found == boxes.end() ? -1 : static_cast<int>(found - boxes.begin());
}

qreal navigatorHeight(const FlowType& type)
{
    return type.lineHeight() + type.titleHeight() + 16;
}

void addNavigator(FlowPlan& plan)
{
    const qreal height = navigatorHeight(plan.type);
    for (FlowBox& box : plan.boxes)
        box.rect.translate(0, height);
    for (FlowJoin& join : plan.joins)
        join.runY += height;
    plan.boxes.push_back({FlowBox::Kind::Pages, QStringLiteral("pages"), -1,
                          QRectF(10, 4, plan.size.width() - 20, height - 4)});
    plan.size.rheight() += height;
}

qreal noteHeight(const FlowType& type)
{
    return type.lineHeight() + 8;
}

void addNote(FlowPlan& plan, const QString& text)
{
    const qreal height = noteHeight(plan.type);
    plan.boxes.push_back({FlowBox::Kind::Note, QStringLiteral("note"), -1,
                          QRectF(10, plan.size.height(), plan.size.width() - 20, height - 6),
                          text});
    plan.size.rheight() += height;
}

void assignRooms(FlowPlan& plan)
{
    const qreal header = plan.type.headerHeight();
    for (FlowBox& box : plan.boxes) {
        if (box.kind != FlowBox::Kind::Matrix || box.room < 0)
            continue;
        const QRectF band(0, box.rect.top() - header - box.lift, plan.size.width(), header);
        qreal half = std::min(box.rect.center().x(), plan.size.width() - box.rect.center().x());
        for (const FlowBox& other : plan.boxes) {
            const bool isMap = other.kind == FlowBox::Kind::Matrix && other.room >= 0;
            if (&other == &box
                || !band.intersects(other.rect.adjusted(0, isMap ? -header - other.lift : 0, 0, 0)))
                continue;
            // Half the gap to another header, all of it to what has none.
            const qreal gap = std::max(other.rect.left() - box.rect.right(),
                                       box.rect.left() - other.rect.right());
            if (gap > 0)
                half = std::min(half, box.rect.width() / 2 + (isMap ? gap / 2 : gap) - 3);
        }
        box.room = std::max(2 * half, box.rect.width());
    }
    // Q, K and V are told in one way: if the equation of one has no room, each has its name alone.
    std::vector<FlowBox*> lanes;
    for (FlowBox& box : plan.boxes)
        if (box.kind == FlowBox::Kind::Matrix && !box.name.isEmpty())
            lanes.push_back(&box);
    const QFont font = flowFont(plan.type.title, true);
    if (std::any_of(lanes.begin(), lanes.end(),
                    [&](const FlowBox* box) { return mathWidth(font, box->title) > box->room; }))
        for (FlowBox* box : lanes)
            box->title = box->name;
}

} // namespace regard
