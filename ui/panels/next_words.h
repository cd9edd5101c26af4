// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/explorer.h"
#include "ui/session/latest_job.h"
#include "ui/views/shared/theme.h"

#include "core/models/layer_lens.h"

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QTableView;
class QTreeWidget;
class QPushButton;
class QToolButton;

namespace regard {

class WordList;

/// Decoding in one's own hands: the whole vocabulary with its probabilities at the step of the
/// moment; a click writes another word, and decoding goes on from there. Below it a text can be
/// typed that is written as it stands, and, where the model has layers, what it would say after
/// each of them.
class NextWords : public QWidget {
    Q_OBJECT
public:
    explicit NextWords(QWidget* parent = nullptr);
    ~NextWords() override;

    /// A trace and the target that it was asked for, "" for none.
    void setTrace(const TracePtr& trace, const QString& target);
    /// What is looked at: the step of the moment, or of a word of the output that is selected (−1:
    /// none).
    void setPlace(int moment, int selected);
    /// Selection and moment have gone on in the new trace: what changes them now is the person.
    void settle() { m_arriving = false; }
    void setTheme(const Theme& theme);

    /// The step that is shown; −1 where nothing is decoded.
    int step() const { return m_step; }
    QLineEdit* search() const { return m_search; }
    QTableView* view() const { return m_view; }
    QLineEdit* target() const { return m_target; }
    QToolButton* previous() const { return m_previous; }
    QToolButton* next() const { return m_next; }
    QPushButton* backButton() const { return m_back; }
    QPushButton* freeButton() const { return m_free; }
    QTreeWidget* lens() const { return m_lens; }
    QString caption() const;
    /// The whole text's probability, in words.
    QString total() const;

Q_SIGNALS:
    /// The first tokens of the output are to be these; none: all is decoded.
    void prefixAsked(const std::vector<std::string>& prefix);
    /// The output is to be this text; "": it is decoded.
    void targetAsked(const QString& text);
    /// What is said of the layers is there.
    void lensFilled();

private:
    void refresh();
    void showStep(int step);
    void choose(int row);
    /// The first words of the output.
    std::vector<std::string> written(int count) const;
    QString totalInWords() const;
    void askForLens();
    void fillLens(const Outcome<LayerLens>& outcome);

    TracePtr m_trace;
    int m_moment = 0;
    int m_selected = -1;
    int m_own = -1; ///< a step that was turned to here; −1: it follows the moment
    int m_step = -1;
    bool m_arriving = false; ///< a trace whose place is not told yet
    Theme m_theme = Theme::light();
    WordList* m_words;
    QLabel* m_caption;
    QToolButton* m_previous;
    QToolButton* m_next;
    QLineEdit* m_search;
    QTableView* m_view;
    QPushButton* m_back;
    QPushButton* m_free;
    QLineEdit* m_target;
    QLabel* m_total;
    QLabel* m_lensTitle;
    QTreeWidget* m_lens;
    LatestJob<LayerLens> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard
