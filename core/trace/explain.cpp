// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/explain.h"

#include "core/trace/cell_work.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Whether all that takes part can be read.
bool isComplete(const Trace& trace, const Source& source)
{
    return trace.parameters
        || std::none_of(source.used().begin(), source.used().end(), [](const SourceOperand& o) {
               return o.kind == SourceOperand::Kind::Parameter;
           });
}

bool isReplaced(const Trace& trace, const CellRef& cell)
{
    const std::string& path = trace.tensors[static_cast<std::size_t>(cell.tensor)].path;
    return std::any_of(trace.edits.begin(), trace.edits.end(), [&](const Edit& edit) {
        return edit.kind == EditKind::Number && edit.path == path && edit.row == cell.row
            && edit.column == cell.column;
    });
}

} // namespace

bool isHiddenByHand(const Trace& trace, const CellRef& cell)
{
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    const int token = tensor.role == Role::Masked
        ? trace.tokenAt(tensor.columns, cell.column, TokensOf::Input)
        : -1;
    return token >= 0 && std::any_of(trace.edits.begin(), trace.edits.end(), [&](const Edit& edit) {
               return edit.kind == EditKind::HideToken && edit.column == token;
           });
}

Explanation explain(const Trace& trace, const CellRef& cell)
{
    Explanation told;
    if (cell.tensor < 0 || cell.tensor >= static_cast<int>(trace.tensors.size()))
        return told;
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    if (cell.row >= tensor.value.rows() || cell.column >= tensor.value.columns())
        return told;
    told.cell = cell;
    told.formula = tensor.source.formula;
    if (!cell.isCell())
        return told;
    told.recorded = tensor.value.at(cell.row, cell.column);
    if (told.formula && isComplete(trace, tensor.source)) {
        CellWork work(trace, cell, told);
        const double computed = (*told.formula->cell)(work);
        if (!std::isnan(computed))
            told.recomputed = computed;
    }
    told.replaced = isReplaced(trace, cell);
    return told;
}

} // namespace regard
