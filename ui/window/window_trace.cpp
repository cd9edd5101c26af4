// SPDX-License-Identifier: GPL-3.0-or-later
// What views and panels are told of the trace, the moment and the selection.
#include "ui/panels/inspector.h"

#include "core/scenarios/catalogue.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/next_words.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/token_places.h"
#include "ui/views/shared/trace_view.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

#include <QAction>

#include <utility>

namespace regard {

void MainWindow::takeTrace(const TracePtr& trace)
{
    if (m_computationFailed)
        m_messages->clear();
    m_computationFailed = false;
    m_top->settings()->setSettings(trace->settings);
    m_sentence->setTrace(trace);
    showNotes();
    m_tensors->setTrace(trace);
    m_inspector->setTrace(trace);
    m_nextWords->setTrace(trace, QString::fromStdString(pane().explorer().exploration().target));
}

void MainWindow::showTrace()
{
    for (std::size_t view = 0; view < m_viewActions.size(); ++view)
        m_viewActions[view]->setEnabled(activeStage()->offers(static_cast<int>(view)));
    showSelection();
    showMoment();
    m_nextWords->settle();
}

void MainWindow::showSelection()
{
    const TracePtr& trace = pane().explorer().trace();
    if (!trace)
        return;
    m_inspector->setPlace(pane().selection().shown());
    m_tensors->setSelection(pane().selection().fixed());
    showHint();
    const TokenPlace fixed = tokensOf(*trace, pane().selection().fixed());
    const TokenPlace hovered = tokensOf(*trace, pane().selection().hovered());
    m_sentence->setMarks(fixed.input, hovered.input, fixed.output, hovered.output);
    showNextWords();
}

void MainWindow::showNextWords()
{
    const TracePtr& trace = pane().explorer().trace();
    if (trace)
        m_nextWords->setPlace(pane().timeline().moment(),
                              tokensOf(*trace, pane().selection().fixed()).output);
}

void MainWindow::showMoment()
{
    const TracePtr& trace = pane().explorer().trace();
    const int moment = pane().timeline().moment();
    m_inspector->setMoment(moment, pane().timeline().description());
    showHint();
    if (trace)
        m_sentence->setMoment(*trace, moment);
    showNextWords();
}

CellRef MainWindow::base() const
{
    if (pane().selection().fixed())
        return pane().selection().fixed();
    return {shownView()->isOfOneTensor() ? shownView()->shownTensor() : -1, -1, -1};
}

} // namespace regard
