// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/cell_work.h"

namespace regard {

// Rules, and parts of rules, that several formulas have in common.

/// What is given: nothing computes it.
double givenCell(CellWork& work);
/// The same place of operand 0.
double sameCell(CellWork& work);
/// The same column of the last row of operand 0: what is behind all that was read.
double lastRowCell(CellWork& work);
/// The same places of operands 0 and 1 added, and multiplied.
double sumCell(CellWork& work);
double productCell(CellWork& work);
/// The same column of a row of an operand; 0 for a row that is not there (−1).
double copiedFrom(CellWork& work, std::size_t operand, Index row);
/// The same of operand 0, a learnt table that the formula calls `symbol`.
double tableRow(CellWork& work, Index row, std::string_view symbol);

/// Two operands side by side: the row of each, −1 for one that is not there and counts as zeros.
double sideBySide(CellWork& work, Index leftRow, Index rightRow);

/// Adds an entry of a bias, if there is that operand, to a sum of products and tells both.
double withBias(CellWork& work, double sum, std::size_t bias, Index entry);
/// The same within tanh.
double tanhWithBias(CellWork& work, double sum, std::size_t bias, Index entry);

/// Mean and √(variance + epsilon) of a row, told as stages.
struct RowScale {
    double mean;
    double deviation;
};
RowScale tellScale(CellWork& work, const std::vector<double>& row, double epsilon);

/// 1 / (1 + e⁻ˣ)
double logistic(double x);

} // namespace regard
