// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/command_list.h"
#include "ui/views/shared/theme.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

#include <functional>
#include <vector>

namespace regard {

/// A field and, below it, all that can be done, best match first; with nothing typed what was
/// done last, then everything in its order. Up and Down choose, Enter or a click does it, Escape
/// leaves. What cannot be done now is listed as well, paler and after the rest: who looks for it
/// learns that it is there, and from its help when.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* parent);

    /// Shows it over the upper middle of its parent's window. `recent` are paths, the newest first.
    void open(std::vector<Command> commands, const QStringList& recent);
    /// Commands that come of what is typed, as a setting's number.
    void setTypedCommands(std::function<std::vector<Command>(const QString& typed)> typed);
    void setTheme(const Theme& theme);

    QLineEdit* field() const { return m_field; }
    QListView* view() const { return m_view; }
    const CommandList& list() const { return *m_list; }
    QString help() const { return m_help->text(); }

Q_SIGNALS:
    /// A command was given, with its path.
    void given(const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void choose(int row);
    void showHelp();
    void give(const QModelIndex& index);

    QLineEdit* m_field;
    QListView* m_view;
    QLabel* m_help; ///< of the chosen line
    CommandList* m_list;
    CommandDelegate* m_delegate;
    std::vector<Command> m_commands;
    QStringList m_recent;
    std::function<std::vector<Command>(const QString&)> m_typed;
};

} // namespace regard
