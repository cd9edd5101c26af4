// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/occluder.h"
#include "ui/views/shared/theme.h"

#include <QTableView>
#include <QWidget>

class QCheckBox;
class QLabel;
class QProgressBar;
class QSortFilterProxyModel;

namespace regard {

class ReasonsModel;

/// Do the weights explain a word that was written? For every token of the input its weight, what
/// its value adds, and how the word's probability changes when the token is hidden, side by side;
/// sorted by a click on a heading.
class ReasonsTable : public QWidget {
    Q_OBJECT
public:
    explicit ReasonsTable(QWidget* parent = nullptr);

    /// Of a word of the output, from 0, computed anew.
    void compute(const Exploration& exploration, int step);
    void setTheme(const Theme& theme);

    int step() const { return m_step; }
    QTableView* view() const { return m_view; }
    QCheckBox* withoutFirst() const { return m_withoutFirst; }
    /// What is said above the table, as plain text.
    QString caption() const;
    QString verdict() const;

Q_SIGNALS:
    /// The newest request is answered.
    void filled();

private:
    void fill();

    int m_step = 0;
    Occluder m_occluder;
    QLabel* m_caption;
    QLabel* m_verdict;
    QCheckBox* m_withoutFirst;
    QProgressBar* m_progress;
    QTableView* m_view;
    ReasonsModel* m_model;
    QSortFilterProxyModel* m_sorted;
};

} // namespace regard
