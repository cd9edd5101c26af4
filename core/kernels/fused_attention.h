// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/row_scorer.h"

namespace regard {

/// The results of attention computed row by row.
struct FusedAttention {
    Var scores; ///< only where they were asked for, [batch × (heads ×) queries × keys]
    Var weights; ///< softmax(mask(factor · scores)), of the same shape
    Var context; ///< weights · V, [batch × (heads ×) queries × features]
};

/// Scores, weights and context in one pass, so that each row stays in the cache between its steps.
/// Without gradients. `shape` is that of the scores; `seen` holds the keys that each row may see.
/// keepScores: whether to return the scores, which a trace of dot products does not need.
FusedAttention fuseAttention(Tape& tape, const RowScorer& scorer, const Shape& shape,
                             bool keepScores, Var values, Real factor,
                             std::span<const ColumnRange> seen);

} // namespace regard
