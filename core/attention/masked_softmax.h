// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/mask.h"

namespace regard {

/// The keys that each row of scores may see, in the tape's arena. scores: [batch × (heads ×)
/// queries × keys]. The mask has no hiddenKeys.
std::span<const ColumnRange> seenKeys(Tape& tape, const Shape& scores, const Mask& mask);

/// softmax over the last axis of factor · scores, where only the seen columns count and the
/// others get zero; a row that sees none gets zeros. One pass in place of three.
Var maskedSoftmax(Tape& tape, Var scores, Real factor, std::span<const ColumnRange> seen);

/// One row of it: y_j = exp(factor · s_j − max) / Σ. Both rows have room for one more vector of
/// numbers than `columns`.
void softmaxRow(const Real* scores, Real factor, ColumnRange seen, Index columns, Real* weights);

} // namespace regard
