// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/word_list.h"

#include "ui/views/shared/theme.h"

#include <QFont>

#include <algorithm>
#include <array>
#include <numeric>

namespace regard {

void WordList::setStep(const TraceTensor& probabilities, Index row, const std::string& written,
                       const TokenChoice& choice)
{
    beginResetModel();
    m_words = probabilities.columns;
    m_probabilities.clear();
    for (Index word = 0; word < probabilities.value.columns(); ++word)
        m_probabilities.push_back(probabilities.value.at(row, word));
    m_drawn = choice.by == TokenChoice::By::Sampling ? drawnFrom(m_probabilities, choice)
                                                     : std::vector<double>();
    m_order.resize(m_probabilities.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(), [this](int a, int b) {
        return m_probabilities[static_cast<std::size_t>(a)]
            > m_probabilities[static_cast<std::size_t>(b)];
    });
    const auto& names = m_words->names;
    const auto found = std::find(names.begin(), names.end(), written);
    m_written = found == names.end() ? -1 : static_cast<int>(found - names.begin());
    filter();
    endResetModel();
}

void WordList::clear()
{
    beginResetModel();
    m_words = nullptr;
    m_probabilities.clear();
    m_drawn.clear();
    m_order.clear();
    m_shown.clear();
    m_written = -1;
    endResetModel();
}

void WordList::search(const QString& text)
{
    beginResetModel();
    m_search = text.trimmed();
    filter();
    endResetModel();
}

void WordList::filter()
{
    m_shown.clear();
    for (std::size_t place = 0; place < m_order.size(); ++place) {
        const std::string& word = (*m_words)[static_cast<std::size_t>(m_order[place])];
        if (m_search.isEmpty()
            || QString::fromStdString(word).contains(m_search, Qt::CaseInsensitive))
            m_shown.push_back(static_cast<int>(place));
    }
}

int WordList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int WordList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_drawn.empty() ? Drawn : Columns;
}

QVariant WordList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    const std::array titles{tr("#"), tr("Word"), tr("Probability"), tr("Drawn with")};
    const std::array helps{
        tr("Its place among all words, by probability"), tr("A word that can be written here"),
        tr("Softmax of the logits at this step"),
        tr("Its probability when a word is drawn: with the sampling temperature, of the words that "
           "top-k and top-p leave")};
    const auto at = static_cast<std::size_t>(section);
    if (role == Qt::DisplayRole)
        return titles[at];
    return role == Qt::ToolTipRole ? helps[at] : QVariant();
}

QVariant WordList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const int place = m_shown[static_cast<std::size_t>(index.row())];
    const auto word = static_cast<std::size_t>(m_order[static_cast<std::size_t>(place)]);
    const auto probability = static_cast<double>(m_probabilities[word]);
    const bool isWritten = static_cast<int>(word) == m_written;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Rank)
            return place + 1;
        if (index.column() == Word)
            return QString::fromStdString((*m_words)[word]);
        return numberText(index.column() == Probability ? probability : m_drawn[word], 3);
    case Qt::ToolTipRole:
        return isWritten
            ? tr("“%1” is written here, with probability %2")
                  .arg(QString::fromStdString((*m_words)[word]), numberText(probability, 6))
            : tr("Click: “%1” is written here, and decoding goes on from there. Its "
                 "probability is %2.")
                  .arg(QString::fromStdString((*m_words)[word]), numberText(probability, 6));
    case Qt::FontRole:
        if (isWritten) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    case Qt::TextAlignmentRole:
        return int(index.column() == Word ? Qt::AlignLeft | Qt::AlignVCenter
                                          : Qt::AlignRight | Qt::AlignVCenter);
    case shareRole:
        if (index.column() == Probability)
            return probability;
        return index.column() == Drawn ? QVariant(m_drawn[word]) : QVariant();
    default:
        return {};
    }
}

const std::string& WordList::wordAt(int row) const
{
    const int place = m_shown[static_cast<std::size_t>(row)];
    return (*m_words)[static_cast<std::size_t>(m_order[static_cast<std::size_t>(place)])];
}

int WordList::writtenRow() const
{
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        if (m_order[static_cast<std::size_t>(m_shown[row])] == m_written)
            return static_cast<int>(row);
    return -1;
}

} // namespace regard
