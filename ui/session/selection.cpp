// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include "ui/session/picked_places.h"

#include <utility>

namespace regard {

CellRef follow(const CellRef& cell, const Trace* from, const Trace* to)
{
    if (!from || !to || cell.tensor < 0 || cell.tensor >= static_cast<int>(from->tensors.size()))
        return {};
    const TraceTensor& before = from->tensors[static_cast<std::size_t>(cell.tensor)];
    const int tensor = to->indexOf(before.path);
    if (tensor < 0)
        return {};
    const TraceTensor& now = to->tensors[static_cast<std::size_t>(tensor)];
    // Where one is gone, its neighbour takes its place.
    const auto moved = [](Index place, const Axis& old, const Axis& other) {
        const Index found = followLabel(place, old, other);
        return found < 0 ? place : found;
    };
    const CellRef found{tensor, moved(cell.row, before.rows, now.rows),
                        moved(cell.column, before.columns, now.columns)};
    if (found.row >= now.value.rows() || found.column >= now.value.columns())
        return {tensor, -1, -1};
    return found;
}

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
