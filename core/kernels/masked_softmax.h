// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/tensor/column_range.h"
#include "core/tensor/vector.h"

#include <algorithm>
#include <span>

namespace regard {

/// softmax over the last axis of factor · scores, where only the seen columns count and the
/// others get zero; a row that sees none gets zeros. `seen` has a range for each row of scores, in
/// the tape's arena. One pass in place of three.
Var maskedSoftmax(Tape& tape, Var scores, Real factor, std::span<const ColumnRange> seen);

// Its steps, for callers that do more with a row while it is in the cache. A row of scores is
// padded to whole vectors.

/// Writes −∞ to the columns that are not seen and to the padding behind the row.
void hideUnseen(Real* scores, ColumnRange seen, Index columns);

/// Rows that are computed together: they fill half of the registers.
inline constexpr Index softmaxRows = vectorWidth > 8 ? 8 : 4;
/// The length of an array of their shares: whole vectors.
inline constexpr Index softmaxShares = std::max(softmaxRows, vectorWidth);
static_assert(softmaxShares % vectorWidth == 0);

/// Makes exp(factor · (s − max)) of every score of softmaxRows rows and finds 1/Σ of each (0 of a
/// row that sees none), with which scaleRow() makes weights of them. shares: softmaxShares numbers.
/// The cache lines of the rows of weights, one behind the other at `results`, are fetched
/// meanwhile.
void exponentials(Real* rows, Index stride, Index columns, Real factor, Real* shares,
                  const Real* results);

/// to_j = factor · from_j
void scaleRow(const Real* from, Real factor, Index columns, Real* to);

} // namespace regard
