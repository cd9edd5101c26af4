// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QStyledItemDelegate>

#include <functional>
#include <vector>

namespace regard {

/// One thing that can be done.
struct Command {
    QStringList place; ///< where it stands in the window: "Edit", "Take out"
    QString text; ///< "Positions"
    QString keys; ///< as they are written on screen; "": none
    QString help; ///< what it does, and when it can be done
    bool isEnabled = true;
    bool isChecked = false; ///< it is so already
    std::function<void()> run;

    /// "Edit → Take out → Positions".
    QString path() const;
    /// Where the text begins in the path.
    int textFrom() const;
};

/// Commands that match, best first.
class CommandList : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    /// Takes those of the commands that have what is typed; with nothing typed all of them, first
    /// those whose paths are `recent`. Those that have each word in one piece stand before those in
    /// which letters stand apart; of both the disabled ones stand last, and of what is called alike
    /// the one with the shorter way through the menus first.
    void show(const std::vector<Command>& commands, const QString& typed,
              const QStringList& recent);

    const Command& at(int row) const { return m_lines[static_cast<std::size_t>(row)].command; }
    /// Letters of the path that were typed.
    const std::vector<int>& places(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Line {
        Command command;
        std::vector<int> places;
        int score = 0;
        bool isInPieces = false;
    };
    std::vector<Line> m_lines;
};

/// Draws a command in one line: its place paler, what was typed marked, its keys at the right.
class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(const Theme& theme) { m_theme = theme; }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    Theme m_theme = Theme::light();
};

} // namespace regard
