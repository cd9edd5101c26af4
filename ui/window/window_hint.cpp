// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done next, in one quiet line of the window.
#include "ui/panels/message_bar.h"
#include "ui/window/main_window.h"

namespace regard {

void MainWindow::showHint()
{
    const TracePtr& trace = pane().explorer().trace();
    QString hint;
    if (!trace || trace->tensors.empty())
        hint = tr("Type above or choose an example: everything below is computed from it.");
    else if (m_presenting)
        hint = tr(
            "← → go one step, Space plays or pauses, End shows all. F11 brings the panels back.");
    else if (m_panes.count() > 1)
        hint = tr("The panels speak of the pane whose name is underlined: click another. What is "
                  "set there is its own; the text, the place and the moment are everybody's.");
    else if (pane().selection().fixed())
        hint = tr("The Inspector keeps what was clicked. Arrow keys go on from there in the "
                  "picture, Escape lets go.");
    else if (!m_panes.lead().timeline().isAtEnd())
        hint = tr("What is being computed is outlined, what comes later is empty. ← → go one "
                  "step, Space plays or pauses, End shows all.");
    else
        hint = tr("Change the text and all follows at once. Point at any number to see how it "
                  "came about. ▶ plays the computation.");
    m_messages->setHint(hint);
}

} // namespace regard
