// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_tracks.h"

namespace regard {

/// The columns of an attention's picture, and the ways between them.
enum class AttentionColumn {
    Labels, ///< tokens of X
    Embedding,
    Plus,
    Position,
    Equals,
    X,
    Fan, ///< from X to the lanes
    Lane, ///< Q, K and V
    ToScores,
    Stage, ///< a map of queries × keys, once for each stage of the score
    Step, ///< between two of them
    ToContext,
    Context,
    ToOutput,
    Output,
};

/// Its rows: three lanes, each below its header; the stages stand in the first.
enum class AttentionRow { Header, Query, Gap, Key, Value };

/// Where columns and rows of an attention's picture lie, in the space there is: what FlowPlan
/// places. Columns that have no room are not there.
struct AttentionGrid {
    double keys = 1;
    qreal margin = 0;
    FlowTracks<AttentionColumn> columns;
    FlowTracks<AttentionRow> rows;
    QSizeF stage; ///< of a map of queries × keys
    qreal header = 0; ///< height of a title with its captions
    qreal laneHeight = 0;
    qreal rowCap = 0; ///< most height of a single token

    bool has(AttentionColumn column) const { return columns.at(column).size > 0; }
    /// Of Q (0), K (1) or V (2), without its header.
    FlowSpan lane(int lane) const;
};

AttentionGrid attentionGrid(const Trace& trace, const FlowBlock& block, const FlowHead& head,
                            const QSizeF& space, const FlowType& type);

} // namespace regard
