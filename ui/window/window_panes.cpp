// SPDX-License-Identifier: GPL-3.0-or-later
// Panes of the window: how they stand beside each other, and which of them the panels speak of.
#include "core/scenarios/catalogue.h"

#include "ui/panels/message_bar.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/sweep_table.h"
#include "ui/views/beam/beam_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/shared/give_help.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"
#include "ui/words/setting_text.h"

#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <utility>

namespace regard {

void MainWindow::connectPane(PaneStage* stage)
{
    Pane& pane = stage->pane();
    const auto isActive = [this, &pane] { return &pane == &m_panes.active(); };
    const auto whenActive = [this, isActive](auto member) {
        return [this, isActive, member](const auto&... arguments) {
            if (isActive())
                (this->*member)(arguments...);
        };
    };
    connect(&pane.explorer(), &Explorer::explorationChanged, this,
            whenActive(&MainWindow::showExploration));
    connect(&pane, &Pane::arrived, this, whenActive(&MainWindow::takeTrace));
    connect(&pane, &Pane::taken, this, [this, isActive] {
        if (!isActive())
            return;
        showTrace();
        if (m_table && m_table->isVisible())
            tabulateAgain();
        computeReasons();
    });
    connect(&pane.explorer(), &Explorer::failed, this, [this, stage](const QString& message) {
        m_computationFailed = true;
        const TracePtr& trace = stage->pane().explorer().trace();
        const bool old = trace && !trace->tensors.empty();
        const QString where =
            m_panes.count() > 1 ? tr("%1: %2").arg(stage->title(), message) : message;
        m_messages->showErrorSoon(old ? tr("%1. Until then the picture stays as it was.").arg(where)
                                      : where);
    });
    connect(&pane.selection(), &Selection::changed, this, [this, isActive] {
        if (!isActive())
            return;
        showSelection();
        showTable();
        hearCell();
        if (m_reasons && m_reasons->step() != wordInQuestion())
            computeReasons();
    });
    connect(&pane.timeline(), &Timeline::momentChanged, this, [this, isActive] {
        if (isActive())
            showMoment();
    });
    // A session is as it is in its file once all of it is shown.
    connect(&pane, &Pane::settled, this, [this] {
        if (std::exchange(m_sessionOpens, false)) {
            m_saved = workspace();
            showTitle();
        }
    });
    if (auto* heatmap = stage->view<HeatmapView>())
        connect(heatmap, &HeatmapView::editRequested, this,
                [this, stage](const CellRef& cell, const QRect& place) {
                    askForNumber(stage, cell, place);
                });
    if (auto* scene = stage->view<SceneView>()) {
        connect(scene, &SceneView::pointDragged, this, &MainWindow::dragPoint);
        connect(scene, &SceneView::pointChanged, this, &MainWindow::changePoint);
        connect(scene, &SceneView::dragGivenUp, this, &MainWindow::giveUpDrag);
    }
    if (auto* beam = stage->view<BeamView>()) {
        connect(beam, &BeamView::prefixAsked, this, &MainWindow::writePrefix);
        connect(beam, &BeamView::branchAsked, this, &MainWindow::writeBranch);
    }
    connect(&pane.explorer(), &Explorer::explorationChanged, this, &MainWindow::noteChange);
    connect(&pane.selection(), &Selection::changed, this, &MainWindow::noteChange);
    connect(&pane, &Pane::viewChanged, this, &MainWindow::noteChange);
}

void MainWindow::showActive()
{
    showExploration();
    if (const TracePtr& trace = pane().explorer().trace()) {
        takeTrace(trace);
        showTrace();
    }
}

void MainWindow::comparePane(const std::string& setting, const SettingValue& value)
{
    m_history.perform(tr("comparing “%1”").arg(m_top->settings()->label(setting)),
                      [&] { m_panes.add(setting, value); });
}

void MainWindow::compareAll(const std::string& setting)
{
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    const SettingSpec* line = spec ? findSetting(*spec, setting) : nullptr;
    if (!line)
        return;
    const Settings now = resolveSettings(spec->settings, pane().explorer().exploration().settings);
    m_history.perform(tr("comparing “%1”").arg(m_top->settings()->label(setting)), [&] {
        for (const SettingValue& value : valuesToCompare(*line))
            if (value != now.value(setting))
                m_panes.add(setting, value);
    });
    // Many are compared by their weights: the whole way of the data has no room in each.
    for (PaneStage* stage : stages())
        if (stage->shownView() == stage->views().front() && stage->largeView())
            stage->tabs()->setCurrentWidget(stage->largeView());
}

void MainWindow::compareScenario(const QString& id)
{
    m_history.perform(tr("comparing scenarios"), [&] { m_panes.addScenario(id); });
}

void MainWindow::tabulate(const std::string& setting)
{
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    const SettingSpec* line = spec ? findSetting(*spec, setting) : nullptr;
    if (!line)
        return;
    if (!m_table) {
        m_table = new SweepTable(this);
        m_table->setWindowFlag(Qt::Tool);
        m_table->resize(860, 460);
        m_table->setTheme(m_appearance.theme());
        connect(m_table, &SweepTable::chosen, this,
                [this](const SettingValue& value) { comparePane(m_table->setting().name, value); });
    }
    m_table->compute(pane().explorer().exploration(), *line);
    m_table->show();
    showTable();
    m_table->raise();
    m_table->view()->setFocus();
}

void MainWindow::tabulateAgain()
{
    const Exploration& exploration = pane().explorer().exploration();
    const SettingSpec* line =
        findSetting(scenarioOf(exploration.scenario), m_table->setting().name);
    if (line)
        m_table->compute(exploration, *line);
    else
        m_table->hide();
}

void MainWindow::showTable()
{
    const TracePtr& trace = pane().explorer().trace();
    if (m_table && m_table->isVisible() && trace)
        m_table->setPlace(placeOf(*trace, pane().selection().fixed()));
}

void MainWindow::closePane(int index)
{
    m_history.perform(tr("closing a pane"), [&] { m_panes.remove(index); });
}

void MainWindow::closeOtherPanes()
{
    m_history.perform(tr("closing panes"), [&] {
        for (int i = m_panes.count(); i-- > 0;)
            if (i != m_panes.activeIndex())
                m_panes.remove(i);
    });
}

void MainWindow::buildCompareMenu()
{
    QMenu* compare = addMenu("compare", tr("&Compare"));
    compare->setToolTipsVisible(true);
    m_oneScale = new QAction(tr("&One colour scale"), this);
    m_oneScale->setCheckable(true);
    m_oneScale->setChecked(true);
    giveHelp(m_oneScale, "compare/one-scale");
    connect(m_oneScale, &QAction::toggled, m_grid, &PaneGrid::setOneScale);
    m_difference = new QAction(tr("&Difference of two panes"), this);
    m_difference->setCheckable(true);
    m_difference->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_D));
    giveHelp(m_difference, "compare/difference");
    connect(m_difference, &QAction::toggled, m_grid, &PaneGrid::setDifferenceShown);
    addAction(m_difference);
    m_closePane = new QAction(tr("&Close this pane"), this);
    giveHelp(m_closePane, "compare/close");
    m_closePane->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_W));
    connect(m_closePane, &QAction::triggered, this, [this] { closePane(m_panes.activeIndex()); });
    m_closeOthers = new QAction(tr("Close the &others"), this);
    giveHelp(m_closeOthers, "compare/close-others");
    connect(m_closeOthers, &QAction::triggered, this, &MainWindow::closeOtherPanes);
    addAction(m_closePane);
    connect(compare, &QMenu::aboutToShow, this, [this, compare] { fillCompareMenu(compare); });
    fillCompareMenu(compare);
    connect(m_top->settings(), &SettingsBar::menuAsked, this,
            [this](const std::string& name, const QPoint& at) {
                const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
                if (!spec)
                    return;
                auto* menu = new QMenu(this);
                menu->setAttribute(Qt::WA_DeleteOnClose);
                if (const SettingSpec* setting = findSetting(*spec, name))
                    fillSettingMenu(menu->addMenu(tr("Compare with")), *setting);
                menu->popup(at);
            });
    connect(m_grid, &PaneGrid::closeAsked, this, &MainWindow::closePane);
    connect(m_grid, &PaneGrid::countChanged, this, &MainWindow::showCompareActions);
    showCompareActions();
}

