// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_attention_sizes.h"

#include <algorithm>

namespace regard {

AttentionSizes attentionSizes(const Trace& trace, const FlowBlock& block, const FlowHead& head,
                              const QSizeF& space, const FlowType& type)
{
    AttentionSizes size;
    /// Share of the width, within bounds.
    const auto part = [&](qreal percent, qreal low, qreal high) {
        return std::clamp(space.width() * percent / 100, low, high);
    };
    const TraceValue& last = trace.tensors[static_cast<std::size_t>(head.lastStage())].value;
    size.rows = static_cast<double>(last.rows());
    size.keys = static_cast<double>(last.columns());
    size.stages = head.stages;
    size.margin = part(1.6, 12, 24);
    size.labels = part(9.5, 58, 130);
    size.x = part(4.2, 28, 72);
    size.fan = part(4.8, 28, 90);
    size.lane = part(7, 46, 120);
    size.toScores = part(3.2, 22, 60);
    size.step = part(1.7, 11, 34);
    size.toContext = part(3.4, 24, 64);
    size.context = part(5, 34, 90);
    size.output = block.output >= 0 ? part(4.2, 26, 72) : 0;
    size.toOutput = block.output >= 0 ? part(2.4, 14, 44) : 0;
    if (block.input < 0) {
        // Queries, keys and values as they are given: each with its tokens beside it.
        size.fan = size.labels;
        size.labels = size.x = 0;
    } else if (block.apart) {
        size.fan = std::max(size.fan, part(8, 50, 110));
    }
    const bool parts = block.embedding >= 0 && block.embedding != block.input;
    size.sum = parts ? part(1.7, 15, 30) : 0;
    size.part = parts ? part(2.9, 22, 52) : 0;

    const double count = static_cast<double>(size.stages.size());
    const auto side = [&] {
        const qreal sums = parts && size.part > 0 ? 2 * (size.part + size.sum) : 0;
        const qreal fixed = 2 * size.margin + size.labels + 5 + sums + size.x + size.fan + size.lane
            + size.toScores + (count - 1) * size.step + size.toContext + size.context
            + size.toOutput + size.output;
        return (space.width() - fixed) / count;
    };
    constexpr qreal comfortable = 78;
    if (side() < comfortable)
        size.part = size.sum = 0;
    if (side() < 56)
        size.output = size.toOutput = 0;

    size.header = type.headerHeight() + 6 * type.scale;
    const qreal room = space.height() - 2 * size.margin;
    size.laneGap = 8 * type.scale;
    const double laneRows = std::max(size.rows, size.keys);
    // Few tokens are drawn larger.
    size.rowCap = std::clamp(140 / laneRows, 40.0, 58.0) * type.scale;
    size.laneHeight =
        std::min((room - 3 * size.header - 2 * size.laneGap) / 3, laneRows * size.rowCap);
    size.laneHeight = std::max(size.laneHeight, 18.0);
    const qreal top =
        std::max(size.laneHeight, room - 2 * (size.laneHeight + size.laneGap) - 3 * size.header);
    const qreal cellWidth = std::min(std::max(side(), 30.0) / size.keys, 116 * type.scale);
    const qreal cellHeight = std::min(top / size.rows, 116 * type.scale);
    const qreal cell = std::min(cellWidth, cellHeight);
    // Cells are square unless there are many more of one than of the other.
    const bool square = size.rows <= 3 * size.keys && size.keys <= 3 * size.rows;
    const qreal stretch = square ? 1 : 4;
    size.stage =
        QSizeF(std::max(std::min(cellWidth, stretch * cell) * size.keys, 24.0),
               std::max(std::min(cellHeight, stretch * cell) * size.rows, square ? 16.0 : 24.0));
    // What the squares leave of the width widens the ways between the columns.
    const qreal spare = std::max(0.0, (side() - size.stage.width()) * count);
    const qreal ways =
        size.fan + size.toScores + (count - 1) * size.step + size.toContext + size.toOutput;
    const qreal widen = 1 + std::min(1.6, spare * 0.8 / ways);
    size.fan *= widen;
    size.toScores *= widen;
    size.step *= widen;
    size.toContext *= widen;
    size.toOutput *= widen;

    size.topHeight = std::max(size.laneHeight, size.stage.height());
    const qreal total = size.topHeight + 2 * size.laneHeight + 3 * size.header;
    size.laneGap = std::clamp((room - total) / 2, size.laneGap, 60 * type.scale);
    size.top = size.margin + std::max(0.0, (room - total - 2 * size.laneGap) / 2) + size.header;
    // A picture narrower than the stage stands in its middle.
    const qreal used = 2 * size.margin + size.labels + 5 + 2 * (size.part + size.sum) + size.x
        + size.fan + size.lane + size.toScores + count * size.stage.width()
        + (count - 1) * size.step + size.toContext + size.context + size.toOutput + size.output;
    size.left = size.margin + std::max(0.0, (space.width() - used) / 2);
    return size;
}

} // namespace regard
