// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/cell_rules.h"

#include <cmath>

namespace regard {

namespace {

/// The same places of operands 0 and 1, told by a line with both.
struct Pair {
    double left;
    double right;
};
Pair tellPair(CellWork& work, std::string_view line)
{
    const Pair pair{work.at(0, work.row(), work.column()), work.at(1, work.row(), work.column())};
    work.show(work.rowOf(0, work.row()));
    work.show(work.rowOf(1, work.row()));
    work.worked(line, {{pair.left, work.roleOf(0)}, {pair.right, work.roleOf(1)}});
    return pair;
}

} // namespace

double givenCell(CellWork& work)
{
    return work.recorded();
}

double sameCell(CellWork& work)
{
    return copiedFrom(work, 0, work.row());
}

double lastRowCell(CellWork& work)
{
    return copiedFrom(work, 0, work.rowsOf(0) - 1);
}

double sumCell(CellWork& work)
{
    const Pair pair = tellPair(work, "{} + {f}");
    return pair.left + pair.right;
}

double productCell(CellWork& work)
{
    const Pair pair = tellPair(work, "{} · {f}");
    return pair.left * pair.right;
}

double copiedFrom(CellWork& work, std::size_t operand, Index row)
{
    if (row < 0)
        return 0;
    work.show(work.rowOf(operand, row));
    return work.at(operand, row, work.column());
}

double tableRow(CellWork& work, Index row, std::string_view symbol)
{
    work.show(work.rowOf(0, row, symbol));
    work.worked("row {i} of the table, feature {i}",
                {{static_cast<double>(row + 1), {}}, {static_cast<double>(work.column() + 1), {}}});
    return work.at(0, row, work.column());
}

double sideBySide(CellWork& work, Index leftRow, Index rightRow)
{
    const Index width = work.columnsOf(0);
    const bool left = work.column() < width;
    const Index row = left ? leftRow : rightRow;
    if (row < 0)
        return 0;
    const std::size_t from = left ? 0 : 1;
    work.show(work.rowOf(from, row));
    return work.at(from, row, left ? work.column() : work.column() - width);
}

double withBias(CellWork& work, double sum, std::size_t bias, Index entry)
{
    if (!work.has(bias)) {
        work.worked("{sum}", {});
        return sum;
    }
    const double added = work.at(bias, entry);
    work.stage(Stage::Kind::Sum, sum);
    work.stage("+ bias", added);
    work.worked("{sum} + {f}", {{added, {}}});
    return sum + added;
}

double tanhWithBias(CellWork& work, double sum, std::size_t bias, Index entry)
{
    const double inner = withBias(work, sum, bias, entry);
    if (work.has(bias))
        work.worked("tanh({sum} + {f})", {{work.at(bias, entry), {}}});
    else
        work.worked("tanh({sum})", {});
    return std::tanh(inner);
}

RowScale tellScale(CellWork& work, const std::vector<double>& row, double epsilon)
{
    const auto width = static_cast<double>(row.size());
    double sum = 0;
    for (const double x : row)
        sum += x;
    const double mean = sum / width;
    double squares = 0;
    for (const double x : row)
        squares += (x - mean) * (x - mean);
    const double deviation = std::sqrt(squares / width + epsilon);
    work.stage("mean of the row", mean);
    work.stage("deviation of the row", deviation);
    return {mean, deviation};
}

double logistic(double x)
{
    return 1 / (1 + std::exp(-x));
}

} // namespace regard
