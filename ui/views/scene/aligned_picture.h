// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/aligned_words.h"
#include "ui/views/scene/text_picture.h"

namespace regard {

/// What was read above what is written for it, word by word as far as the moment goes. Between them
/// lines as wide as their weights: of the word that is pointed at, fixed or being written, whose
/// weights also shade the other text; of all words where all is written. Dashed: what the rules of
/// the corpus say. [ and ] choose one head of several.
class AlignedPicture : public TextPicture {
    Q_OBJECT
public:
    explicit AlignedPicture(QWidget* parent = nullptr) : TextPicture(parent) { }

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    QString words(const WordSpot& spot) const override;
    bool takeKey(const QKeyEvent& event) override;

    struct Link {
        int token = 0;
        int step = 0;
        double weight = 0; ///< not a number: a link by the rules
    };
    /// For tests: the lines that are drawn, the widest ones of many.
    const std::vector<Link>& links() const { return m_links; }
    const AlignedFocus& focus() const { return m_focus; }

protected:
    void fill(std::vector<WordBlock>& blocks) override;
    void shade(std::vector<WordBlock>& blocks) override;
    void arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const override;
    void paintBehind(QPainter& painter) const override;
    bool isAbout(const WordBlock& block, const PictureWord& word,
                 const CellRef& cell) const override;
    WordSpot now() const override;

private:
    void setCells(std::vector<WordBlock>& blocks);
    void findLinks();
    QString titleOf(bool read) const;

    AlignedFocus m_focus;
    std::vector<Link> m_links;
};

} // namespace regard
