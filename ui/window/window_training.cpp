// SPDX-License-Identifier: GPL-3.0-or-later
// Training in the window: its menu, its panel, what is asked before it is lost.
#include "core/scenarios/catalogue.h"

#include "ui/panels/length_window.h"
#include "ui/panels/message_bar.h"
#include "ui/views/shared/give_help.h"
#include "ui/window/main_window.h"
#include "ui/window/training_desk.h"
#include "ui/words/setting_text.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>

namespace regard {

void MainWindow::connectTraining()
{
    connect(m_training, &TrainingDesk::failed, this, [this](const QString& message) {
        m_computationFailed = false;
        m_messages->showError(message);
    });
    connect(m_training, &TrainingDesk::said, this, [this](const QString& message) {
        m_messages->show(MessageBar::Kind::Notice, message);
    });
    connect(m_training->panel(), &TrainingPanel::dataAsked, this, &MainWindow::askForData);
    connect(m_training->panel(), &TrainingPanel::saveAsked, this,
            &MainWindow::askWhereToSaveWeights);
    connect(&m_training->trainer(), &Trainer::stateChanged, this, &MainWindow::showTrainActions);
    showTrainActions();
}

void MainWindow::buildTrainMenu()
{
    QMenu* train = addMenu("train", tr("&Train"));
    train->setToolTipsVisible(true);
    m_train = addMenuAction(train, "train/start", tr("&Start"), Qt::CTRL | Qt::Key_T,
                            [this] { this->train(); });
    m_train->setIconText(tr("Start a training"));
    m_pauseTraining =
        addMenuAction(train, "train/pause", tr("&Pause"), Qt::CTRL | Qt::Key_P,
                      [this] { m_training->setPaused(!m_training->trainer().isPaused()); });
    m_pauseTraining->setCheckable(true);
    m_pauseTraining->setIconText(tr("Pause the training, or go on"));
    m_stopTraining =
        addMenuAction(train, "train/stop", tr("S&top"), Qt::CTRL | Qt::SHIFT | Qt::Key_T,
                      [this] { m_training->stop(); });
    m_stopTraining->setIconText(tr("Stop the training"));
    train->addSeparator();
    QMenu* race = train->addMenu(tr("&Race against"));
    giveHelp(race->menuAction(), "train/race");
    race->setToolTipsVisible(true);
    connect(race, &QMenu::aboutToShow, this, [this, race] { fillRaceMenu(race); });
    connect(train, &QMenu::aboutToShow, this, [this, race] {
        const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
        race->setEnabled(spec && spec->task && !m_training->trainer().isActive());
    });
    train->addSeparator();
    m_ofTraining << addMenuAction(train, "train/film", tr("Play the &film"),
                                  Qt::CTRL | Qt::SHIFT | Qt::Key_F,
                                  [this] { m_training->playFilm(true); });
    m_ofTraining << addMenuAction(train, "train/keep", tr("&Keep these weights"),
                                  Qt::CTRL | Qt::Key_K, [this] { m_training->keep(); });
    m_ofTraining << addMenuAction(train, "train/save", tr("Save &weights…"), {},
                                  [this] { askWhereToSaveWeights(); });
    m_ofTraining << addMenuAction(train, "train/discard", tr("&Discard"), {},
                                  [this] { m_training->discard(); });
    train->addSeparator();
    addMenuAction(train, "train/measure", tr("&Measure on held-out examples…"), {},
                  [this] { measure(); });
    addMenuAction(train, "train/data", tr("&Open data…"), {}, [this] { askForData(); });
    addMenuAction(train, "train/data-folder", tr("Open a folder of d&ata…"), {},
                  [this] { askForDataFolder(); });
    train->addAction(m_docks[3]->toggleViewAction());
}

void MainWindow::showTrainActions()
{
    const Trainer& trainer = m_training->trainer();
    m_train->setEnabled(!trainer.isActive());
    m_pauseTraining->setEnabled(trainer.isActive());
    m_pauseTraining->setChecked(trainer.isPaused());
    m_stopTraining->setEnabled(trainer.isActive());
    for (QAction* action : m_ofTraining)
        action->setEnabled(trainer.count() > 0);
}

void MainWindow::fillRaceMenu(QMenu* menu)
{
    menu->clear();
    const Exploration& exploration = pane().explorer().exploration();
    const ScenarioSpec* spec = findScenario(exploration.scenario);
    if (!spec || !spec->task)
        return;
    const Settings now = resolveSettings(spec->settings, exploration.settings);
    for (const SettingSpec& setting : spec->settings) {
        // How much is learnt, and from what, is the same for all.
        const bool same = setting.name == "epochs" || setting.name == "batch"
            || setting.name == "seed" || setting.name == "examples" || setting.name == "held_out";
        if (setting.affects == Affects::Computation || same)
            continue;
        QMenu* values = menu->addMenu(QString::fromStdString(setting.label));
        helpAs(values->menuAction(), QString::fromStdString(setting.help));
        values->setEnabled(!m_panes.isFull() && !unmetCondition(setting, now));
        for (const SettingValue& value : valuesToCompare(setting))
            helpWhenAsked(
                values->addAction(settingInWords(value), this,
                                  [this, name = setting.name, value] { race(name, value); }),
                "train/race-value")
                ->setEnabled(value != now.value(setting.name));
    }
}

void MainWindow::race(const std::string& setting, const SettingValue& value)
{
    if (m_training->trainer().isActive())
        return;
    comparePane(setting, value);
    train();
}

void MainWindow::train()
{
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    if (spec && !spec->task) {
        m_messages->showError(tr("%1 learns nothing: its weights are built. Choose a scenario that "
                                 "learns, such as Dialogue.")
                                  .arg(QString::fromStdString(spec->title)));
        return;
    }
    m_messages->clear();
    m_training->start();
    showTraining();
}

void MainWindow::showTraining()
{
    if (m_presenting)
        return;
    m_docks[3]->show();
    m_docks[3]->raise();
    showDockTitles();
}

void MainWindow::openData(const QString& path)
{
    m_messages->clear();
    m_training->openData(path);
    showTraining();
}

void MainWindow::askForData()
{
    auto* dialog = new QFileDialog(this, tr("Open examples to train on"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Examples (*.txt *.tsv *.csv *.npz);;All files (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openData);
    dialog->open();
}

void MainWindow::askForDataFolder()
{
    auto* dialog = new QFileDialog(this, tr("Open a folder of examples to train on"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openData);
    dialog->open();
}

void MainWindow::askWhereToSaveWeights()
{
    auto* dialog = new QFileDialog(this, tr("Save the weights"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Weights (*.safetensors)"));
    dialog->setDefaultSuffix(QStringLiteral("safetensors"));
    dialog->selectFile(m_shownScenario);
    connect(dialog, &QFileDialog::fileSelected, m_training, &TrainingDesk::saveTo);
    dialog->open();
}

void MainWindow::measure(std::size_t limit)
{
    const Exploration& active = pane().explorer().exploration();
    const ScenarioSpec* spec = findScenario(active.scenario);
    if (!spec || !spec->task) {
        m_messages->showError(tr("%1 learns nothing, so there is nothing to measure. Choose a "
                                 "scenario that learns, such as Dialogue.")
                                  .arg(spec ? QString::fromStdString(spec->title) : QString()));
        return;
    }
    std::vector<LengthSubject> subjects;
    for (int i = 0; i < m_panes.count(); ++i) {
        const Explorer& explorer = m_panes.at(i).explorer();
        LengthSubject subject{m_panes.difference(i), explorer.exploration()};
        if (subject.exploration.scenario != active.scenario)
            continue;
        if (const auto shown = m_training->shownIn(m_panes.at(i)))
            subject.exploration.weights = shown;
        subjects.push_back(std::move(subject));
    }
    const SettingSpec* attention = findSetting(*spec, "attention");
    if (subjects.size() == 1 && attention) {
        const Settings now = resolveSettings(spec->settings, active.settings);
        const auto name = [](bool with) {
            return with ? tr("with attention") : tr("without attention");
        };
        const bool with = now.flag("attention");
        LengthSubject twin{name(!with), active};
        twin.exploration.weights = nullptr;
        twin.exploration.settings.set("attention", !with);
        subjects.front().name = name(with);
        subjects.push_back(std::move(twin));
    } else if (subjects.size() == 1) {
        subjects.front().name = QString::fromStdString(spec->title);
    }
    if (!m_lengths) {
        m_lengths = new LengthWindow(this);
        m_lengths->setWindowFlag(Qt::Tool);
        m_lengths->resize(720, 560);
        m_lengths->setTheme(m_appearance.theme());
    }
    m_lengths->measure(std::move(subjects), m_training->data(), limit);
    m_lengths->show();
    m_lengths->raise();
}

bool MainWindow::mayClose()
{
    if (m_closesAnyway || !m_training->hasUnkept()) {
        m_training->trainer().clear();
        return true;
    }
    auto* box = new QMessageBox(QMessageBox::Question, tr("Regard"),
                                m_training->trainer().isActive()
                                    ? tr("A training is running. What it has learnt is lost when "
                                         "the window closes.")
                                    : tr("What was learnt is neither kept nor saved, and lost when "
                                         "the window closes."),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* close = box->addButton(tr("Close"), QMessageBox::DestructiveRole);
    QPushButton* save = box->addButton(tr("Save weights…"), QMessageBox::ActionRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(close, &QPushButton::clicked, this, [this] {
        m_closesAnyway = true;
        this->close();
    });
    connect(save, &QPushButton::clicked, this, &MainWindow::askWhereToSaveWeights);
    box->open();
    return false;
}

} // namespace regard