void emptyMenu(QMenu* menu)
{
    menu->clear();
    // Menus in it are its children, which clear() leaves.
    for (QMenu* inner : menu->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
        inner->deleteLater();
}

void MainWindow::fillCompareMenu(QMenu* menu)
{
    emptyMenu(menu);
    if (const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario)) {
        for (const SettingSpec& setting : spec->settings)
            if (setting.affects != Affects::Training)
                fillSettingMenu(menu->addMenu(QString::fromStdString(setting.label)), setting);
        menu->addSeparator();
        QMenu* others = menu->addMenu(tr("Another &scenario"));
        giveHelp(others->menuAction(), "compare/scenario");
        others->setEnabled(!m_panes.isFull());
        for (const ScenarioSpec& other : catalogue())
            if (other.id != spec->id)
                helpAs(others->addAction(
                           QString::fromStdString(other.title), this,
                           [this, id = QString::fromStdString(other.id)] { compareScenario(id); }),
                       QString::fromStdString(other.summary));
        menu->addSeparator();
    }
    QAction* input = menu->addAction(tr("Own &text for this pane"), this, [this](bool own) {
        m_history.perform(tr("a text of its own"), [&] { m_panes.setOwnInput(own); });
        showExploration();
    });
    giveHelp(input, "compare/own-text");
    input->setCheckable(true);
    input->setChecked(m_panes.hasOwnInput());
    input->setEnabled(m_panes.activeIndex() > 0);
    QAction* before =
        menu->addAction(tr("&Without my changes"), this, &MainWindow::compareUnedited);
    giveHelp(before, "compare/unchanged");
    before->setEnabled(!m_panes.isFull() && !pane().explorer().exploration().edits.empty());
    QAction* reasons =
        menu->addAction(tr("Do the weights e&xplain it?"), this, &MainWindow::showReasons);
    giveHelp(reasons, "compare/reasons");
    menu->addSeparator();
    menu->addAction(m_difference);
    menu->addAction(m_oneScale);
    menu->addSeparator();
    menu->addAction(m_closePane);
    menu->addAction(m_closeOthers);
}

