// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/token_choice.h"
#include "core/trace/trace.h"

#include <QAbstractTableModel>

#include <vector>

namespace regard {

/// The words of a vocabulary with their probabilities at a step, the likeliest first; those that
/// a search leaves.
class WordList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Rank, Word, Probability, Drawn, Columns };
    /// Of a word's share of the largest, for its bar.
    static constexpr int shareRole = Qt::UserRole + 3;

    using QAbstractTableModel::QAbstractTableModel;

    /// A row of probabilities with the words of its columns; what is written there, "" for nothing;
    /// and how it is chosen.
    void setStep(const TraceTensor& probabilities, Index row, const std::string& written,
                 const TokenChoice& choice);
    void clear();
    /// Leaves the words in which `text` occurs, however its letters are written.
    void search(const QString& text);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    const std::string& wordAt(int row) const;
    /// The row of what is written; −1 where the search does not leave it.
    int writtenRow() const;
    /// Words in all, whatever is searched for.
    std::size_t size() const { return m_order.size(); }

private:
    void filter();

    Axis m_words;
    std::vector<Real> m_probabilities; ///< by word
    std::vector<double> m_drawn; ///< what is drawn from; empty unless words are drawn
    std::vector<int> m_order; ///< words by falling probability
    std::vector<int> m_shown; ///< places in the order that the search leaves
    int m_written = -1; ///< a word
    QString m_search;
};

} // namespace regard
