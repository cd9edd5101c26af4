// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_attention_grid.h"

#include <algorithm>

namespace regard {

namespace {

using Column = AttentionColumn;
using Row = AttentionRow;

/// How wide columns and ways are before anything is widened.
class Widths {
public:
    Widths(const FlowBlock& block, std::size_t stages, qreal space)
        : m_space(space)
        , m_stages(static_cast<int>(stages))
    {
        m_parts = block.embedding >= 0 && block.embedding != block.input;
        m_position = block.position >= 0;
        m_output = block.output >= 0;
        m_input = block.input >= 0;
        const qreal labels = part(9.5, 58, 130);
        // Queries, keys and values as they are given: each with its tokens beside it.
        m_labels = m_input ? labels + 5 : 0;
        m_fan = m_input ? part(4.8, 28, 90) : labels;
        if (m_input && block.apart)
            m_fan = std::max(m_fan, part(8, 50, 110));
    }

    void leaveOutParts() { m_parts = false; }
    void leaveOutOutput() { m_output = false; }

    /// All from left to right, the ways between them `widen` times as wide.
    FlowTracks<Column> columns(qreal stage, qreal widen = 1) const
    {
        FlowTracks<Column> columns;
        columns.add(Column::Labels, m_labels);
        if (m_input && m_parts) {
            columns.add(Column::Embedding, part(2.9, 22, 52));
            if (m_position) {
                columns.add(Column::Plus, part(1.7, 15, 30));
                columns.add(Column::Position, part(2.9, 22, 52));
            }
            columns.add(Column::Equals, part(1.7, 15, 30));
        }
        columns.add(Column::X, m_input ? part(4.2, 28, 72) : 0);
        columns.add(Column::Fan, m_fan * widen);
        columns.add(Column::Lane, part(7, 46, 120));
        columns.add(Column::ToScores, part(3.2, 22, 60) * widen);
        for (int i = 0; i < m_stages; ++i) {
            if (i > 0)
                columns.add(Column::Step, part(1.7, 11, 34) * widen);
            columns.add(Column::Stage, stage);
        }
        columns.add(Column::ToContext, part(3.4, 24, 64) * widen);
        columns.add(Column::Context, part(5, 34, 90));
        if (m_output) {
            columns.add(Column::ToOutput, part(2.4, 14, 44) * widen);
            columns.add(Column::Output, part(4.2, 26, 72));
        }
        return columns;
    }

    /// What a stage may take of a width.
    qreal stage(qreal width) const { return (width - columns(0).extent()) / m_stages; }
    /// Of all ways that can be widened.
    qreal ways() const { return columns(0, 2).extent() - columns(0).extent(); }

private:
    /// Share of the width, within bounds.
    qreal part(qreal percent, qreal low, qreal high) const
    {
        return std::clamp(m_space * percent / 100, low, high);
    }

    qreal m_space;
    int m_stages;
    bool m_parts; ///< embedding and position before X
    bool m_position, m_output, m_input;
    qreal m_labels, m_fan;
};

} // namespace

FlowSpan AttentionGrid::lane(int lane) const
{
    const FlowSpan row = rows.at(lane == 0 ? Row::Query : lane == 1 ? Row::Key : Row::Value);
    return {row.middle() - laneHeight / 2, laneHeight};
}

AttentionGrid attentionGrid(const Trace& trace, const FlowBlock& block, const FlowHead& head,
                            const QSizeF& space, const FlowType& type)
{
    AttentionGrid grid;
    const TraceValue& last = trace.tensors[static_cast<std::size_t>(head.lastStage())].value;
    const double queries = static_cast<double>(last.rows());
    grid.keys = static_cast<double>(last.columns());
    grid.margin = std::clamp(space.width() * 0.016, 12.0, 24.0);
    const qreal width = space.width() - 2 * grid.margin;
    const qreal room = space.height() - 2 * grid.margin;

    Widths widths(block, head.stages.size(), space.width());
    constexpr qreal comfortable = 78;
    constexpr qreal legible = 56;
    if (widths.stage(width) < comfortable)
        widths.leaveOutParts();
    if (widths.stage(width) < legible)
        widths.leaveOutOutput();

    grid.header = type.headerHeight() + 6 * type.scale;
    qreal gap = 8 * type.scale;
    const double laneRows = std::max(queries, grid.keys);
    // Few tokens are drawn larger.
    grid.rowCap = std::clamp(140 / laneRows, 40.0, 58.0) * type.scale;
    grid.laneHeight =
        std::max(std::min((room - 3 * grid.header - 2 * gap) / 3, laneRows * grid.rowCap), 18.0);
    const qreal top =
        std::max(grid.laneHeight, room - 2 * (grid.laneHeight + gap) - 3 * grid.header);

    const qreal side = widths.stage(width);
    const qreal cellWidth = std::min(std::max(side, 30.0) / grid.keys, 116 * type.scale);
    const qreal cellHeight = std::min(top / queries, 116 * type.scale);
    const qreal cell = std::min(cellWidth, cellHeight);
    // Cells are square unless there are many more of one than of the other.
    const bool square = queries <= 3 * grid.keys && grid.keys <= 3 * queries;
    const qreal stretch = square ? 1 : 4;
    grid.stage =
        QSizeF(std::max(std::min(cellWidth, stretch * cell) * grid.keys, 24.0),
               std::max(std::min(cellHeight, stretch * cell) * queries, square ? 16.0 : 24.0));

    // What the squares leave of the width widens the ways between the columns. A picture narrower
    // than the stage stands in its middle.
    const qreal spare = std::max(0.0, (side - grid.stage.width()) * head.stages.size());
    grid.columns =
        widths.columns(grid.stage.width(), 1 + std::min(1.6, spare * 0.8 / widths.ways()));
    grid.columns.moveTo(grid.margin + std::max(0.0, (width - grid.columns.extent()) / 2));

    const qreal first = std::max(grid.laneHeight, grid.stage.height());
    const qreal filled = first + 2 * grid.laneHeight + 3 * grid.header;
    gap = std::clamp((room - filled) / 2, gap, 60 * type.scale);
    grid.rows.add(Row::Header, grid.header);
    grid.rows.add(Row::Query, first);
    for (const Row row : {Row::Key, Row::Value}) {
        grid.rows.add(Row::Gap, gap);
        grid.rows.add(Row::Header, grid.header);
        grid.rows.add(row, grid.laneHeight);
    }
    grid.rows.moveTo(grid.margin + std::max(0.0, (room - grid.rows.extent()) / 2));
    return grid;
}

} // namespace regard
