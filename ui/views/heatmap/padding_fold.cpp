// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/padding_fold.h"

#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <map>

namespace regard {

namespace {

constexpr const char* padding = "<pad>";
/// Fewer are drawn as they are.
constexpr Index leastFolded = 3;

} // namespace

Index PaddingFold::Run::folded(Index place) const
{
    return place <= first ? place : std::max(first, place - extra());
}

Index PaddingFold::Run::whole(Index place) const
{
    return place < first ? place : place + extra();
}

PaddingFold::Run PaddingFold::paddingOf(const Axis& axis)
{
    Run longest;
    if (!axis)
        return longest;
    const auto count = static_cast<Index>(axis->size());
    for (Index i = 0; i < count; ++i) {
        const Index first = i;
        while (i < count && (*axis)[static_cast<std::size_t>(i)] == padding)
            ++i;
        if (i - first >= std::max(leastFolded, longest.count + 1))
            longest = {first, i - first};
    }
    return longest;
}

Axis PaddingFold::fold(const Axis& axis, const Run& run)
{
    if (run.count == 0)
        return axis;
    std::vector<std::string> labels(axis->names);
    labels.erase(labels.begin() + run.first, labels.begin() + run.last());
    labels[static_cast<std::size_t>(run.first)] = FlowWords::tr("%1 %2", "how many, a token")
                                                      .arg(run.count)
                                                      .arg(QLatin1String(padding))
                                                      .toStdString();
    const Index before = run.first == 0 ? run.extra() : 0;
    return makeAxis(std::move(labels), axis->of, axis->first + static_cast<int>(before));
}

TraceTensor PaddingFold::fold(const TraceTensor& tensor, const Run& rows, const Run& columns)
{
    TraceTensor drawn = tensor;
    drawn.rows = fold(tensor.rows, rows);
    drawn.columns = fold(tensor.columns, columns);
    if (!tensor.rowMoments.empty() && rows.count > 0)
        drawn.rowMoments.erase(drawn.rowMoments.begin() + rows.first,
                               drawn.rowMoments.begin() + rows.last());
    Tensor numbers({tensor.value.rows() - rows.extra(), tensor.value.columns() - columns.extra()});
    for (Index row = 0; row < numbers.rows(); ++row)
        for (Index column = 0; column < numbers.columns(); ++column) {
            Real& number = numbers.at(row, column);
            const Index from = rows.whole(row);
            number = tensor.value.at(from, columns.whole(column));
            if (tensor.role == Role::Weights && columns.count > 0 && column == columns.first)
                for (Index place = columns.first; place < columns.last(); ++place)
                    number += tensor.value.at(from, place);
        }
    drawn.value = std::move(numbers);
    return drawn;
}

PaddingFold::PaddingFold(const TracePtr& trace) : m_whole(trace), m_folded(trace)
{
    if (!trace)
        return;
    std::map<const void*, Run> known; // tensors share their labels
    const auto runOf = [&](const Axis& axis) {
        const auto [place, isNew] = known.try_emplace(axis.get());
        if (isNew)
            place->second = paddingOf(axis);
        m_count = std::max(m_count, place->second.count);
        return place->second;
    };
    for (const TraceTensor& tensor : trace->tensors)
        m_runs.emplace_back(runOf(tensor.rows), runOf(tensor.columns));
    if (m_count == 0)
        return;
    auto drawn = std::make_shared<Trace>(*trace);
    for (std::size_t i = 0; i < drawn->tensors.size(); ++i)
        if (const auto& [rows, columns] = m_runs[i]; rows.count > 0 || columns.count > 0)
            drawn->tensors[i] = fold(trace->tensors[i], rows, columns);
    m_folded = std::move(drawn);
}

bool PaddingFold::folds(int tensor) const
{
    if (m_count == 0 || tensor < 0 || tensor >= static_cast<int>(m_runs.size()))
        return false;
    const auto& [rows, columns] = m_runs[static_cast<std::size_t>(tensor)];
    return rows.count > 0 || columns.count > 0;
}

bool PaddingFold::isFolded(const CellRef& cell) const
{
    if (m_count == 0 || !cell || cell.tensor >= static_cast<int>(m_runs.size()))
        return false;
    const auto& [rows, columns] = m_runs[static_cast<std::size_t>(cell.tensor)];
    return (rows.count > 0 && cell.row == rows.first)
        || (columns.count > 0 && cell.column == columns.first);
}

CellRef PaddingFold::toFolded(const CellRef& cell) const
{
    if (m_count == 0 || !cell || cell.tensor >= static_cast<int>(m_runs.size()))
        return cell;
    const auto& [rows, columns] = m_runs[static_cast<std::size_t>(cell.tensor)];
    return {cell.tensor, rows.folded(cell.row), columns.folded(cell.column)};
}

CellRef PaddingFold::toWhole(const CellRef& cell) const
{
    if (m_count == 0 || !cell || cell.tensor >= static_cast<int>(m_runs.size()))
        return cell;
    const auto& [rows, columns] = m_runs[static_cast<std::size_t>(cell.tensor)];
    return {cell.tensor, rows.whole(cell.row), columns.whole(cell.column)};
}

} // namespace regard
