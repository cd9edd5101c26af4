// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/command_palette.h"

#include "ui/views/shared/give_help.h"

#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace regard {

namespace {

constexpr int widest = 760;
constexpr int mostLines = 14;
constexpr int above = 48; ///< of the window, over the palette

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_field(new QLineEdit)
    , m_view(new QListView)
    , m_help(new QLabel)
    , m_list(new CommandList(this))
    , m_delegate(new CommandDelegate(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Commands"));
    m_field->setPlaceholderText(
        tr("Type a few letters: a command, a setting, a scenario, an example"));
    m_field->setAccessibleName(tr("Command"));
    helpWhenAsked(m_field, "palette/field");
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_view->setModel(m_list);
    m_view->setItemDelegate(m_delegate);
    m_view->setUniformItemSizes(true);
    m_view->setMouseTracking(true);
    m_view->setFocusPolicy(Qt::NoFocus); // keys go to the field
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Commands that match"));
    m_help->setWordWrap(true);
    m_help->setAccessibleName(tr("What the command does"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 8);
    layout->setSpacing(8);
    layout->addWidget(m_field);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_help);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_view, &QListView::entered, this,
            [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_view, &QListView::clicked, this, &CommandPalette::give);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &CommandPalette::showHelp);
}

void CommandPalette::open(std::vector<Command> commands, const QStringList& recent)
{
    m_commands = std::move(commands);
    m_recent = recent;
    m_field->clear();
    search();
    const QWidget* window = parentWidget()->window();
    const int line = m_delegate
                         ->sizeHint(
                             [this] {
                                 QStyleOptionViewItem option;
                                 option.fontMetrics = fontMetrics();
                                 return option;
                             }(),
                             {})
                         .height();
    // The help takes two lines at most; the list has the rest.
    m_help->setFixedHeight(2 * fontMetrics().lineSpacing() + 2);
    const int width = std::min(widest, window->width() - 40);
    const int chrome = m_field->sizeHint().height() + m_help->height() + 42;
    const int height = std::min(chrome + mostLines * line, window->height() - above - 20);
    resize(width, height);
    const QRect screen = window->screen()->availableGeometry();
    QPoint place = window->mapToGlobal(
        QPoint((window->width() - width) / 2, std::min(above, window->height() / 8)));
    place.setX(
        std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width)));
    place.setY(
        std::clamp(place.y(), screen.top(), std::max(screen.top(), screen.bottom() - height)));
    move(place);
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::setTypedCommands(std::function<std::vector<Command>(const QString&)> typed)
{
    m_typed = std::move(typed);
}

void CommandPalette::setTheme(const Theme& theme)
{
    m_delegate->setTheme(theme);
    QPalette colors = m_help->palette();
    colors.setColor(QPalette::WindowText, theme.textMuted());
    m_help->setPalette(colors);
    m_view->viewport()->update();
}

void CommandPalette::search()
{
    const QString typed = m_field->text();
    std::vector<Command> all = m_commands;
    if (m_typed)
        for (Command& command : m_typed(typed))
            all.push_back(std::move(command));
    m_list->show(all, typed, m_recent);
    choose(0);
}

void CommandPalette::choose(int row)
{
    if (row < 0 || row >= m_list->rowCount()) {
        showHelp();
        return;
    }
    m_view->setCurrentIndex(m_list->index(row));
    m_view->scrollTo(m_view->currentIndex());
}

void CommandPalette::showHelp()
{
    const QModelIndex index = m_view->currentIndex();
    QString help;
    if (m_list->rowCount() == 0)
        help = tr("Nothing of that name.");
    else if (index.isValid()) {
        const Command& command = m_list->at(index.row());
        help = command.isEnabled ? command.help : tr("Not now. %1").arg(command.help);
        m_field->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
    }
    m_help->setText(help);
}

void CommandPalette::give(const QModelIndex& index)
{
    if (!index.isValid() || !m_list->at(index.row()).isEnabled)
        return;
    const Command command = m_list->at(index.row());
    hide();
    Q_EMIT given(command.path());
    command.run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_field
        || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const int row = m_view->currentIndex().row();
    const int last = m_list->rowCount() - 1;
    const int page =
        std::max(1, m_view->viewport()->height() / std::max(1, m_view->sizeHintForRow(0)) - 1);
    int to = row;
    bool gives = false;
    bool leaves = false;
    switch (key->key()) {
    case Qt::Key_Down:
        to = row < last ? row + 1 : 0;
        break;
    case Qt::Key_Up:
        to = row > 0 ? row - 1 : last;
        break;
    case Qt::Key_PageDown:
        to = std::min(last, row + page);
        break;
    case Qt::Key_PageUp:
        to = std::max(0, row - page);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        gives = true;
        break;
    case Qt::Key_Escape:
        leaves = true;
        break;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        break;
    default:
        return QFrame::eventFilter(watched, event);
    }
    // The window's keys are not meant while it is open.
    event->accept();
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (leaves)
        hide();
    else if (gives)
        give(m_view->currentIndex());
    else
        choose(to);
    return true;
}

} // namespace regard
