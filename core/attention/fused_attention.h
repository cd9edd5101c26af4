// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/mask.h"

namespace regard {

/// What attention by dot products gives.
struct FusedAttention {
    Var weights; ///< softmax(mask(factor · Q Kᵀ)), [batch × (heads ×) queries × keys]
    Var context; ///< weights · V, [batch × (heads ×) queries × features]
};

/// Scores, weights and context row by row in one pass, so that each row stays in the cache
/// between its steps; the scores are not kept, since the trace derives them from queries and keys.
/// Without gradients. `seen` has the keys that each row may see.
FusedAttention fuseAttention(Tape& tape, Var queries, Var keys, Var values, Real factor,
                             std::span<const ColumnRange> seen);

} // namespace regard
