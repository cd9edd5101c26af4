// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pane_stage.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include "ui/panels/drawings.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/view_spec.h"
#include "ui/window/activity.h"

#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QStandardItemModel>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace regard {

PaneStage::PaneStage(Pane& pane, QWidget* parent)
    : QWidget(parent)
    , m_pane(pane)
    , m_head(new QWidget)
    , m_title(new ElidedLabel)
    , m_viewBox(new QComboBox)
    , m_close(new QToolButton)
    , m_tabs(new QTabWidget)
    , m_figures(new ElidedLabel)
    , m_activity(new Activity)
{
    buildLines();
    for (const ViewSpec& spec : viewSpecs()) {
        m_views.push_back(spec.make().release()); // the tabs own them
        m_views.back()->setWhatsThis(manualOf(spec));
        const int tab = m_tabs->addTab(m_views.back(), titleOf(spec));
        m_tabs->setTabToolTip(tab, tr("%1 (Ctrl+%2)").arg(helpOf(spec)).arg(tab + 1));
        m_viewBox->addItem(titleOf(spec));
        m_viewBox->setItemData(tab, helpOf(spec), Qt::ToolTipRole);
    }
    m_turnedTo = m_views.front();
    m_fresh = allViews();
    m_tabs->setDocumentMode(false);
    m_tabs->setCornerWidget(m_activity);
    m_tabs->setAccessibleName(tr("Stage"));

    if (m_pane.view().isEmpty())
        m_pane.setView(QString::fromLatin1(viewSpecs().front().id));
    connect(&m_aligner, &Aligner::told, this, &PaneStage::showExpected);
    connect(&m_pane, &Pane::arrived, this, &PaneStage::takeTrace);
    connect(&m_pane, &Pane::taken, this, &PaneStage::showTrace);
    connect(&m_pane, &Pane::viewChanged, this, &PaneStage::showView);
    connect(&m_pane.selection(), &Selection::changed, this, &PaneStage::showSelection);
    connect(&m_pane.timeline(), &Timeline::momentChanged, this, &PaneStage::showMoment);
    connect(&m_pane.explorer(), &Explorer::busyChanged, m_activity, &Activity::setBusy);
    connect(m_activity, &Activity::cancelled, &m_pane.explorer(), &Explorer::cancel);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) {
        m_pane.setView(QString::fromLatin1(viewSpecs()[static_cast<std::size_t>(tab)].id));
        m_viewBox->setCurrentIndex(tab);
        turnTo(shownView());
    });
    connect(m_viewBox, &QComboBox::activated, m_tabs, &QTabWidget::setCurrentIndex);
    connect(m_close, &QToolButton::clicked, this, &PaneStage::closeAsked);
    for (TraceView* view : m_views) {
        connect(view, &TraceView::hovered, &m_pane.selection(), &Selection::hover);
        connect(view, &TraceView::clicked, this, [this](const CellRef& cell) {
            Q_EMIT activated();
            m_pane.selection().fix(cell);
        });
        connect(view, &TraceView::opened, this, &PaneStage::openTensor);
        connect(view, &TraceView::stopsChanged, this, [this, view] {
            if (view == shownView() && !m_stale.contains(view))
                m_pane.timeline().setStops(view->stops());
            Q_EMIT scaleNeeded();
        });
        view->installEventFilter(this);
    }
    m_tabs->tabBar()->setAccessibleName(tr("Views"));
    helpWhenAsked(m_tabs, "pane/tabs");
    // Whatever in it gets the keys, by click or by Tab.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (now && isAncestorOf(now))
            Q_EMIT activated();
    });
    showView(m_pane.view());
}

void PaneStage::buildLines()
{
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_viewBox->setAccessibleName(tr("View"));
    giveHelp(m_viewBox, "pane/view");
    m_close->setAutoRaise(true);
    giveHelp(m_close, "compare/close");
    m_close->setAccessibleName(tr("Close this pane"));
    auto* head = new QHBoxLayout(m_head);
    head->setContentsMargins(6, 2, 2, 2);
    head->addWidget(m_title, 1);
    head->addWidget(m_viewBox);
    head->addWidget(m_close);
    m_head->installEventFilter(this);
    m_title->installEventFilter(this);
    m_figures->setIndent(6);
    m_figures->setLines(2);
    m_figures->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_figures->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_figures);
    m_head->hide();
    m_figures->hide();
}

TraceView* PaneStage::shownView() const
{
    return static_cast<TraceView*>(m_tabs->currentWidget());
}

TraceView* PaneStage::largeView() const
{
    const auto found = std::find_if(m_views.begin(), m_views.end(),
                                    [](const TraceView* view) { return view->isOfOneTensor(); });
    return found == m_views.end() ? nullptr : *found;
}

void PaneStage::openTensor(int tensor)
{
    TraceView* large = largeView();
    if (!large)
        return;
    m_tabs->setCurrentWidget(large);
    large->showTensor(tensor);
}

void PaneStage::takeTrace(const TracePtr& trace)
{
    if (trace->scenario != m_scenario) {
        m_scenario = trace->scenario;
        m_fresh = allViews();
    }
    m_stale = allViews();
    m_activity->setCost(trace->seconds, trace->bytes);
}

