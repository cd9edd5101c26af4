// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/scenarios/catalogue.h"

#include "ui/panels/command_palette.h"
#include "ui/panels/drawings.h"
#include "ui/panels/inspector.h"
#include "ui/panels/length_window.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/next_words.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/scenario_list.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/sweep_table.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/timeline_bar.h"
#include "ui/panels/token_places.h"
#include "ui/panels/weight_bars.h"
#include "ui/views/shared/spoken_box.h"
#include "ui/views/view_spec.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"

#include <QActionGroup>
#include <QComboBox>
#include <QKeyEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <QWhatsThis>

#include <algorithm>

namespace regard {

namespace {

constexpr const char* firstScenario = "worked-example";

} // namespace

MainWindow::MainWindow(QSettings& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_settings((nameComboBoxes(), settings)) // before a control is made
    , m_history([this] { return workspace(); },
                [this](const Workspace& workspace) {
                    // Who undoes goes on looking as before.
                    m_panes.compute(workspace);
                })
    , m_training(new TrainingDesk(m_panes, m_history, this))
    , m_top(new TopBar)
    , m_sentence(new SentenceBar)
    , m_messages(new MessageBar)
    , m_body(new QMainWindow)
    , m_grid(new PaneGrid(m_panes))
    , m_timelineBar(new TimelineBar(m_panes.lead().timeline()))
    , m_scenarios(new ScenarioList)
    , m_tensors(new TensorTree)
    , m_inspector(new Inspector)
    , m_nextWords(new NextWords)
{
    setWindowTitle(tr("Regard"));
    setWindowIcon(programIcon());
    takeDrops();
    setMinimumSize(800, 560);
    buildStage();
    buildDocks();
    buildMenus();
    connectSession();
    connectPanels();
    connectFiles();
    connectTraining();
    m_top->setScenarios(catalogue());
    m_scenarios->setScenarios(catalogue());
    m_appearance.setPalettes(
        Appearance::palettesOf(m_settings.value(QStringLiteral("window/palettes")).toStringList()));
    m_appearance.setForProjector(m_settings.value(QStringLiteral("window/projector")).toBool());
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::showTheme);
    m_appearance.choose(
        Appearance::choiceOf(m_settings.value(QStringLiteral("window/theme")).toString()));
    m_recent = m_settings.value(QStringLiteral("window/recentFiles")).toStringList();
    m_recentCommands = m_settings.value(QStringLiteral("window/recentCommands")).toStringList();
    showRecentFiles();
    restoreLayout();
}

MainWindow::~MainWindow()
{
    // What is shown goes before what it shows, and who trains before the panes.
    delete takeCentralWidget();
    delete m_training;
}

void MainWindow::buildStage()
{
    connectPane(m_grid->stages().front());
    m_body->setWindowFlags(Qt::Widget);
    m_body->installEventFilter(this);
    m_body->setCentralWidget(m_grid);
    m_body->setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks
                           | QMainWindow::AllowNestedDocks);
    m_body->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_body->setContextMenuPolicy(Qt::NoContextMenu);

    auto* all = new QWidget;
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addWidget(m_sentence);
    layout->addWidget(m_messages);
    auto* body = new QHBoxLayout;
    body->setContentsMargins(8, 0, 8, 0);
    body->addWidget(m_body);
    layout->addLayout(body, 1);
    layout->addWidget(m_timelineBar);
    setCentralWidget(all);
}

void MainWindow::connectSession()
{
    connect(m_grid, &PaneGrid::added, this, &MainWindow::connectPane);
    connect(&m_panes, &Panes::activated, this, &MainWindow::showActive);
    connect(&m_loader, &WeightsLoader::loaded, this, &MainWindow::useWeights);
    connect(&m_loader, &WeightsLoader::failed, this, [this](const QString& message) {
        m_computationFailed = false;
        m_messages->showError(message);
    });
}

