// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/word_block.h"

#include "ui/views/shared/cell_picture.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr double aside = 5; ///< from the text of a word to its ends
constexpr double above = 1;
constexpr double barHeight = 4;
constexpr double barGap = 1; ///< between a word and its bar
constexpr double between = 3; ///< two words of a line
constexpr double lineGap = 5;

void shape(PictureWord& word, double width, const QFont& font)
{
    word.shaped = QStaticText(word.text);
    word.shaped.setTextFormat(Qt::PlainText);
    word.shaped.setPerformanceHint(QStaticText::AggressiveCaching);
    word.shaped.prepare({}, font);
    if (word.shaped.size().width() <= width)
        return;
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    word.shaped.setTextOption(option);
    word.shaped.setTextWidth(width);
    word.shaped.prepare({}, font);
}

/// Where the text of a word stands, without its bar.
QRectF bodyOf(const QRectF& rect)
{
    return rect.adjusted(0, 0, 0, -(barHeight + barGap));
}

QColor fillOf(const WordBlock& block, const PictureWord& word, const Theme& theme)
{
    return QColor::fromRgb(block.isSigned ? theme.diverging(word.share)
                                          : theme.sequential(word.share));
}

/// As long as the share; of signed ones from the middle, to the left below zero.
void paintBar(QPainter& painter, const WordBlock& block, const PictureWord& word,
              const QRectF& rect, const Theme& theme)
{
    const QRectF track(rect.left() + 1, rect.bottom() - barHeight, rect.width() - 2, barHeight);
    const double share = std::clamp(word.share, -1.0, 1.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.grid());
    painter.drawRect(track.adjusted(0, barHeight - 1, 0, 0));
    if (!block.isSigned) {
        painter.setBrush(theme.role(Role::Weights));
        painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, barHeight));
        return;
    }
    const double half = track.width() / 2;
    painter.setBrush(QColor::fromRgb(theme.diverging(share < 0 ? -0.9 : 0.9)));
    painter.drawRect(QRectF(track.center().x() + std::min(0.0, share) * half, track.top(),
                            std::abs(share) * half, barHeight));
    painter.setBrush(theme.textMuted());
    painter.drawRect(QRectF(track.center().x() - 0.5, track.top() - 0.5, 1, barHeight + 0.5));
}

void paintText(QPainter& painter, const PictureWord& word, const QRectF& rect)
{
    const QPointF at(rect.left() + aside, rect.top() + above);
    if (!paintsVectorFile(painter))
        return painter.drawStaticText(at, word.shaped);
    // Letters, not the pictures of them that are kept for the screen.
    painter.drawText(QRectF(at, bodyOf(rect).bottomRight() - QPointF(aside - 1, 0)),
                     Qt::TextWordWrap, word.text);
}

} // namespace

void layOut(WordBlock& block, double width, const QFont& font)
{
    const double widest = std::max(20.0, width);
    double x = 0;
    double y = 0;
    double lineHeight = 0;
    std::size_t lineBegin = 0;
    block.lines = block.words.empty() ? 0 : 1;
    const auto endLine = [&](std::size_t end) {
        const double aside = block.isCentred ? std::floor((widest - x + between) / 2) : 0;
        for (; lineBegin < end; ++lineBegin)
            // Letters of several fonts stand on one line, as far down as each other.
            block.words[lineBegin].rect.translate(
                aside, lineHeight - block.words[lineBegin].rect.height());
    };
    for (std::size_t i = 0; i < block.words.size(); ++i) {
        PictureWord& word = block.words[i];
        QSizeF size = word.size;
        if (size.isEmpty()) {
            shape(word, widest - 2 * aside, font);
            size = {std::ceil(word.shaped.size().width()) + 2 * aside,
                    std::ceil(word.shaped.size().height()) + above + barGap + barHeight};
        }
        size.setWidth(std::min(size.width(), widest));
        if (x > 0 && (word.startsLine || x + size.width() > widest)) {
            endLine(i);
            x = 0;
            y += lineHeight + lineGap;
            lineHeight = 0;
            ++block.lines;
        }
        word.rect = QRectF(QPointF(x, y), size);
        x += size.width() + between;
        lineHeight = std::max(lineHeight, size.height());
    }
    endLine(block.words.size());
    block.height = y + lineHeight + 2;
}

int wordAt(const WordBlock& block, const QPointF& at)
{
    if (!block.room.contains(at))
        return -1;
    const QPointF inside = at - block.room.topLeft() + QPointF(0, block.scroll);
    // Words stand in the order of their lines.
    auto word = std::lower_bound(
        block.words.begin(), block.words.end(), inside.y(),
        [](const PictureWord& each, double y) { return each.rect.bottom() + lineGap < y; });
    for (; word != block.words.end() && word->rect.top() <= inside.y(); ++word)
        if (word->rect.contains(inside))
            return static_cast<int>(word - block.words.begin());
    return -1;
}

void paintOutlines(QPainter& painter, const PictureWord& word, const QRectF& rect,
                   const WordMarks& marks, const Theme& theme)
{
    const auto outline = [&](const QColor& color, double width, double grown, Qt::PenStyle style) {
        painter.setPen(QPen(color, width, style));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.adjusted(-grown, -grown, grown, grown), 4, 4);
    };
    if (word.isNow)
        outline(theme.accent(), 1.5, 0, Qt::SolidLine);
    if (word.isExpected)
        outline(theme.text(), 1.2, 0.5, Qt::DashLine);
    if (marks.selected)
        outline(theme.selection(), 2, 0.5, Qt::SolidLine);
    if (marks.hovered)
        outline(theme.hover(), 2, 0.5, Qt::SolidLine);
    if (word.isChanged) {
        constexpr double size = 6;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.warning());
        const QPointF corner = rect.topRight();
        painter.drawPolygon(
            QPolygonF({corner, corner - QPointF(size, 0), corner + QPointF(0, size)}));
    }
}

void paintWord(QPainter& painter, const WordBlock& block, const PictureWord& word,
               const WordMarks& marks, const Theme& theme)
{
    const QRectF rect = block.placed(word);
    const QRectF body = bodyOf(rect);
    const bool shared = std::isfinite(word.share) && !word.isEmpty;
    const bool shaded = shared && !word.isPlain;
    painter.setPen(Qt::NoPen);
    if (word.isEmpty || shaded) {
        painter.setBrush(word.isEmpty ? theme.notComputed() : fillOf(block, word, theme));
        painter.drawRoundedRect(body, 4, 4);
    }
    if (shared)
        paintBar(painter, block, word, rect, theme);
    if (!word.isEmpty) {
        painter.setPen(shaded             ? theme.textOn(fillOf(block, word, theme).rgb())
                           : word.isWrong ? theme.error()
                           : word.isMuted || word.isMark ? theme.textMuted()
                                                         : theme.text());
        paintText(painter, word, rect);
    }
    if ((word.isUnknown || word.isWrong) && !word.isEmpty) {
        painter.setPen(QPen(word.isWrong ? theme.error() : theme.warning(), 1.5,
                            word.isWrong ? Qt::SolidLine : Qt::DotLine));
        painter.drawLine(body.bottomLeft() + QPointF(aside, -1),
                         body.bottomRight() - QPointF(aside, 1));
    }
    paintOutlines(painter, word, body, marks, theme);
}

} // namespace regard
