// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QRectF>
#include <QStaticText>
#include <QString>

#include <limits>
#include <vector>

class QPainter;

namespace regard {

/// A word of a picture that is made of words: what it says, what a click on it selects and how it
/// is shaded.
struct PictureWord {
    QString text;
    int index = -1; ///< of the token, sentence or slot that it is
    bool startsLine = false;
    bool isMark = false; ///< the end of a text, a sign: no word of it
    bool isUnknown = false;
    bool isPlain = false; ///< its share is a bar alone
    QSizeF size{}; ///< of what is no text; empty: as large as its text

    // What depends on moment and selection.
    CellRef cell{};
    /// In [0, 1], or in [−1, 1] in a block of signed shares: shaded, with a bar below; not a
    /// number: neither.
    double share = std::numeric_limits<double>::quiet_NaN();
    bool isEmpty = false; ///< not written yet
    bool isMuted = false; ///< not read yet
    bool isWrong = false;
    bool isNow = false; ///< what the moment is about
    bool isExpected = false; ///< what the rules of a corpus say
    bool isChanged = false; ///< another one than without the person's changes

    QRectF rect{}; ///< in its block, as it was laid out
    QStaticText shaped{};
};

/// Words in flowing lines with a title, which scroll where they are higher than their room.
struct WordBlock {
    QString title;
    std::vector<PictureWord> words;
    bool isSigned = false; ///< shares on both sides of zero
    bool isCentred = false; ///< lines stand in the middle
    bool isTitleBelow = false;

    QRectF room{}; ///< on the picture, without the title
    double height = 0; ///< of all lines
    int lines = 0;
    double scroll = 0; ///< height of what is above the room

    double mostScroll() const { return std::max(0.0, height - room.height()); }
    /// A word on the picture.
    QRectF placed(const PictureWord& word) const
    {
        return word.rect.translated(room.left(), room.top() - scroll);
    }
};

/// Lays words out in lines of a width; of words that are wider the text goes on in further lines.
void layOut(WordBlock& block, double width, const QFont& font);

/// The word of a block at a place of the picture; −1 for none.
int wordAt(const WordBlock& block, const QPointF& at);

/// Outlines of a word beside its own.
struct WordMarks {
    bool selected = false;
    bool hovered = false;
};

/// Paints a word of text where it stands on the picture.
void paintWord(QPainter& painter, const WordBlock& block, const PictureWord& word,
               const WordMarks& marks, const Theme& theme);

/// Paints the outlines of a word, in a rectangle.
void paintOutlines(QPainter& painter, const PictureWord& word, const QRectF& rect,
                   const WordMarks& marks, const Theme& theme);

} // namespace regard
