// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include <utility>

namespace regard {

namespace {

/// The same place in another trace: the tensor by its path, its row and column if they
/// are still there. Empty if the tensor is not.
CellRef follow(const CellRef& cell, const Trace* from, const Trace* to)
{
    if (!from || !to || cell.tensor < 0 || cell.tensor >= static_cast<int>(from->tensors.size()))
        return {};
    const int tensor = to->indexOf(from->tensors[static_cast<std::size_t>(cell.tensor)].path);
    if (tensor < 0)
        return {};
    const TraceValue& value = to->tensors[static_cast<std::size_t>(tensor)].value;
    if (cell.row >= value.rows() || cell.column >= value.columns())
        return {tensor, -1, -1};
    return {tensor, cell.row, cell.column};
}

} // namespace

void Selection::hover(const CellRef& cell)
{
    set(m_fixed, cell);
}

void Selection::fix(const CellRef& cell)
{
    set(cell, m_hovered);
}

void Selection::free()
{
    set({}, {});
}

void Selection::setTrace(const TracePtr& trace)
{
    const TracePtr before = std::exchange(m_trace, trace);
    set(follow(m_fixed, before.get(), trace.get()), follow(m_hovered, before.get(), trace.get()));
}

void Selection::set(CellRef fixed, CellRef hovered)
{
    if (fixed == m_fixed && hovered == m_hovered)
        return;
    m_fixed = fixed;
    m_hovered = hovered;
    Q_EMIT changed();
}

} // namespace regard