void PaneStage::offerViews()
{
    const TracePtr& trace = m_pane.explorer().trace();
    auto* list = qobject_cast<QStandardItemModel*>(m_viewBox->model());
    for (int tab = 0; const ViewSpec& spec : viewSpecs()) {
        const bool offered = !spec.shows || !trace || spec.shows(*trace);
        if (!offered && m_tabs->currentIndex() == tab)
            m_tabs->setCurrentIndex(0);
        m_tabs->setTabVisible(tab, offered);
        list->item(tab)->setEnabled(offered);
        ++tab;
    }
    fitActivity();
}

void PaneStage::showTrace()
{
    offerViews();
    feed(shownView());
    Q_EMIT scaleNeeded();
}

void PaneStage::feed(TraceView* view)
{
    const TracePtr& trace = m_pane.explorer().trace();
    if (m_stale.remove(view)) {
        view->setBefore(m_pane.explorer().before());
        view->setTrace(trace);
    }
    if (trace && m_fresh.remove(view)) {
        const std::string& start = scenarioOf(trace->scenario).startTensor;
        view->showTensor(start.empty() ? trace->indexOf(Role::Weights) : trace->indexOf(start));
    }
    if (trace)
        m_pane.timeline().setStops(view->stops());
    view->setPart(m_pane.timeline().part());
    view->setMoment(m_pane.timeline().moment());
    view->setSelection(m_pane.selection().fixed(), m_pane.selection().hovered());
    showExpected();
}

void PaneStage::showExpected()
{
    auto* scene = qobject_cast<SceneView*>(shownView());
    const Explorer& explorer = m_pane.explorer();
    if (!scene || m_stale.contains(scene) || !explorer.trace())
        return;
    m_aligner.request(explorer.trace(), firstText(explorer.exploration()));
    if (m_aligner.found())
        scene->setExpected(m_aligner.trace(), m_aligner.found()->gold);
}

void PaneStage::turnTo(TraceView* view)
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

void PaneStage::showSelection()
{
    TraceView* view = shownView();
    if (m_pane.explorer().trace() && !m_stale.contains(view))
        view->setSelection(m_pane.selection().fixed(), m_pane.selection().hovered());
}

void PaneStage::showMoment()
{
    TraceView* view = shownView();
    if (!m_stale.contains(view)) {
        view->setPart(m_pane.timeline().part());
        view->setMoment(m_pane.timeline().moment());
    }
}

void PaneStage::showView(const QString& id)
{
    for (int tab = 0; const ViewSpec& spec : viewSpecs()) {
        if (id == QLatin1String(spec.id)) {
            // It may be for a trace that is not there yet.
            m_tabs->setTabVisible(tab, true);
            m_tabs->setCurrentIndex(tab);
        }
        ++tab;
    }
    fitActivity();
}

void PaneStage::setCompared(bool compared)
{
    m_compared = compared;
    m_head->setVisible(compared);
    m_figures->setVisible(compared);
    m_tabs->tabBar()->setVisible(!compared);
    m_activity->setVisible(!compared);
    setActive(m_active);
}

void PaneStage::setForPicture(bool forPicture)
{
    m_forPicture = forPicture;
    placeViewBox();
    m_close->setVisible(!forPicture);
    markTitle(m_active && m_compared && !forPicture);
    // At once: the picture is wanted before events come.
    m_head->layout()->activate();
    layout()->activate();
}

void PaneStage::placeViewBox()
{
    const int title = m_title->fontMetrics().horizontalAdvance(m_title->text());
    const int others = m_viewBox->sizeHint().width() + m_close->sizeHint().width() + 24;
    m_viewBox->setVisible(!m_forPicture && title + others <= width());
}

void PaneStage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeViewBox();
    fitActivity();
}

void PaneStage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &PaneStage::fitActivity, Qt::QueuedConnection);
}

void PaneStage::fitActivity()
{
    const int tabs = m_tabs->tabBar()->sizeHint().width();
    m_activity->setBrief(tabs + m_activity->wholeWidth() > width());
}

void PaneStage::leave()
{
    for (TraceView* view : m_views) {
        view->removeEventFilter(this);
        disconnect(view, nullptr, this, nullptr);
    }
    disconnect(qApp, nullptr, this, nullptr);
    // What is on its way comes when the pane is gone.
    disconnect(&m_aligner, nullptr, this, nullptr);
    disconnect(m_tabs, nullptr, this, nullptr);
}

void PaneStage::setActive(bool active)
{
    m_active = active;
    markTitle(active && m_compared);
}

void PaneStage::markTitle(bool marked)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, marked ? m_theme.accent() : m_theme.text());
    m_title->setPalette(colors);
    // Not by colour alone.
    QFont font = m_title->font();
    font.setUnderline(marked);
    m_title->setFont(font);
}

void PaneStage::setTitle(const QString& title)
{
    m_title->setText(title);
    m_tabs->setAccessibleDescription(title);
    placeViewBox();
}

void PaneStage::setFigures(const QString& text, const QString& help)
{
    m_figures->setText(text);
    m_figures->setHelp(help);
}

void PaneStage::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_activity->setTheme(theme);
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
    for (TraceView* view : m_views)
        view->setTheme(theme);
    setActive(m_active);
}

bool PaneStage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress)
        Q_EMIT activated();
    return QWidget::eventFilter(watched, event);
}

} // namespace regard
