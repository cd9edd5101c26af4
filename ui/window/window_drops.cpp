// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are dropped on the window, anywhere: a session, weights, examples to train on.
#include "core/scenarios/catalogue.h"

#include "ui/panels/message_bar.h"
#include "ui/window/file_kind.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace regard {

namespace {

/// Lets no field take a dropped file's name as text: files are the window's.
class DropGate : public QObject {
public:
    explicit DropGate(QWidget* window) : QObject(window), m_window(window) { }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove
            && event->type() != QEvent::Drop)
            return false;
        const auto* widget = qobject_cast<const QWidget*>(watched);
        if (!widget || widget == m_window || !m_window->isAncestorOf(widget)
            || !static_cast<QDropEvent*>(event)->mimeData()->hasUrls())
            return false;
        event->ignore();
        return true;
    }

private:
    QWidget* m_window;
};

/// The one dragged file or folder of this computer that is there; "" for anything else.
QString fileOf(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    const bool one = urls.size() == 1 && urls.first().isLocalFile();
    return one && QFileInfo::exists(urls.first().toLocalFile()) ? urls.first().toLocalFile()
                                                                : QString();
}

} // namespace

void MainWindow::takeDrops()
{
    setAcceptDrops(true);
    qApp->installEventFilter(new DropGate(this));
}

QString MainWindow::dropInWords(const QString& path) const
{
    const QString name = QFileInfo(path).fileName();
    switch (fileKindOf(path)) {
    case FileKind::Session:
        return tr("Drop it to open the session “%1”.").arg(name);
    case FileKind::Weights:
        return tr("Drop it to compute with the weights “%1”.").arg(name);
    case FileKind::Examples:
        break;
    }
    const ScenarioSpec* spec = findScenario(pane().explorer().exploration().scenario);
    return spec && spec->task
        ? tr("Drop it to train %1 on “%2”.").arg(QString::fromStdString(spec->title), name)
        : tr("“%1” is none of this scenario's files: it learns nothing.").arg(name);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QString path = fileOf(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    m_messages->show(MessageBar::Kind::Notice, dropInWords(path));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event)
{
    m_messages->clear();
    QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString path = fileOf(*event->mimeData());
    m_messages->clear();
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    // The pane that it is dropped on is the one that is meant.
    for (PaneStage* stage : stages())
        if (stage->rect().contains(stage->mapFrom(this, event->position().toPoint())))
            m_grid->activate(stage);
    openFile(path);
}

} // namespace regard
