// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_making.h"
#include "ui/views/flow/flow_plan.h"

namespace regard {

/// Places tensors side by side in an area, in the order of computation, joined as their operands
/// say: to what stands before, or by a line below what lies between. On the ways stand what a
/// formula does with them: parameters, functions, an attention, the + of a sum. Means and
/// deviations stand on the way that they change. Rows are named where they are others than those
/// of the map before. `again`: the first one is shown elsewhere too.
void placeRow(FlowPlan& plan, const Trace& trace, const std::vector<int>& tensors,
              const QRectF& area, bool again = false);

} // namespace regard
