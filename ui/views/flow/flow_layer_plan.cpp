// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/layer_parts.h"
#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_row_plan.h"

#include <algorithm>

namespace regard {

FlowPlan planLayer(const Trace& trace, const Attention& attention, const std::vector<int>& tensors,
                   const QSizeF& size, const FlowType& type)
{
    constexpr qreal margin = 12;
    FlowPlan plan{size, type, {}, {}};
    // What goes around the attention first, then what goes around the net, which starts where the
    // first ends.
    const std::vector<int> parts = partsAround(trace, attention);
    std::vector<std::vector<int>> rows{{attention.input}};
    for (const int tensor : tensors) {
        rows.back().push_back(tensor);
        if (!parts.empty() && tensor == parts.front() && tensor != tensors.back())
            rows.push_back({tensor});
    }
    const QRectF room = QRectF(QPointF(0, 0), size).adjusted(margin, margin, -margin, -margin);
    const qreal height = room.height() / static_cast<qreal>(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        placeRow(plan, trace, rows[i],
                 QRectF(room.left(), room.top() + static_cast<qreal>(i) * height, room.width(),
                        height - (i + 1 < rows.size() ? 8 * type.scale : 0)),
                 i > 0);
    return plan;
}

} // namespace regard
