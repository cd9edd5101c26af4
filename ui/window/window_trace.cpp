// SPDX-License-Identifier: GPL-3.0-or-later
// What views and panels are told of the trace, the moment and the selection.
#include "ui/panels/inspector.h"

#include "core/scenarios/catalogue.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/token_places.h"
#include "ui/views/shared/trace_view.h"
#include "ui/window/activity.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

#include <utility>

namespace regard {

void MainWindow::takeTrace(const TracePtr& trace)
{
    if (m_computationFailed)
        m_messages->clear();
    m_computationFailed = false;
    m_stale = allViews();
    m_activity->setSeconds(trace->seconds);
    m_top->settings()->setSettings(trace->settings);
    m_sentence->setTrace(trace);
    showNotes();
    m_tensors->setTrace(trace);
    m_inspector->setTrace(trace);
}

void MainWindow::showTrace()
{
    feed(shownView());
    showSelection();
    showMoment();
}

void MainWindow::feed(TraceView* view)
{
    if (m_stale.remove(view))
        view->setTrace(m_pane.explorer().trace());
    const TracePtr& trace = m_pane.explorer().trace();
    if (trace && trace->scenario == m_shownScenario.toStdString() && m_fresh.remove(view)) {
        const std::string& start = scenarioOf(trace->scenario).startTensor;
        view->showTensor(start.empty() ? trace->indexOf(Role::Weights) : trace->indexOf(start));
    }
    if (trace)
        m_pane.timeline().setStops(view->stops());
    view->setMoment(m_pane.timeline().moment());
    view->setSelection(m_pane.selection().fixed(), m_pane.selection().hovered());
}

void MainWindow::turnTo(TraceView* view)
{
    TraceView* before = std::exchange(m_turnedTo, view);
    const TracePtr& trace = m_pane.explorer().trace();
    const int last = !trace || !before || before == view || m_stale.contains(before)
        ? -1
        : before->shownTensor();
    feed(view);
    // The same layer and head: the tensor that is shown, in the scope that was looked at.
    const int own = view->shownTensor();
    if (last < 0 || own < 0)
        return;
    const auto tensor = [&](int index) -> const TraceTensor& {
        return trace->tensors[static_cast<std::size_t>(index)];
    };
    view->showTensor(
        trace->indexOf(std::string(tensor(last).scope()) + "/" + std::string(tensor(own).name())));
}

void MainWindow::showSelection()
{
    const TracePtr& trace = m_pane.explorer().trace();
    if (!trace)
        return;
    TraceView* view = shownView();
    if (!m_stale.contains(view))
        view->setSelection(m_pane.selection().fixed(), m_pane.selection().hovered());
    m_inspector->setPlace(m_pane.selection().shown());
    m_tensors->setSelection(m_pane.selection().fixed());
    showHint();
    const TokenPlace fixed = tokensOf(*trace, m_pane.selection().fixed());
    const TokenPlace hovered = tokensOf(*trace, m_pane.selection().hovered());
    m_sentence->setMarks(fixed.input, hovered.input, fixed.output, hovered.output);
}

void MainWindow::showMoment()
{
    const TracePtr& trace = m_pane.explorer().trace();
    const int moment = m_pane.timeline().moment();
    TraceView* view = shownView();
    if (!m_stale.contains(view))
        view->setMoment(moment);
    m_inspector->setMoment(moment, m_pane.timeline().description());
    showHint();
    if (trace)
        m_sentence->setMoment(*trace, moment);
}

CellRef MainWindow::base() const
{
    if (m_pane.selection().fixed())
        return m_pane.selection().fixed();
    return {shownView()->isOfOneTensor() ? shownView()->shownTensor() : -1, -1, -1};
}

} // namespace regard
