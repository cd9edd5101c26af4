// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions: what is open as a file, and what is kept for a program that ends unasked.
#include "ui/panels/message_bar.h"
#include "ui/views/view_spec.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>

namespace regard {

Session MainWindow::session() const
{
    Session session{m_explorer.exploration(), {}, {}};
    // Of weights that nobody opened the settings tell enough.
    session.view = viewSpecs()[static_cast<std::size_t>(m_stage->currentIndex())].id;
    const CellRef& fixed = m_selection.fixed();
    if (const TracePtr& trace = m_explorer.trace(); trace && fixed)
        session.selection = {trace->tensors[static_cast<std::size_t>(fixed.tensor)].path, fixed.row,
                             fixed.column};
    return session;
}

void MainWindow::useSession(const Session& session, const QString& name)
{
    m_messages->clear();
    m_wantedPlace = session.selection;
    m_history.perform(name, [&] { m_explorer.explore(session.exploration); });
    for (int tab = 0; const ViewSpec& spec : viewSpecs()) {
        if (session.view == spec.id)
            m_stage->setCurrentIndex(tab);
        ++tab;
    }
}

void MainWindow::showWantedPlace()
{
    const Place wanted = std::exchange(m_wantedPlace, {});
    const Trace& trace = *m_explorer.trace();
    const int tensor = wanted.path.empty() ? -1 : trace.indexOf(wanted.path);
    if (tensor >= 0) {
        const TraceValue& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
        if (wanted.row < value.rows() && wanted.column < value.columns())
            m_selection.fix({tensor, wanted.row, wanted.column});
    }
    // A session is as it is in its file once all of it is shown.
    if (std::exchange(m_sessionOpens, false)) {
        m_savedText = sessionText(session());
        showTitle();
    }
}

void MainWindow::openSession(const QString& path)
{
    m_files.load(path);
}

void MainWindow::saveSessionTo(const QString& path)
{
    m_savedText = sessionText(session());
    m_files.save(session(), path);
}

void MainWindow::saveSession()
{
    if (m_sessionPath.isEmpty())
        askWhereToSave();
    else
        saveSessionTo(m_sessionPath);
}

void MainWindow::askWhereToSave()
{
    auto* dialog = new QFileDialog(this, tr("Save the session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Sessions (*.regard)"));
    dialog->setDefaultSuffix(QStringLiteral("regard"));
    dialog->selectFile(m_sessionPath.isEmpty() ? m_shownScenario : m_sessionPath);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveSessionTo);
    dialog->open();
}

void MainWindow::newSession()
{
    m_selection.free();
    m_timeline.toEnd();
    m_history.perform(tr("a new session"), [this] {
        m_explorer.openScenario(QString::fromStdString(catalogue().front().id));
    });
    nameSession({});
}

void MainWindow::nameSession(const QString& path)
{
    m_sessionPath = path;
    m_savedText = path.isEmpty() ? std::string() : sessionText(session());
    if (!path.isEmpty())
        rememberFile(path);
    showTitle();
}

void MainWindow::showTitle()
{
    const ScenarioSpec* spec = specOf(m_explorer.exploration().scenario);
    const QString scenario = spec ? QString::fromStdString(spec->title) : QString();
    setWindowTitle(
        m_sessionPath.isEmpty()
            ? tr("%1[*] – Regard").arg(scenario)
            : tr("%1[*] – %2 – Regard").arg(QFileInfo(m_sessionPath).completeBaseName(), scenario));
    setWindowModified(!m_sessionPath.isEmpty() && m_savedText != sessionText(session()));
}

void MainWindow::keepOpen(const QString& folder)
{
    m_left = m_files.keepIn(folder);
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(keepDelay);
    connect(&m_keepSoon, &QTimer::timeout, this, [this] { m_files.keep(session()); });
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
            [this](const std::shared_ptr<const Session>& session, const QString& path) {
                if (path == m_left) {
                    useSession(*session, tr("taking up what was open"));
                    SessionFiles::remove(m_left);
                    m_left.clear();
                    m_messages->show(MessageBar::Kind::Notice,
                                     tr("The program ended before it was closed: this is what was "
                                        "open then. Undo leaves it."));
                    return;
                }
                useSession(*session, tr("opening a session"));
                nameSession(path);
                m_sessionOpens = true;
            });
    connect(&m_files, &SessionFiles::saved, this, [this](const QString& path) {
        const std::string written = m_savedText;
        nameSession(path);
        m_savedText = written;
        showTitle();
        m_messages->show(MessageBar::Kind::Notice, tr("The session is in “%1”.").arg(path));
    });
    connect(&m_files, &SessionFiles::failed, this, [this](const QString& message) {
        m_computationFailed = false;
        m_messages->showError(message);
    });
    connect(&m_explorer, &Explorer::explorationChanged, this, &MainWindow::noteChange);
    connect(&m_selection, &Selection::changed, this, &MainWindow::noteChange);
    connect(m_stage, &QTabWidget::currentChanged, this, &MainWindow::noteChange);
}

} // namespace regard
