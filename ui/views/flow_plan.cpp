// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_plan.h"

#include "ui/views/flow_text.h"

#include <algorithm>

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

FlowPlan planChain(const Trace& trace, const QSizeF& size, const FlowType& type)
{
    FlowPlan plan{size, type, {}, {}};
    const int count = std::min<int>(8, static_cast<int>(trace.tensors.size()));
    if (count == 0)
        return plan;
    const qreal labels = std::clamp(size.width() * 0.09, 46.0, 120.0);
    const qreal pitch = (size.width() - labels - 24) / count;
    for (int i = 0; i < count; ++i) {
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
        const qreal height = std::min(
            size.height() - type.headerHeight() - 24,
            std::max<qreal>(40, static_cast<qreal>(tensor.value.rows()) * 30 * type.scale));
        const qreal width = std::min(pitch * 0.62, 150 * type.scale);
        const qreal x = 12 + labels + pitch * (i + 0.5) - width / 2;
        const qreal y = (size.height() - height + type.headerHeight()) / 2;
        const QString key = QString::fromStdString(tensor.path);
        plan.boxes.push_back(
            {FlowBox::Kind::Matrix, key, i, QRectF(x, y, width, height), flowTitle(trace, tensor)});
        if (i > 0)
            plan.joins.push_back({key + QStringLiteral("<"), i - 1, i});
    }
    const QRectF first = plan.boxes.front().rect;
    plan.boxes.push_back({FlowBox::Kind::Tokens, QStringLiteral("tokens"), 0,
                          QRectF(first.left() - labels - 4, first.top(), labels, first.height())});
    return plan;
}

} // namespace regard
