// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/text_picture.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace regard {

namespace {

constexpr double margin = 10;
constexpr double blockGap = 10;
constexpr double barWidth = 12;
/// Outlines of words at the edge of a room are seen as a whole.
constexpr double outline = 2;

} // namespace

TextPicture::TextPicture(QWidget* parent) : ScenePicture(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
}

void TextPicture::draw(const SceneState& state)
{
    const bool anew = !m_drawn || state.trace != m_state.trace || state.before != m_state.before
        || font() != m_drawnFont;
    const bool selects = !(state.fixed == m_state.fixed);
    const bool moves = state.moment != m_state.moment;
    m_state = state;
    if (anew) {
        std::vector<double> scrolls;
        for (const WordBlock& block : m_blocks)
            scrolls.push_back(block.scroll);
        m_blocks.clear();
        fill(m_blocks);
        for (std::size_t i = 0; i < std::min(scrolls.size(), m_blocks.size()); ++i)
            m_blocks[i].scroll = scrolls[i];
        m_drawn = true;
        m_drawnFont = font();
        arrangeAgain();
    }
    shade(m_blocks);
    if ((anew || selects) && selected())
        showSpot(selected());
    else if (anew || moves)
        showSpot(now());
    update();
}

double TextPicture::titleHeight() const
{
    return QFontMetricsF(font()).height() + 6;
}

QFont TextPicture::wordFont() const
{
    QFont larger = font();
    if (larger.pointSizeF() > 0)
        larger.setPointSizeF(larger.pointSizeF() * m_scale);
    else
        larger.setPixelSize(static_cast<int>(larger.pixelSize() * m_scale));
    return larger;
}

double TextPicture::heightOf(WordBlock& block, double width) const
{
    layOut(block, width - barWidth - 2 * outline, wordFont());
    return titleHeight() + block.height + 2 * outline;
}

void TextPicture::place(WordBlock& block, const QRectF& whole) const
{
    heightOf(block, whole.width());
    block.room = (block.isTitleBelow ? whole.adjusted(0, 0, 0, -titleHeight())
                                     : whole.adjusted(0, titleHeight(), 0, 0))
                     .adjusted(outline, outline, -outline, 0);
    block.scroll = std::clamp(block.scroll, 0.0, block.mostScroll());
}

void TextPicture::arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const
{
    const double width = size.width() - 2 * margin;
    double left = size.height() - margin;
    double y = margin / 2;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto behind = static_cast<double>(blocks.size() - i);
        const double height =
            std::min(heightOf(blocks[i], width), std::max(0.0, left / behind - blockGap));
        place(blocks[i], {margin, y, width, height});
        y += height + blockGap;
        left -= height + blockGap;
    }
}

void TextPicture::fit(const QSizeF& size)
{
    qsizetype letters = 0;
    for (const WordBlock& block : m_blocks)
        for (const PictureWord& word : block.words)
            letters += word.text.size() + 2;
    constexpr qsizetype mostLetters = 1500; // that are laid out more than once
    for (const double scale : {1.8, 1.5, 1.25, 1.0}) {
        if (scale > 1 && letters > mostLetters)
            continue;
        m_scale = scale;
        arrange(m_blocks, size);
        if (std::all_of(m_blocks.begin(), m_blocks.end(),
                        [](const WordBlock& block) { return block.mostScroll() < 1; }))
            break;
    }
}

void TextPicture::arrangeAgain()
{
    fit(size());
    showBars();
}