void MainWindow::connectPanels()
{
    connect(m_top, &TopBar::scenarioChosen, this, &MainWindow::openScenario);
    connect(m_scenarios, &ScenarioList::opened, this, &MainWindow::openScenario);
    // Whoever has chosen from a list wants to look: Space plays.
    const auto look = [this] { shownView()->setFocus(); };
    connect(m_top, &TopBar::scenarioListLeft, this, look);
    connect(m_scenarios, &ScenarioList::opened, this, look);
    connect(m_top->themeButton(), &QToolButton::clicked, this, [this] {
        m_appearance.choose(m_appearance.theme().isDark() ? Appearance::Choice::Light
                                                          : Appearance::Choice::Dark);
    });
    connect(m_top->presenterButton(), &QToolButton::clicked, this,
            [this] { setPresenting(!m_presenting); });
    connect(m_top->settings(), &SettingsBar::settingChanged, this,
            [this](const std::string& name, const SettingValue& value) {
                m_history.perform(tr("“%1”").arg(m_top->settings()->label(name)),
                                  [&] { m_panes.setSetting(name, value); });
            });
    connect(m_top->settings(), &SettingsBar::resetAsked, this,
            [this] { m_history.perform(tr("settings"), [this] { m_panes.resetSettings(); }); });
    connect(m_sentence, &SentenceBar::textEdited, this, [this](int index, const QString& text) {
        m_history.perform(
            tr("typing"), [&] { m_panes.setText(index, text); }, index);
    });

    const auto chip = [this](CellRef (*place)(const Trace&, const CellRef&, int), bool fixed) {
        return [this, place, fixed](int token) {
            const TracePtr& trace = pane().explorer().trace();
            const CellRef cell = trace ? place(*trace, base(), token) : CellRef();
            if (!fixed)
                pane().selection().hover(cell);
            else if (cell == pane().selection().fixed())
                pane().selection().free();
            else
                pane().selection().fix(cell);
        };
    };
    connect(m_sentence, &SentenceBar::inputHovered, this, chip(placeOfInput, false));
    connect(m_sentence, &SentenceBar::inputClicked, this, chip(placeOfInput, true));
    connect(m_sentence, &SentenceBar::inputToggled, this, &MainWindow::toggleToken);
    connect(m_sentence, &SentenceBar::outputHovered, this, chip(placeOfOutput, false));
    connect(m_sentence, &SentenceBar::outputClicked, this, chip(placeOfOutput, true));

    connect(m_inspector, &Inspector::clicked, this,
            [this](const CellRef& cell) { pane().selection().fix(cell); });
    connect(m_inspector->bars(), &WeightBars::dragged, this, &MainWindow::dragRow);
    connect(m_inspector->bars(), &WeightBars::changed, this, &MainWindow::editRow);
    connect(m_nextWords, &NextWords::prefixAsked, this, &MainWindow::writePrefix);
    connect(m_nextWords, &NextWords::targetAsked, this, &MainWindow::writeTarget);
    connect(m_tensors, &TensorTree::clicked, this, [this](const CellRef& tensor) {
        if (pane().selection().fixed().tensor != tensor.tensor)
            pane().selection().fix(tensor);
        if (shownView()->isOfOneTensor())
            shownView()->showTensor(tensor.tensor);
    });
    connect(m_timelineBar, &TimelineBar::bookmarkAsked, this, &MainWindow::toggleBookmark);
    connect(&timeline(), &Timeline::bookmarksChanged, this, &MainWindow::noteChange);
    connect(m_tensors, &TensorTree::opened, this, &MainWindow::openTensor);
    // What was clicked or chosen from leaves the arrow keys to the timeline.
    for (QToolButton* button : m_timelineBar->findChildren<QToolButton*>())
        button->installEventFilter(this);
    for (QComboBox* box : m_timelineBar->findChildren<QComboBox*>())
        box->installEventFilter(this);
}

void MainWindow::start(const QString& file)
{
    const QString last = m_settings.value(QStringLiteral("window/scenario")).toString();
    const QString id = findScenario(last.toStdString()) ? last : QString::fromLatin1(firstScenario);
    // As it was looked at last.
    if (m_settings.contains(QStringLiteral("window/tab")))
        pane().explorer().openScenario(id);
    else
        m_panes.openScenario(id);
    if (!file.isEmpty())
        openFile(file);
    else if (!m_left.isEmpty())
        openSession(m_left);
    m_sentence->focusText();
}

