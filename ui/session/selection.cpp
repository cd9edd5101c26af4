// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include "ui/words/picked_places.h"

#include <utility>

namespace regard {

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
