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

// Its steps, for those who do more with a row while it is in the cache. A row of scores has room
// for whole vectors of numbers.

/// Writes −∞ to the columns that are not seen and to the room behind the row.
void hideUnseen(Real* scores, ColumnRange seen, Index columns);

/// Rows that are computed together: as many as half the registers hold beside what they need.
inline constexpr Index softmaxRows = vectorWidth > 8 ? 8 : 4;
/// Numbers that their shares have room for: whole vectors.
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
