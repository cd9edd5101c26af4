// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/text_picture.h"

namespace regard {

/// A text with each word's share in a verdict between two classes, as colour and as a bar to the
/// left or right; before the verdict is computed the weights on each word. Below them the sum that
/// leads to the verdict, with what padding and the bias add. Padding is not drawn.
class VerdictPicture : public TextPicture {
    Q_OBJECT
public:
    explicit VerdictPicture(QWidget* parent = nullptr) : TextPicture(parent) { }

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    QString words(const WordSpot& spot) const override;

    /// The largest share of a word, which the longest bar stands for.
    double largest() const { return m_largest; }

protected:
    void fill(std::vector<WordBlock>& blocks) override;
    void shade(std::vector<WordBlock>& blocks) override;
    bool isAbout(const WordBlock& block, const PictureWord& word,
                 const CellRef& cell) const override;

private:
    /// A line of the sum.
    struct Term {
        QString text;
        double value = 0;
    };
    std::vector<Term> terms() const;
    /// The place among the shares of a token; −1 for none.
    int placeOf(int token) const;
    /// Logit of the second class less that of the first.
    double difference() const;
    QString wordText(int token) const;
    QString sumText() const;
    void shadeWords(WordBlock& block);

    double m_largest = 0;
};

} // namespace regard