void MainWindow::fillSettingMenu(QMenu* menu, const SettingSpec& setting)
{
    const ScenarioSpec& spec = scenarioOf(pane().explorer().exploration().scenario);
    const Settings now = resolveSettings(spec.settings, pane().explorer().exploration().settings);
    menu->setToolTip(QString::fromStdString(setting.help));
    menu->menuAction()->setWhatsThis(QStringLiteral("%1 %2").arg(
        whatsThisOf("compare/setting"), QString::fromStdString(setting.help)));
    menu->setEnabled(!m_panes.isFull() && !unmetCondition(setting, now));
    int others = 0;
    for (const SettingValue& value : valuesToCompare(setting)) {
        QAction* action =
            menu->addAction(settingInWords(value), this,
                            [this, name = setting.name, value] { comparePane(name, value); });
        helpWhenAsked(action, "compare/value");
        const bool same = value == now.value(setting.name);
        action->setEnabled(!same);
        others += same ? 0 : 1;
    }
    if (others < 2)
        return;
    menu->addSeparator();
    QAction* all = menu->addAction(tr("All, side by side"), this,
                                   [this, name = setting.name] { compareAll(name); });
    helpWhenAsked(all, "compare/all");
    all->setToolTip(tr("As many as there is room for, at most %1 panes").arg(mostPanes));
    QAction* table = menu->addAction(tr("All in a &table"), this,
                                     [this, name = setting.name] { tabulate(name); });
    giveHelp(table, "compare/table");
}

void MainWindow::showCompareActions()
{
    m_difference->setEnabled(m_panes.count() > 1);
    m_oneScale->setEnabled(m_panes.count() > 1);
    m_closePane->setEnabled(m_panes.count() > 1);
    m_closeOthers->setEnabled(m_panes.count() > 1);
    showHint();
}

} // namespace regard
