// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cell/cell_state.h"

#include <vector>

namespace regard {

/// A row of bars, one for each unit, or for each number of the input.
struct CellRow {
    QString sign; ///< how it joins the rows above: "", "×", "+", "=", "tanh"
    QString label; ///< "1 − z"
    std::vector<double> values;
    double limit = 1; ///< the end of its scale
    bool isUnit = false; ///< from 0 to its limit, else symmetric about zero
    bool isThere = false; ///< at the moment
    bool isNow = false; ///< the moment computes it
    bool isInput = false; ///< numbers that are no units
    bool isResult = false; ///< what an equation gives
    Role role = Role::Gate;
    CellRef place; ///< the row of a tensor that it is, or is explained by
    StepTerm term{};

    CellRef placeOf(Index number) const { return {place.tensor, place.row, number}; }
};

/// Rows that belong together, read downwards like a sum on paper.
struct CellSection {
    QString title; ///< its equation
    std::vector<CellRow> rows;
};

/// What is read, then each equation of the step. Empty without numbers.
std::vector<CellSection> cellSections(const CellState& state);

} // namespace regard
