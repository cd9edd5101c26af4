// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

#include <QColor>
#include <QImage>

#include <vector>

namespace regard {

/// Numbers on their way from where they stand to what is computed of them. Times are shares of the
/// whole motion.
struct FlowFlight {
    QRectF from;
    QRectF to;
    QImage cells; ///< what flies, a pixel a number
    QColor color; ///< of their role
    qreal start = 0;
    qreal end = 1;
    qreal strength = 1; ///< how much they take part, against the others that arrive there
};

/// A place that is empty until what makes it has come.
struct FlowArrival {
    QRectF place;
    qreal at = 1;
};

struct FlowMotion {
    std::vector<FlowFlight> flights;
    std::vector<FlowArrival> arrivals;
};

/// Element by element up to so many in a row, and so many altogether; else row by row, and of many
/// rows run by run.
inline constexpr Index mostFlyingColumns = 12;
inline constexpr Index mostFlyingCells = 72;
inline constexpr Index mostFlyingRows = 24;

/// Which numbers on the stage make those that the present moment computes, as their formulas say.
/// Nothing where what it computes is not drawn.
FlowMotion motionOf(const FlowState& state, const std::vector<const FlowItem*>& items);

} // namespace regard
