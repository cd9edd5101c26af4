// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/token_chips.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QPaintEvent>

#include <algorithm>

namespace regard {

namespace {

constexpr int gap = 5;
constexpr int padding = 9;
constexpr int markGap = 6; ///< between a word and what is said of it
/// Of a chip at the edge, and what its text has more of it on each side.
constexpr int narrowest = 26;
constexpr int narrowing = 3;
constexpr double radius = 7;
/// Longer tokens end in "…".
constexpr int widestText = 220;

} // namespace

TokenChips::TokenChips(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TokenChips::setTokens(const std::vector<TraceToken>& tokens)
{
    const QStringList before = texts();
    m_count = static_cast<int>(tokens.size());
    m_chips.clear();
    m_chips.reserve(static_cast<std::size_t>(drawnTokens()) + 1);
    for (int i = 0; i < drawnTokens(); ++i) {
        const TraceToken& token = tokens[static_cast<std::size_t>(i)];
        Chip chip;
        chip.text = QString::fromStdString(token.text);
        chip.known = token.known;
        chip.wrong = token.wrong;
        chip.given = token.given;
        mark(chip, i);
        m_chips.push_back(std::move(chip));
    }
    if (m_count > limit) {
        Chip more;
        more.text = tr("… and %1 more").arg(QLocale().toString(m_count - limit));
        m_chips.push_back(std::move(more));
    }
    if (texts() != before)
        m_pointer = m_keyboard = -1;
    m_written = m_count;
    setVisible(m_count > 0);
    describe();
    arrange();
    if (m_current >= 0 && m_current < drawnTokens())
        Q_EMIT revealed(chipRectangle(m_current));
}

/// What a chip says beside its word, and when pointed at.
void TokenChips::mark(Chip& chip, int index) const
{
    chip.mark = chip.hidden ? tr("masked")
        : !chip.known       ? tr("unknown")
        : chip.wrong        ? tr("wrong")
        : chip.given        ? tr("by hand")
                            : QString();
    chip.tip = !chip.known
        ? tr("“%1” is not in the vocabulary: the model sees <unk>").arg(chip.text)
        : chip.wrong ? tr("Token %1: %2, which is wrong").arg(index + 1).arg(chip.text)
        : chip.given ? tr("Token %1: %2, written by hand").arg(index + 1).arg(chip.text)
                     : tr("Token %1: %2").arg(index + 1).arg(chip.text);
    if (m_hideable)
        chip.tip += QLatin1Char('\n')
            + (chip.hidden ? tr("No attention sees it. Click: show it again. Ctrl+click: select it")
                           : tr("Click: hide it from all attentions. Ctrl+click: select it"));
}

void TokenChips::setHidden(const std::vector<int>& tokens)
{
    for (int i = 0; i < drawnTokens(); ++i) {
        Chip& chip = m_chips[static_cast<std::size_t>(i)];
        chip.hidden = std::find(tokens.begin(), tokens.end(), i) != tokens.end();
        mark(chip, i);
    }
    describe();
    arrange();
}

void TokenChips::setHideable(bool hideable)
{
    m_hideable = hideable;
    for (int i = 0; i < drawnTokens(); ++i)
        mark(m_chips[static_cast<std::size_t>(i)], i);
}

QStringList TokenChips::texts() const
{
    QStringList texts;
    for (const Chip& chip : m_chips)
        texts << chip.text;
    return texts;
}

void TokenChips::setWritten(int count)
{
    if (count == m_written)
        return;
    m_written = count;
    describe();
    update();
}

QString TokenChips::said(int index) const
{
    const Chip& chip = m_chips[static_cast<std::size_t>(index)];
    if (!isWritten(index))
        return {};
    return chip.mark.isEmpty() ? chip.text : chip.text + QLatin1Char(' ') + chip.mark;
}

void TokenChips::describe()
{
    QStringList words;
    for (int i = 0; i < static_cast<int>(m_chips.size()); ++i)
        if (isWritten(i))
            words << said(i);
    setAccessibleDescription(words.join(QLatin1Char(' ')));
}

QFont TokenChips::markFont() const
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    return small;
}

QRect TokenChips::chipRectangle(int index) const
{
    const Chip& chip = m_chips[static_cast<std::size_t>(index)];
    return {chip.x, 0, chip.width, chipHeight()};
}

int TokenChips::chipHeight() const
{
    return fontMetrics().height() + 10;
}

void TokenChips::arrange()
{
    int x = 0;
    const QFontMetrics metrics = fontMetrics();
    for (Chip& chip : m_chips) {
        int text = std::min(metrics.horizontalAdvance(chip.text), widestText);
        if (!chip.mark.isEmpty())
            text += markGap + QFontMetrics(markFont()).horizontalAdvance(chip.mark);
        chip.x = x;
        chip.width = std::max(text + 2 * padding, chipHeight());
        x += chip.width + gap;
    }
    m_width = std::max(0, x - gap);
    setFixedSize(m_width, chipHeight());
    updateGeometry();
    update();
}

int TokenChips::chipAt(int x) const
{
    const auto after = std::upper_bound(m_chips.begin(), m_chips.end(), x,
                                        [](int at, const Chip& chip) { return at < chip.x; });
    const int index = static_cast<int>(after - m_chips.begin()) - 1;
    if (index < 0 || index >= drawnTokens())
        return -1;
    const Chip& chip = m_chips[static_cast<std::size_t>(index)];
    return x < chip.x + chip.width ? index : -1;
}

void TokenChips::setCurrent(int index)
{
    if (index == m_current)
        return;
    m_current = index;
    if (index >= 0 && index < drawnTokens())
        Q_EMIT revealed(chipRectangle(index));
    update();
}

void TokenChips::setMarked(int fixed, int hovered)
{
    if (fixed == m_fixed && hovered == m_hovered)
        return;
    if (fixed != m_fixed && fixed >= 0 && fixed < drawnTokens())
        Q_EMIT revealed(chipRectangle(fixed));
    m_fixed = fixed;
    m_hovered = hovered;
    update();
}

void TokenChips::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void TokenChips::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect visible = event->rect();
    const QRect seen = seenPart();
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const Chip& chip = m_chips[i];
        if (chip.x > visible.right() || chip.x + chip.width < visible.left())
            continue;
        const int index = static_cast<int>(i);
        // At the edge of what can be seen a chip is narrower, and its text ends in "…".
        const QRect part = chipRectangle(index).intersected(seen);
        const bool whole = part.width() == chip.width;
        if (!whole && part.width() < narrowest)
            continue;
        const QRectF box = QRectF(part).adjusted(1, 1, -1, -1);
        const bool more = index >= drawnTokens();
        if (!more) {
            const bool written = isWritten(index);
            QPen pen(m_theme.border(), 1);
            if (written && !chip.known)
                pen = QPen(m_theme.warning(), m_theme.line(1.5), Qt::DashLine);
            if (written && chip.wrong)
                pen = QPen(m_theme.error(), m_theme.line(2));
            if (index == m_hovered)
                pen = QPen(m_theme.hover(), m_theme.line(2));
            if (index == m_fixed)
                pen = QPen(m_theme.selection(), m_theme.line(2));
            painter.setPen(pen);
            painter.setBrush(!written                         ? m_theme.notComputed()
                                 : chip.known && !chip.hidden ? m_theme.raised()
                                                              : m_theme.surface());
            painter.drawRoundedRect(box, radius, radius);
            if (index == m_current) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(m_theme.accent());
                painter.drawRoundedRect(
                    QRectF(box.left() + radius, box.bottom() - 3, box.width() - 2 * radius, 3), 1.5,
                    1.5);
            }
            if (hasFocus() && index == m_keyboard) {
                painter.setPen(QPen(m_theme.accent(), m_theme.line(2)));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(box, radius, radius);
            }
        }
        painter.setPen(more ? m_theme.textMuted() : m_theme.text());
        if (isWritten(index) && whole)
            drawText(painter, box, chip);
        else if (isWritten(index))
            painter.drawText(box, Qt::AlignCenter,
                             fontMetrics().elidedText(said(index), Qt::ElideRight,
                                                      part.width() - 2 * (padding - narrowing)));
    }
}

