// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace regard {

/// One cell of a trace while its formula computes it again: what its rule reads, and what it tells
/// on the way. Operands and numbers are those that the tensor was named with, by their order there.
/// What is not there (a row before the first) reads as NaN, which makes the result no number.
class CellWork {
public:
    CellWork(const Trace& trace, const CellRef& cell, Explanation& told);

    Index row() const { return m_cell.row; }
    Index column() const { return m_cell.column; }
    /// Which head's tensor this is; 0 where there are no heads.
    Index head() const { return m_source.head; }
    Index width() const; ///< columns of the tensor

    bool has(std::size_t operand) const;
    /// Extent of an operand; columns of all heads together.
    Index rowsOf(std::size_t operand) const;
    Index columnsOf(std::size_t operand) const;
    double at(std::size_t operand, Index row, Index column) const;
    /// An entry of a vector, as a bias is.
    double at(std::size_t operand, Index entry) const { return at(operand, 0, entry); }
    /// A number of an operand that came about together with the tensor, row by row, whichever of
    /// them was recorded first: a cell beside its state.
    double together(std::size_t operand, Index row, Index column) const;
    /// A number of the tensor itself, in a row computed before.
    double own(Index row, Index column) const;
    double number(std::size_t i) const;
    /// Whose colour the numbers of an operand have; none for a parameter.
    std::optional<Role> roleOf(std::size_t operand) const;
    /// The row of the table that a row of the tensor was read from.
    Index id(Index row) const;

    /// A row or a column of an operand. A row that is computed only after this cell's row counts
    /// as zeros: it is not there yet.
    Operand rowOf(std::size_t operand, Index row, std::string_view symbol = {}) const;
    Operand columnOf(std::size_t operand, Index column, std::string_view symbol = {}) const;
    /// A row of the tensor itself.
    Operand ownRow(Index row, std::string_view symbol = {}) const;

    /// Σ left·right with each product told, and both vectors. Vectors of unlike lengths: NaN.
    double products(Operand left, Operand right);
    /// Σ (left − right)², likewise.
    double squares(Operand left, Operand right);
    /// Tells a vector without terms.
    void show(Operand operand) { m_told.operands.push_back(std::move(operand)); }
    void stage(Stage::Kind kind, double value) { m_told.stages.push_back({kind, value, {}}); }
    void stage(std::string_view caption, double value)
    {
        m_told.stages.push_back({Stage::Kind::Other, value, caption});
    }
    void hide() { m_told.hidden = true; }
    /// The formula with its numbers: see WorkedLine.
    void worked(std::string_view text, std::initializer_list<WorkedLine::Number> numbers);
    /// The same place of an operand of the same shape, and all that its own formula tells: what a
    /// score goes through on the way to a weight. Returns the number that was recorded.
    double follow(std::size_t operand);
    /// Whether a person hides the key of this masked score.
    bool isHiddenByHand() const { return regard::isHiddenByHand(m_trace, m_cell); }
    /// The number that was recorded in this cell.
    double recorded() const { return own(m_cell.row, m_cell.column); }

private:
    const TraceTensor& tensor() const
    {
        return m_trace.tensors[static_cast<std::size_t>(m_cell.tensor)];
    }
    /// An operand as it is for the cell's row.
    const SourceOperand& source(std::size_t operand) const
    {
        return m_source.operandOf(operand, m_cell.row);
    }
    /// The tensor of an operand that holds a column of it, and which column of it that is: the
    /// same head's, or one of the heads side by side.
    int tensorAt(const SourceOperand& operand, Index& column) const;
    bool isThere(int tensor, Index row) const;

    const Trace& m_trace;
    CellRef m_cell;
    const Source& m_source;
    Explanation& m_told;
};

} // namespace regard