void TextPicture::showBars()
{
    while (m_bars.size() < m_blocks.size()) {
        auto* bar = new QScrollBar(Qt::Vertical, this);
        bar->setFocusPolicy(Qt::NoFocus);
        bar->setCursor(Qt::ArrowCursor);
        const auto number = static_cast<int>(m_bars.size());
        connect(bar, &QScrollBar::valueChanged, this, [this, number](int value) {
            const auto place = static_cast<std::size_t>(number);
            if (place < m_blocks.size())
                scrollBlock(number, value - m_blocks[place].scroll);
        });
        m_bars.push_back(bar);
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        QScrollBar& bar = *m_bars[i];
        const bool needed = i < m_blocks.size() && m_blocks[i].mostScroll() >= 1;
        if (needed) {
            const QSignalBlocker quiet(bar);
            const WordBlock& block = m_blocks[i];
            bar.setAccessibleName(block.title);
            bar.setRange(0, static_cast<int>(std::ceil(block.mostScroll())));
            bar.setPageStep(static_cast<int>(block.room.height()));
            bar.setSingleStep(static_cast<int>(titleHeight()));
            bar.setValue(static_cast<int>(block.scroll));
            bar.setGeometry(static_cast<int>(block.room.right() - barWidth + 2),
                            static_cast<int>(block.room.top()), static_cast<int>(barWidth),
                            static_cast<int>(block.room.height()));
        }
        bar.setVisible(needed);
    }
}

void TextPicture::scrollBlock(int block, double by)
{
    WordBlock& scrolled = m_blocks[static_cast<std::size_t>(block)];
    const double to = std::clamp(scrolled.scroll + by, 0.0, scrolled.mostScroll());
    if (to == scrolled.scroll)
        return;
    scrolled.scroll = to;
    showBars();
    update();
}

void TextPicture::showSpot(const WordSpot& spot)
{
    if (!spot)
        return;
    const WordBlock& block = m_blocks[static_cast<std::size_t>(spot.block)];
    const QRectF rect = at(spot).rect;
    double to = block.scroll;
    to = std::max(to, rect.bottom() + 4 - block.room.height());
    to = std::min(to, std::max(0.0, rect.top() - 2));
    scrollBlock(spot.block, to - block.scroll);
}

void TextPicture::resizeEvent(QResizeEvent* event)
{
    ScenePicture::resizeEvent(event);
    if (!m_drawn)
        return;
    arrangeAgain();
    showSpot(selected() ? selected() : now());
}

bool TextPicture::isAbout(const WordBlock& /*block*/, const PictureWord& word,
                          const CellRef& cell) const
{
    return cell && word.cell == cell;
}

void TextPicture::paintOne(QPainter& painter, const WordBlock& block, const PictureWord& word,
                           const WordMarks& marks) const
{
    paintWord(painter, block, word, marks, m_state.theme);
}

void TextPicture::paint(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    paintBehind(painter);
    for (const WordBlock& block : m_blocks) {
        const QRectF title(block.room.left(),
                           block.isTitleBelow ? block.room.bottom() + 2
                                              : block.room.top() - titleHeight(),
                           block.room.width(), titleHeight() - 2);
        painter.setFont(font());
        painter.setPen(m_state.theme.textMuted());
        painter.drawText(
            title,
            (block.isCentred ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter
                | Qt::TextSingleLine,
            QFontMetricsF(font()).elidedText(block.title, Qt::ElideRight, title.width()));
        painter.save();
        painter.setFont(wordFont());
        painter.setClipRect(block.room.adjusted(-outline, -outline, outline, outline),
                            Qt::IntersectClip);
        for (const PictureWord& word : block.words) {
            const QRectF rect = block.placed(word);
            if (rect.bottom() < block.room.top() || rect.top() > block.room.bottom())
                continue;
            paintOne(painter, block, word,
                     {m_state.fixed && isAbout(block, word, m_state.fixed),
                      m_state.hovered && isAbout(block, word, m_state.hovered)});
        }
        painter.restore();
    }
}

void TextPicture::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_state.theme.surface());
    paint(painter);
}

void TextPicture::paintTo(QPainter& painter, const QSize& size)
{
    std::vector<WordBlock> kept = m_blocks;
    const double scale = m_scale;
    fit(size);
    paint(painter);
    m_blocks = std::move(kept);
    m_scale = scale;
}

} // namespace regard