QRect TokenChips::seenPart() const
{
    const QRect seen = visibleRegion().boundingRect();
    return seen.isEmpty() ? rect() : seen;
}

void TokenChips::drawText(QPainter& painter, const QRectF& box, const Chip& chip) const
{
    const int mark =
        chip.mark.isEmpty() ? 0 : markGap + QFontMetrics(markFont()).horizontalAdvance(chip.mark);
    const QRectF word = box.adjusted(0, 0, -mark, 0);
    if (chip.hidden) {
        QFont struck = font();
        struck.setStrikeOut(true);
        painter.setFont(struck);
        painter.setPen(m_theme.textMuted());
    }
    painter.drawText(
        mark ? word.adjusted(padding - 1, 0, 0, 0) : word,
        mark ? static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter)
             : static_cast<int>(Qt::AlignCenter),
        fontMetrics().elidedText(chip.text, Qt::ElideRight,
                                 std::max(widestText, chip.width - 2 * padding - mark)));
    if (!mark)
        return;
    painter.setFont(markFont());
    painter.setPen(chip.hidden || !chip.known ? m_theme.warning()
                       : chip.wrong           ? m_theme.error()
                                              : m_theme.accent());
    painter.drawText(box.adjusted(0, 0, 1 - padding, 0),
                     static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), chip.mark);
    painter.setFont(font());
}

void TokenChips::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

} // namespace regard
