// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_picture.h"
#include "ui/views/scene/word_block.h"

#include <optional>

class QScrollBar;

namespace regard {

/// Where a word stands: in which block, and which of its words it is.
struct WordSpot {
    int block = -1;
    int word = -1;
    explicit operator bool() const { return word >= 0; }
    friend bool operator==(const WordSpot&, const WordSpot&) = default;
};

/// A scene made of words in blocks, each of which scrolls by itself. Words are pointed at and
/// selected; ↑ and ↓ go to the line above and below, from a selected word ← and → to the next one,
/// PgUp and PgDn scroll.
class TextPicture : public ScenePicture {
    Q_OBJECT
public:
    explicit TextPicture(QWidget* parent = nullptr);

    void draw(const SceneState& state) override;
    void paintTo(QPainter& painter, const QSize& size) override;
    bool takeKey(const QKeyEvent& event) override;

    /// What a word is, with its numbers.
    virtual QString words(const WordSpot& spot) const = 0;

    /// For tests: what is drawn, where it stands.
    const std::vector<WordBlock>& blocks() const { return m_blocks; }
    WordSpot spotAt(const QPointF& at) const;
    /// What the fixed place is about; none where it is about no word.
    WordSpot selected() const;

    QSize sizeHint() const override { return {600, 400}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

    /// Puts the words of a computation into blocks.
    virtual void fill(std::vector<WordBlock>& blocks) = 0;
    /// Sets what depends on moment and selection.
    virtual void shade(std::vector<WordBlock>& blocks) = 0;
    /// Gives each block its room and lays it out; at first one below the other.
    virtual void arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const;
    /// Paints what lies behind the words.
    virtual void paintBehind(QPainter& /*painter*/) const { }
    virtual void paintOne(QPainter& painter, const WordBlock& block, const PictureWord& word,
                          const WordMarks& marks) const;
    /// Whether a place of the trace is about a word.
    virtual bool isAbout(const WordBlock& block, const PictureWord& word,
                         const CellRef& cell) const;
    /// The word that the moment is about, which is kept in sight; none for none.
    virtual WordSpot now() const { return {}; }

    const SceneState& state() const { return m_state; }
    const PictureWord& at(const WordSpot& spot) const
    {
        return m_blocks[static_cast<std::size_t>(spot.block)]
            .words[static_cast<std::size_t>(spot.word)];
    }
    double titleHeight() const;
    /// That of the words: larger where all of them have room.
    QFont wordFont() const;
    /// Gives a block a room without its title, and lays it out.
    void place(WordBlock& block, const QRectF& whole) const;
    /// How high a block would be with its title.
    double heightOf(WordBlock& block, double width) const;
    /// "Selected: …", where something is.
    QStringList selectedWords() const;

private:
    /// Arranges with the largest words that all have room, or the smallest.
    void fit(const QSizeF& size);
    void arrangeAgain();
    void showBars();
    void paint(QPainter& painter);
    void showSpot(const WordSpot& spot);
    void scrollBlock(int block, double by);
    void point(const CellRef& cell);
    void choose(const WordSpot& spot);
    /// The nearest word in the next line above or below.
    WordSpot inNextLine(const WordSpot& from, bool down) const;
    WordSpot next(const WordSpot& from, int by) const;

    SceneState m_state;
    std::vector<WordBlock> m_blocks;
    std::vector<QScrollBar*> m_bars;
    QFont m_drawnFont;
    bool m_drawn = false;
    double m_scale = 1; ///< of the words
    CellRef m_pointed; ///< as last told by hovered()
};

} // namespace regard
