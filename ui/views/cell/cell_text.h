// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cell/cell_rows.h"

#include <QStringList>

namespace regard {

/// "Encoder · forward", "Decoder", "Encoder · layer 1", "Recurrent layer".
QString layerText(const CellState& state, int layer);

/// "GRU · step 3 of 6 · 64 units", of the nth step, counted from 0.
QString stepCaption(const CellState& state, Index step);

/// One equation of the step with a unit's numbers.
struct CellLine {
    QString symbols; ///< "h = (1 − z) · n + z · h₋₁"
    QString numbers; ///< "(1 − 0.31) · 0.52 + 0.31 · 0.11 = 0.39"; "" at a moment before
    QString longest; ///< numbers that take as much room as any can at this or another moment
    QString name; ///< "update gate", "" for cell and state
    bool isNow = false;
};
/// Gates, cell and state in the order of computation.
std::vector<CellLine> cellLines(const CellState& state, Index unit);
/// "Unit 17, which changes most", with what a person set in it.
QString unitText(const CellState& state, Index unit);

/// What is under the pointer: the row, the unit and its number.
QString cellHelp(const CellState& state, const CellRow& row, Index number);
QString wordHelp(const CellState& state, Index row);

/// The step in words, for who does not see it.
QString cellDescription(const CellState& state);

} // namespace regard
