// SPDX-License-Identifier: GPL-3.0-or-later
// The Tab key: from control to control, in the order in which the window is read.
#include "ui/panels/message_bar.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/timeline_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

#include <QDockWidget>

#include <algorithm>

namespace regard {

namespace {

/// In a panel that lies behind another: its tab shows the other one.
bool isBehindTab(const QWidget* control)
{
    for (; control; control = control->parentWidget())
        if (qobject_cast<const QDockWidget*>(control))
            return control->visibleRegion().isEmpty();
    return false;
}

QPoint centreOf(const QWidget* control)
{
    return control->mapTo(control->window(), control->rect().center());
}

/// Row after row, each from the left; a row goes on as long as the next control is beside the
/// first.
void sortByPlace(QList<QWidget*>& controls)
{
    std::stable_sort(controls.begin(), controls.end(), [](const QWidget* a, const QWidget* b) {
        return centreOf(a).y() < centreOf(b).y();
    });
    for (auto row = controls.begin(); row != controls.end();) {
        const int bottom = centreOf(*row).y() + (*row)->height() / 2;
        const auto next = std::find_if(row, controls.end(), [bottom](const QWidget* control) {
            return centreOf(control).y() > bottom;
        });
        std::stable_sort(row, next, [](const QWidget* a, const QWidget* b) {
            return centreOf(a).x() < centreOf(b).x();
        });
        row = next;
    }
}

} // namespace

QList<QWidget*> MainWindow::tabStops() const
{
    QList<const QWidget*> regions{m_top, m_sentence, m_messages};
    const auto addDocks = [&](bool left) {
        for (const QDockWidget* dock : m_docks)
            if ((m_body->dockWidgetArea(const_cast<QDockWidget*>(dock)) == Qt::LeftDockWidgetArea)
                == left)
                regions << dock;
    };
    addDocks(true);
    for (const PaneStage* stage : stages())
        regions << stage;
    regions << m_grid;
    addDocks(false);
    regions << m_body << m_timelineBar << this;

    std::vector<QList<QWidget*>> controls(static_cast<std::size_t>(regions.size()));
    for (QWidget* at = nextInFocusChain(); at != this; at = at->nextInFocusChain()) {
        if (!(at->focusPolicy() & Qt::TabFocus) || at->focusProxy() || !at->isEnabled()
            || at->window() != this || !at->isVisibleTo(this) || isBehindTab(at))
            continue;
        const auto region = std::find_if(regions.begin(), regions.end(), [at](const QWidget* each) {
            return each == at || each->isAncestorOf(at);
        });
        controls[static_cast<std::size_t>(region - regions.begin())] << at;
    }
    // What is made anew for another scenario stands last in Qt's chain.
    sortByPlace(controls[0]);
    sortByPlace(controls[1]);
    QList<QWidget*> all;
    for (const QList<QWidget*>& each : controls)
        all << each;
    return all;
}

bool MainWindow::focusNextPrevChild(bool next)
{
    const QList<QWidget*> stops = tabStops();
    // What has the keyboard may be a part of a stop.
    qsizetype now = -1;
    for (QWidget* at = focusWidget(); at && now < 0; at = at->parentWidget())
        now = stops.indexOf(at);
    const qsizetype count = stops.size();
    if (count == 0 || (count == 1 && now == 0))
        return false;
    const qsizetype to = now < 0 ? (next ? 0 : count - 1) : (now + (next ? 1 : count - 1)) % count;
    setAttribute(Qt::WA_KeyboardFocusChange);
    stops[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

} // namespace regard
