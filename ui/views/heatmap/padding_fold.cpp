// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/padding_fold.h"

#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <map>

namespace regard {

namespace {

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
    return axis && axis->padding.count >= leastFolded ? Run{axis->padding} : Run();
}

Axis PaddingFold::fold(const Axis& axis, const Run& run)
{
    if (run.count == 0)
        return axis;
    AxisLabels labels = *axis;
    labels.names.erase(labels.names.begin() + run.first, labels.names.begin() + run.last());
    std::string& name = labels.names[static_cast<std::size_t>(run.first)];
    name = FlowWords::tr("%1 %2", "how many, a token")
               .arg(run.count)
               .arg(QString::fromStdString(name))
               .toStdString();
    if (run.first == 0)
        labels.first += static_cast<int>(run.extra());
    labels.padding.count = 1;
    return std::make_shared<const AxisLabels>(std::move(labels));
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
