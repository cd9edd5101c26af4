// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/elided_label.h"
#include "ui/session/aligner.h"
#include "ui/session/pane.h"
#include "ui/views/shared/trace_view.h"

#include <QSet>
#include <QTabWidget>

#include <vector>

class QComboBox;
class QToolButton;

namespace regard {

class Activity;

/// A pane on screen: the views of its computation as tabs, each told of trace, moment and selection
/// while it is looked at. Beside other panes it says above what it computes otherwise than they,
/// and below what came of it.
class PaneStage : public QWidget {
    Q_OBJECT
public:
    explicit PaneStage(Pane& pane, QWidget* parent = nullptr);

    Pane& pane() const { return m_pane; }
    /// Looks at the traces that it is given.
    Aligner& aligner() { return m_aligner; }
    QTabWidget* tabs() const { return m_tabs; }
    /// The views in the order of viewSpecs(), and the one of a class.
    const std::vector<TraceView*>& views() const { return m_views; }
    template <class View> View* view() const
    {
        for (TraceView* view : m_views)
            if (auto* found = qobject_cast<View*>(view))
                return found;
        return nullptr;
    }
    TraceView* shownView() const;
    /// The view that shows one tensor large; null if there is none.
    TraceView* largeView() const;
    /// Whether a view, by its place in viewSpecs(), can show the trace.
    bool offers(int view) const { return m_tabs->isTabVisible(view); }
    /// Whether a view has been told of the newest trace; the others are when they are turned to.
    bool isFed(TraceView* view) const { return !m_stale.contains(view); }
    /// Shows a tensor large.
    void openTensor(int tensor);
    void setTheme(const Theme& theme);

    /// Beside others: with a line above and one below, the views in a list instead of tabs.
    void setCompared(bool compared);
    bool isCompared() const { return m_compared; }
    /// The pane that the panels speak of.
    void setActive(bool active);
    /// What it computes otherwise than the others: "Score: dot".
    void setTitle(const QString& title);
    QString title() const { return m_title->text(); }
    /// What came of it, and all that there is to say of it for who points at it.
    void setFigures(const QString& text, const QString& help);
    QString figures() const { return m_figures->text(); }
    /// Without what is there to be clicked.
    void setForPicture(bool forPicture);
    /// Its pane goes: it listens no more.
    void leave();
    QToolButton* closeButton() const { return m_close; }
    QComboBox* viewBox() const { return m_viewBox; }

Q_SIGNALS:
    /// A click anywhere in it: the panels are to speak of it.
    void activated();
    void closeAsked();
    /// Another tensor may be shown large, or another trace.
    void scaleNeeded();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildLines();
    void markTitle(bool marked);
    /// The list of views goes where the title needs the room: keys and menu choose them too.
    void placeViewBox();
    /// All views' tabs are seen before what a computation took is said beside them.
    void fitActivity();
    void takeTrace(const TracePtr& trace);
    /// Tabs of the views that can show the trace; the first takes the place of one that can't.
    void offerViews();
    void showTrace();
    void showSelection();
    void showMoment();
    void showView(const QString& id);
    void feed(TraceView* view);
    /// Where the words of the scene come from by the rules, as soon as it is found out.
    void showExpected();
    /// Shows a view, at the layer and head of the one that was looked at.
    void turnTo(TraceView* view);
    QSet<TraceView*> allViews() const { return {m_views.begin(), m_views.end()}; }

    Pane& m_pane;
    Aligner m_aligner;
    QWidget* m_head; ///< the line above
    ElidedLabel* m_title;
    QComboBox* m_viewBox;
    QToolButton* m_close;
    QTabWidget* m_tabs;
    ElidedLabel* m_figures;
    Activity* m_activity;
    std::vector<TraceView*> m_views; ///< a tab each
    TraceView* m_turnedTo = nullptr; ///< the view that is looked at
    QSet<TraceView*> m_stale; ///< views that have not seen the newest trace
    QSet<TraceView*> m_fresh; ///< views that have not shown the scenario's first picture
    std::string m_scenario; ///< that the views are of
    bool m_compared = false;
    bool m_forPicture = false;
    bool m_active = true;
    Theme m_theme = Theme::light();
};

} // namespace regard
