// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/pane.h"

#include <algorithm>
#include <utility>

namespace regard {

Pane::Pane(QObject* parent) : QObject(parent)
{
    connect(&m_explorer, &Explorer::traced, this, &Pane::take);
    connect(&m_explorer, &Explorer::failed, this, &Pane::settle);
}

PaneState Pane::state() const
{
    PaneState state{m_explorer.exploration(), m_view.toStdString(), m_wanted, m_own};
    if (const TracePtr& trace = m_explorer.trace(); trace && !m_opens)
        state.selection = placeOf(*trace, m_selection.fixed());
    return state;
}

void Pane::use(const PaneState& state)
{
    m_wanted = state.selection;
    m_opens = true;
    m_own = state.own;
    setView(QString::fromStdString(state.view));
    m_explorer.explore(state.exploration);
}

bool Pane::keeps(std::string_view name) const
{
    return std::find(m_own.begin(), m_own.end(), name) != m_own.end();
}

void Pane::keep(std::string_view name)
{
    if (!keeps(name))
        m_own.emplace_back(name);
}

void Pane::setView(const QString& id)
{
    if (id == m_view)
        return;
    m_view = id;
    Q_EMIT viewChanged(id);
}

void Pane::take(const TracePtr& trace)
{
    Q_EMIT arrived(trace);
    m_selection.setTrace(trace);
    m_timeline.setTrace(trace);
    if (const CellRef wanted = cellAt(*trace, m_wanted))
        m_selection.fix(wanted);
    Q_EMIT taken(trace);
    settle();
}

void Pane::settle()
{
    m_wanted = {};
    if (std::exchange(m_opens, false))
        Q_EMIT settled();
}

} // namespace regard
