// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_plan.h"

namespace regard {

/// How wide the columns of an attention's picture are and how high its lanes, in the space
/// there is: what FlowPlan places.
struct AttentionSizes {
    double rows = 1; ///< queries
    double keys = 1;
    std::vector<int> stages; ///< of the head
    qreal margin = 0;
    qreal left = 0; ///< where the first column begins
    // Columns, and the ways between them.
    qreal labels = 0, part = 0, sum = 0, x = 0, fan = 0, lane = 0;
    qreal toScores = 0, step = 0, toContext = 0, context = 0, toOutput = 0, output = 0;
    QSizeF stage; ///< of a map of queries × keys
    // Rows.
    qreal top = 0, topHeight = 0, header = 0, laneGap = 0, laneHeight = 0;
    qreal rowCap = 0; ///< of a single token
};

AttentionSizes attentionSizes(const Trace& trace, const FlowBlock& block, const FlowHead& head,
                              const QSizeF& space, const FlowType& type);

} // namespace regard
