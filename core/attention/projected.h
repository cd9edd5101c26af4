// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/cell_work.h"

namespace regard {

/// x · Wᵀ + b, a cell of it: a row of operand 0 and the row of weight (operand 1) that stands for
/// the column, from column `first` of the weight on; bias, if any, is operand 2. `weightRow` is
/// the row of weight and bias.
double projectedCell(CellWork& work, Index weightRow, Index first = 0);
/// The same for the row of the cell's own column.
double linearCell(CellWork& work);

/// q = W^Q x, k = W^K x, v = W^V x with one matrix for each. Operands: x, W.
extern const Formula queryFormula;
extern const Formula keyFormula;
extern const Formula valueFormula;

/// Projected queries and keys, which scores compare: W_q q and W_k k, or parts of one W for both.
/// Operands: queries or keys, W; number: the first column of W that multiplies them.
extern const Formula projectedQueries;
extern const Formula projectedKeys;

} // namespace regard
