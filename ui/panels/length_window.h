// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/length_accuracy.h"
#include "ui/views/shared/theme.h"

#include <QWidget>

class QCustomPlot;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace regard {

/// How well models do on held-out examples: the share that is right by the length of the source,
/// points with the bounds of their confidence and the number of examples below them; the same
/// numbers and all figures as a table.
/// Why attention exists (Bahdanau et al. 2015, figure 2), measured here.
class LengthWindow : public QWidget {
    Q_OBJECT
public:
    explicit LengthWindow(QWidget* parent = nullptr);

    void measure(std::vector<LengthSubject> subjects, const std::filesystem::path& own,
                 std::size_t limit = 0);
    void setTheme(const Theme& theme);

    const LengthAccuracy& accuracy() const { return m_accuracy; }
    QCustomPlot* plot() const { return m_plot; }
    QTableWidget* table() const { return m_table; }
    QPushButton* cancelButton() const { return m_cancel; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void fill();
    void draw();
    void fillTable();
    void showState();

    LengthAccuracy m_accuracy;
    QLabel* m_caption;
    QCustomPlot* m_plot;
    QTableWidget* m_table;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QStringList m_lengths; ///< groups, shortest first
    Theme m_theme = Theme::light();
};

} // namespace regard
