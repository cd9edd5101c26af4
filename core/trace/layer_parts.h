// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace regard {

/// What the ways around the parts of an attention's layer lead into, in the order of computation:
/// x + attention or its norm, y + feed-forward net or its norm. One whose way around is taken out
/// by hand stays one. Empty for a layer without any. Indices into Trace::tensors.
std::vector<int> partsAround(const Trace& trace, const Attention& attention);

} // namespace regard
