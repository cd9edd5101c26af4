// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/cell_work.h"

#include <cmath>
#include <limits>

namespace regard {

namespace {

using Kind = SourceOperand::Kind;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double numberAt(const TraceValue& value, Index row, Index column)
{
    return row >= 0 && row < value.rows() && column >= 0 && column < value.columns()
        ? static_cast<double>(value.at(row, column))
        : none;
}

/// A parameter as a matrix: what has one axis is one row.
double numberAt(const ConstView& parameter, Index row, Index column)
{
    const Index width = parameter.shape.columns();
    return row >= 0 && row < parameter.shape.rows() && column >= 0 && column < width
        ? static_cast<double>(parameter.data[row * width + column])
        : none;
}

} // namespace

CellWork::CellWork(const Trace& trace, const CellRef& cell, Explanation& told)
    : m_trace(trace)
    , m_cell(cell)
    , m_source(trace.tensors[static_cast<std::size_t>(cell.tensor)].source)
    , m_told(told)
{
}

Index CellWork::width() const
{
    return tensor().value.columns();
}

int CellWork::tensorAt(const SourceOperand& operand, Index& column) const
{
    if (operand.count == m_source.heads)
        return operand.first + m_source.head;
    const Index width = m_trace.tensors[static_cast<std::size_t>(operand.first)].value.columns();
    const Index head = width > 0 ? column / width : 0;
    if (head < 0 || head >= operand.count)
        return operand.first;
    column -= head * width;
    return operand.first + static_cast<int>(head);
}

/// What is computed after this cell's row is not there yet while the row is computed.
bool CellWork::isThere(int other, Index row) const
{
    const RowMoments& own = tensor().rowOrder;
    const RowMoments& theirs = m_trace.tensors[static_cast<std::size_t>(other)].rowOrder;
    const auto mine = static_cast<std::size_t>(m_cell.row);
    const auto asked = static_cast<std::size_t>(row);
    return mine >= own.size() || row < 0 || asked >= theirs.size() || theirs[asked] <= own[mine];
}

bool CellWork::has(std::size_t i) const
{
    return i < m_source.operandCount && source(i).kind != Kind::None;
}

Index CellWork::rowsOf(std::size_t i) const
{
    if (!has(i))
        return 0;
    const SourceOperand& operand = source(i);
    return operand.kind == Kind::Parameter
        ? (*m_trace.parameters)[{operand.first}].shape.rows()
        : m_trace.tensors[static_cast<std::size_t>(operand.first)].value.rows();
}

Index CellWork::columnsOf(std::size_t i) const
{
    if (!has(i))
        return 0;
    const SourceOperand& operand = source(i);
    if (operand.kind == Kind::Parameter)
        return (*m_trace.parameters)[{operand.first}].shape.columns();
    const Index width = m_trace.tensors[static_cast<std::size_t>(operand.first)].value.columns();
    return operand.count == m_source.heads ? width : width * operand.count;
}

double CellWork::at(std::size_t i, Index row, Index column) const
{
    if (!has(i) || source(i).kind == Kind::Parameter)
        return together(i, row, column);
    Index inTensor = column;
    return isThere(tensorAt(source(i), inTensor), row) ? together(i, row, column) : 0;
}

double CellWork::together(std::size_t i, Index row, Index column) const
{
    if (!has(i))
        return none;
    const SourceOperand& operand = source(i);
    if (operand.kind == Kind::Parameter)
        return numberAt((*m_trace.parameters)[{operand.first}], row, column);
    const int tensor = tensorAt(operand, column);
    return numberAt(m_trace.tensors[static_cast<std::size_t>(tensor)].value, row, column);
}

double CellWork::own(Index row, Index column) const
{
    return numberAt(tensor().value, row, column);
}

double CellWork::number(std::size_t i) const
{
    return i < m_source.numberCount ? m_source.numbers[i] : none;
}

std::optional<Role> CellWork::roleOf(std::size_t i) const
{
    return has(i) && source(i).kind == Kind::Tensor
        ? std::optional(m_trace.tensors[static_cast<std::size_t>(source(i).first)].role)
        : std::nullopt;
}

Index CellWork::id(Index row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < m_source.ids.size()
        ? m_source.ids[static_cast<std::size_t>(row)]
        : -1;
}

Operand CellWork::rowOf(std::size_t i, Index row, std::string_view symbol) const
{
    Operand result{{}, {}, symbol, {}};
    if (!has(i))
        return result;
    const SourceOperand& operand = source(i);
    if (operand.kind == Kind::Parameter)
        result.parameter = m_trace.parameters->layout().entry({operand.first}).name;
    else if (operand.count == 1 || operand.count == m_source.heads)
        result.place = {operand.first + (operand.count == 1 ? 0 : m_source.head), row, -1};
    else if (symbol.empty())
        result.symbol = m_trace.tensors[static_cast<std::size_t>(operand.first)].name();
    const Index width = columnsOf(i);
    result.values.reserve(static_cast<std::size_t>(width));
    for (Index column = 0; column < width; ++column)
        result.values.push_back(at(i, row, column));
    return result;
}

Operand CellWork::columnOf(std::size_t i, Index column, std::string_view symbol) const
{
    Operand result{{}, {}, symbol, {}};
    if (!has(i))
        return result;
    const SourceOperand& operand = source(i);
    if (operand.kind == Kind::Parameter) {
        result.parameter = m_trace.parameters->layout().entry({operand.first}).name;
    } else {
        Index inTensor = column;
        const int tensor = tensorAt(operand, inTensor);
        result.place = {tensor, -1, inTensor};
    }
    const Index height = rowsOf(i);
    result.values.reserve(static_cast<std::size_t>(height));
    for (Index row = 0; row < height; ++row)
        result.values.push_back(at(i, row, column));
    return result;
}

Operand CellWork::ownRow(Index row, std::string_view symbol) const
{
    Operand result{{m_cell.tensor, row, -1}, {}, symbol, {}};
    for (Index column = 0; column < width(); ++column)
        result.values.push_back(own(row, column));
    return result;
}

double CellWork::products(Operand left, Operand right)
{
    double sum = left.values.size() == right.values.size() ? 0 : none;
    for (std::size_t i = 0; i < left.values.size() && i < right.values.size(); ++i) {
        const double product = left.values[i] * right.values[i];
        m_told.terms.push_back({static_cast<Index>(i), left.values[i], right.values[i], product});
        sum += product;
    }
    m_told.pair = m_told.operands.size();
    m_told.operands.push_back(std::move(left));
    m_told.operands.push_back(std::move(right));
    return sum;
}

double CellWork::squares(Operand left, Operand right)
{
    double sum = left.values.size() == right.values.size() ? 0 : none;
    for (std::size_t i = 0; i < left.values.size() && i < right.values.size(); ++i) {
        const double difference = left.values[i] - right.values[i];
        m_told.terms.push_back(
            {static_cast<Index>(i), left.values[i], right.values[i], difference * difference});
        sum += difference * difference;
    }
    m_told.squares = true;
    m_told.pair = m_told.operands.size();
    m_told.operands.push_back(std::move(left));
    m_told.operands.push_back(std::move(right));
    return sum;
}

void CellWork::worked(std::string_view text, std::initializer_list<WorkedLine::Number> numbers)
{
    m_told.worked = {text, numbers};
}

double CellWork::follow(std::size_t i)
{
    if (!has(i) || source(i).kind != Kind::Tensor)
        return none;
    Index column = m_cell.column;
    const CellRef place{tensorAt(source(i), column), m_cell.row, column};
    Explanation before = explain(m_trace, place);
    if (!before.formula)
        return none;
    m_told.operands = std::move(before.operands);
    m_told.terms = std::move(before.terms);
    m_told.pair = before.pair;
    m_told.squares = before.squares;
    m_told.hidden = before.hidden;
    // A score's story is in its terms; what follows goes through stages.
    if (m_trace.tensors[static_cast<std::size_t>(place.tensor)].role != Role::Scores)
        m_told.stages = std::move(before.stages);
    return before.recorded;
}

} // namespace regard
