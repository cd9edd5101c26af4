// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/text_picture.h"

#include <QVariantAnimation>

namespace regard {

/// A story, a line a sentence, as far as it is read; the slots of the memory as boxes whose lids
/// open as far as their gates for the sentence that is pointed at, fixed or being read; and the
/// question with its weights on the slots and its answer. A sentence is shaded by how far it opened
/// the slots that count: the one that is pointed at, else those that the question looks at.
class StoryPicture : public TextPicture {
    Q_OBJECT
public:
    explicit StoryPicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    QString words(const WordSpot& spot) const override;

    /// The sentence whose gates are shown; −1 for none.
    int sentence() const { return m_sentence; }
    /// For tests: how far a box is drawn open, 0 to 1.
    double openness(int slot) const { return m_open[static_cast<std::size_t>(slot)]; }

protected:
    void fill(std::vector<WordBlock>& blocks) override;
    void shade(std::vector<WordBlock>& blocks) override;
    void arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const override;
    void paintOne(QPainter& painter, const WordBlock& block, const PictureWord& word,
                  const WordMarks& marks) const override;
    bool isAbout(const WordBlock& block, const PictureWord& word,
                 const CellRef& cell) const override;
    WordSpot now() const override;

private:
    double gate(int sentence, int slot) const; ///< not a number where it is not computed
    double weight(int slot) const; ///< the same
    /// Sentences that are read at the moment.
    int sentencesRead() const;
    int sentenceOf(const CellRef& cell) const;
    int slotOf(const CellRef& cell) const;
    /// What a sentence is shaded by.
    double opened(int sentence) const;
    QString sentenceText(int sentence) const;
    QString slotText(int slot) const;
    QString answerText() const;
    void openBoxes();

    int m_sentence = -1;
    int m_slot = -1; ///< that is pointed at or fixed
    std::vector<double> m_open; ///< as drawn, by slot
    std::vector<double> m_from; ///< where the lids move from
    QVariantAnimation m_move;
};

} // namespace regard