void MainWindow::openScenario(const QString& id)
{
    if (id.toStdString() == pane().explorer().exploration().scenario)
        return;
    m_history.perform(tr("opening a scenario"), [&] { m_panes.openScenario(id); });
}

void MainWindow::openTensor(int tensor)
{
    activeStage()->openTensor(tensor);
}

void MainWindow::reset()
{
    selection().free();
    timeline().toEnd();
    m_history.perform(tr("reset"), [this] {
        m_panes.lead().explorer().openScenario(
            QString::fromStdString(m_panes.lead().explorer().exploration().scenario));
    });
}

void MainWindow::toggleBookmark()
{
    m_history.perform(timeline().isMarked() ? tr("taking a bookmark away") : tr("a bookmark"),
                      [this] { timeline().toggleBookmark(); });
}

void MainWindow::showExploration()
{
    const Exploration& exploration = pane().explorer().exploration();
    const ScenarioSpec* spec = findScenario(exploration.scenario);
    if (!spec)
        return;
    const QString id = QString::fromStdString(spec->id);
    if (id != m_shownScenario) {
        m_shownScenario = id;
        m_top->setCurrent(id);
        m_scenarios->setCurrent(id);
        m_sentence->setScenario(*spec);
        m_top->settings()->setSpecs(spec->settings);
    }
    m_sentence->setTexts(exploration.texts);
    const Settings settings = resolveSettings(spec->settings, exploration.settings);
    m_top->settings()->setSettings(settings);
    markUntrained(*spec, settings);
    m_training->showAim();
}

void MainWindow::showTheme(const Theme& theme)
{
    m_top->setTheme(theme);
    m_sentence->setTheme(theme);
    m_messages->setTheme(theme);
    m_timelineBar->setTheme(theme);
    m_scenarios->setTheme(theme);
    m_tensors->setTheme(theme);
    m_inspector->setTheme(theme);
    m_nextWords->setTheme(theme);
    m_grid->setTheme(theme);
    m_training->panel()->setTheme(theme);
    if (m_table)
        m_table->setTheme(theme);
    if (m_lengths)
        m_lengths->setTheme(theme);
    if (m_reasons)
        m_reasons->setTheme(theme);
    if (m_palette)
        m_palette->setTheme(theme);
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(m_appearance.choice()));
    m_projector->setChecked(theme.isForProjector());
    showPalettes(theme);
}

bool MainWindow::playKey(int key)
{
    switch (key) {
    case Qt::Key_Left:
        timeline().back();
        return true;
    case Qt::Key_Right:
        timeline().forward();
        return true;
    case Qt::Key_Home:
        timeline().toStart();
        return true;
    case Qt::Key_End:
        timeline().toEnd();
        return true;
    case Qt::Key_Space:
        if (timeline().isPlaying())
            timeline().pause();
        else
            timeline().play();
        return true;
    default:
        return false;
    }
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    // Of the control that has the keyboard Qt says it; where there is none, one is pointed at.
    if (event->key() == Qt::Key_F1 && event->modifiers() == Qt::ShiftModifier) {
        QWhatsThis::enterWhatsThisMode();
        return;
    }
    // Keys that the focused control has no use for.
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier || !playKey(event->key()))
        QMainWindow::keyPressEvent(event);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // The end of dragging an edge between the panels and the stage.
    if (watched == m_body && event->type() == QEvent::MouseButtonRelease)
        QTimer::singleShot(0, this, &MainWindow::rememberSides);
    // Up and down choose in a box of the timeline, left and right are the computation's.
    const bool box = qobject_cast<QComboBox*>(watched);
    if (event->type() == QEvent::KeyPress && (box || qobject_cast<QToolButton*>(watched))) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() != Qt::Key_Space && key->modifiers() == Qt::NoModifier
            && playKey(key->key()))
            return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace regard
