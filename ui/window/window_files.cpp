// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the window: weights, pictures, what was open last.
#include "core/scenarios/catalogue.h"

#include "ui/panels/message_bar.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/views/view_spec.h"
#include "ui/window/file_kind.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"
#include "ui/words/edit_text.h"
#include "ui/words/scope_text.h"
#include "ui/words/tensor_text.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

#include <filesystem>

namespace regard {

namespace {

constexpr qsizetype mostRecentFiles = 8;

} // namespace

void MainWindow::openWeights(const QString& path)
{
    m_loader.load(path);
}

void MainWindow::useWeights(const std::shared_ptr<const Weights>& weights, const QString& path)
{
    const ScenarioSpec* spec = findScenario(weights->scenario);
    if (!spec)
        return;
    m_messages->clear();
    rememberFile(path);
    m_history.perform(tr("opening weights"), [&] {
        Exploration exploration;
        if (m_panes.lead().explorer().exploration().scenario == weights->scenario)
            exploration = m_panes.lead().explorer().exploration();
        exploration.scenario = weights->scenario;
        exploration.weights = weights;
        // They are shown as they were trained.
        for (const SettingSpec& setting : spec->settings)
            if (setting.affects != Affects::Training)
                exploration.settings.set(setting.name, weights->settings.value(setting.name));
        m_panes.lead().explorer().explore(exploration);
    });
}

void MainWindow::showNotes()
{
    if (!pane().explorer().trace())
        return;
    const std::shared_ptr<const Weights> weights = pane().explorer().weights();
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    const QString moment = m_training->note(pane());
    const bool untrained = weights && spec && spec->task && !weights->trained && moment.isEmpty();
    QString command;
    if (untrained) {
        command = QStringLiteral("regard train %1").arg(QString::fromStdString(spec->id));
        for (const SettingSpec& setting : spec->settings)
            if (setting.affects == Affects::Weights && weights->settings.has(setting.name)
                && weights->settings.value(setting.name) != setting.defaultValue)
                command += QStringLiteral(" --set %1=%2")
                               .arg(QString::fromStdString(setting.name),
                                    QString::fromStdString(
                                        settingText(weights->settings.value(setting.name))));
        command += QStringLiteral(" --out FILE.safetensors");
    }
    QStringList notes;
    if (!moment.isEmpty())
        notes << moment;
    const std::size_t edits = pane().explorer().exploration().edits.size();
    if (const TracePtr& before = pane().explorer().before(); before && edits > 0) {
        const Trace& after = *pane().explorer().trace();
        const QString change = changeInWords(*before, after);
        const QString what = tr("Changed by hand: %1. Edit → Take all changes back undoes them.")
                                 .arg(editsInWords(*before, after, edits));
        notes << (change.isEmpty() ? what : tr("%2. %1").arg(what, capitalised(change)));
    }
    m_resetEdits->setEnabled(edits > 0);
    for (const std::string& note : pane().explorer().trace()->notes)
        notes << QString::fromStdString(note);
    if (untrained)
        notes << tr("These weights are untrained and mean nothing yet: Train → Start trains some, "
                    "or open what “%1” writes.")
                     .arg(command);
    // Notes stand in the place of the hint, which tells the way out.
    if (m_presenting && !notes.isEmpty())
        notes.prepend(tr("F11 brings the panels back."));
    m_messages->setNotes(notes);
}

void MainWindow::markUntrained(const ScenarioSpec& spec, const Settings& settings)
{
    for (const SettingSpec& setting : spec.settings) {
        if (setting.affects != Affects::Weights || setting.choices.empty())
            continue;
        std::vector<std::string> untrained;
        for (const std::string& choice : setting.choices) {
            Settings other = settings;
            other.set(setting.name, choice);
            if (spec.task && !spec.builtWeights
                && !std::filesystem::exists(shippedWeightsPath(spec, other)))
                untrained.push_back(choice);
        }
        m_top->settings()->setUntrained(setting.name, untrained);
    }
}

void MainWindow::openFile(const QString& path)
{
    switch (fileKindOf(path)) {
    case FileKind::Session:
        return openSession(path);
    case FileKind::Weights:
        return openWeights(path);
    case FileKind::Examples:
        return openData(path);
    }
}

void MainWindow::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Open a session or weights"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Sessions and weights (*.regard *.safetensors);;All files (*)"));
    if (!m_recent.isEmpty())
        dialog->setDirectory(QFileInfo(m_recent.first()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

void MainWindow::exportPicture()
{
    auto* dialog = new QFileDialog(this, tr("Export the picture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {tr("Vector picture (*.svg)"), tr("Document (*.pdf)"), tr("Picture (*.png)")});
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QLatin1String("*."), 1).chopped(1));
    });
    const ViewSpec& spec = viewSpecs()[static_cast<std::size_t>(stage()->currentIndex())];
    dialog->selectFile(QStringLiteral("%1-%2").arg(
        m_shownScenario,
        m_panes.count() > 1 ? QStringLiteral("compared") : QString::fromLatin1(spec.id)));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QString problem;
        m_computationFailed = false;
        if (m_panes.count() > 1 ? m_grid->saveTo(path, &problem)
                                : shownView()->saveTo(path, &problem))
            m_messages->show(MessageBar::Kind::Notice, tr("The picture is in “%1”.").arg(path));
        else
            m_messages->showError(problem);
    });
    dialog->open();
}

void MainWindow::copyPicture()
{
    QGuiApplication::clipboard()->setPixmap(m_panes.count() > 1 ? m_grid->picture()
                                                                : shownView()->grab());
    m_messages->show(MessageBar::Kind::Notice, tr("The picture is in the clipboard."));
}

void MainWindow::copyNumbers(const TensorFormat& format)
{
    const TracePtr& trace = pane().explorer().trace();
    if (!trace || trace->tensors.empty())
        return;
    int tensor = base().tensor;
    if (tensor < 0)
        tensor = shownView()->shownTensor();
    if (tensor < 0)
        tensor = static_cast<int>(trace->tensors.size()) - 1;
    const TraceTensor& copied = trace->tensors[static_cast<std::size_t>(tensor)];
    const PickedPlaces picked =
        tensor == shownView()->shownTensor() ? shownView()->picked() : PickedPlaces();
    QGuiApplication::clipboard()->setText(tensorText(copied, format, picked));
    const QString path = QString::fromStdString(copied.path);
    m_messages->show(MessageBar::Kind::Notice,
                     (!picked.areSeveral() ? tr("The numbers of “%1” are in the clipboard as %2.")
                          : picked.columns ? tr("%n columns of “%1” are in the clipboard as %2.",
                                                "", static_cast<int>(picked.places.size()))
                                           : tr("%n rows of “%1” are in the clipboard as %2.", "",
                                                static_cast<int>(picked.places.size())))
                         .arg(path, titleOf(format)));
}

void MainWindow::rememberFile(const QString& path)
{
    const QString whole = QFileInfo(path).absoluteFilePath();
    m_recent.removeAll(whole);
    m_recent.prepend(whole);
    m_recent = m_recent.mid(0, mostRecentFiles);
    showRecentFiles();
}

} // namespace regard
