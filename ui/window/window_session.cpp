// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions: what is open as a file, and what is kept for a program that ends unasked.
#include "ui/panels/message_bar.h"

#include "core/scenarios/catalogue.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>

namespace regard {

void MainWindow::useWorkspace(const Workspace& workspace, const QString& name)
{
    m_messages->clear();
    m_history.perform(name, [&] { m_panes.use(workspace); });
}

void MainWindow::openSession(const QString& path)
{
    m_files.load(path);
}

void MainWindow::saveSessionTo(const QString& path)
{
    writeSession(path, SessionWeights::ByPath);
}

void MainWindow::saveSessionWithWeightsTo(const QString& path)
{
    writeSession(path, SessionWeights::PutIn);
}

void MainWindow::writeSession(const QString& path, SessionWeights weights)
{
    m_saved = workspace();
    m_files.save(m_saved, path, weights);
}

void MainWindow::saveSession()
{
    if (m_sessionPath.isEmpty())
        askWhereToSave(&MainWindow::saveSessionTo);
    else
        saveSessionTo(m_sessionPath);
}

void MainWindow::askWhereToSave(void (MainWindow::*saveTo)(const QString&))
{
    auto* dialog = new QFileDialog(this, tr("Save the session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Sessions (*.regard)"));
    dialog->setDefaultSuffix(QStringLiteral("regard"));
    dialog->selectFile(m_sessionPath.isEmpty() ? m_shownScenario : m_sessionPath);
    connect(dialog, &QFileDialog::fileSelected, this, saveTo);
    dialog->open();
}

void MainWindow::newSession()
{
    pane().selection().free();
    timeline().toEnd();
    m_history.perform(tr("a new session"), [this] {
        timeline().setBookmarks({});
        while (m_panes.count() > 1)
            m_panes.remove(m_panes.count() - 1);
        m_panes.openScenario(QString::fromStdString(catalogue().front().id));
    });
    nameSession({});
}

void MainWindow::nameSession(const QString& path)
{
    m_sessionPath = path;
    m_saved = workspace();
    if (!path.isEmpty())
        rememberFile(path);
    showTitle();
}

void MainWindow::showTitle()
{
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    const QString scenario = spec ? QString::fromStdString(spec->title) : QString();
    setWindowTitle(
        m_sessionPath.isEmpty()
            ? tr("%1[*] – Regard").arg(scenario)
            : tr("%1[*] – %2 – Regard").arg(QFileInfo(m_sessionPath).completeBaseName(), scenario));
    setWindowModified(!m_sessionPath.isEmpty() && !(m_saved == workspace()));
}

void MainWindow::keepOpen(const QString& folder)
{
    m_left = m_files.keepIn(folder);
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(keepDelay);
    connect(&m_keepSoon, &QTimer::timeout, this, [this] { m_files.keep(workspace()); });
}

void MainWindow::noteChange()
{
    showTitle();
    if (!m_keepSoon.isActive() && m_keepSoon.isSingleShot())
        m_keepSoon.start();
}

void MainWindow::connectFiles()
{
    connect(&m_files, &SessionFiles::loaded, this,
            [this](const std::shared_ptr<const Workspace>& session, const QString& path) {
                if (path == m_left) {
                    useWorkspace(*session, tr("taking up what was open"));
                    SessionFiles::remove(m_left);
                    m_left.clear();
                    m_messages->show(MessageBar::Kind::Notice,
                                     tr("The program ended before it was closed: this is what was "
                                        "open then. Undo leaves it."));
                    return;
                }
                useWorkspace(*session, tr("opening a session"));
                nameSession(path);
                m_sessionOpens = true;
            });
    connect(&m_files, &SessionFiles::saved, this, [this](const QString& path) {
        const Workspace written = m_saved; // it may have gone on since
        nameSession(path);
        m_saved = written;
        showTitle();
        m_messages->show(MessageBar::Kind::Notice, tr("The session is in “%1”.").arg(path));
    });
    connect(&m_files, &SessionFiles::failed, this, [this](const QString& message) {
        m_computationFailed = false;
        m_messages->showError(message);
    });
}

} // namespace regard
