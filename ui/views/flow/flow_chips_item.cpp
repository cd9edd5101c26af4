// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_chips_item.h"

#include "ui/views/flow/flow_text.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Drawn as "■" where it has no room.
const QLatin1String endMark("<eos>");
/// A chip reaches beyond the middle of its place by so much at least.
constexpr qreal overlap = 2;

/// Left ends of chips of these widths over their places, from the left one by one as near to
/// the middle as they can be; empty where there is no such order.
std::vector<qreal> fromLeft(const std::vector<qreal>& width, qreal pitch, qreal gap)
{
    const std::size_t count = width.size();
    const auto middle = [&](std::size_t i) { return (static_cast<qreal>(i) + 0.5) * pitch; };
    // As far to the right as each may stand.
    std::vector<qreal> limit(count);
    qreal end = pitch * static_cast<qreal>(count) - gap / 2;
    for (std::size_t i = count; i-- > 0;) {
        limit[i] = std::min(end - width[i], middle(i) - overlap);
        end = limit[i] - gap;
    }
    std::vector<qreal> left;
    qreal start = gap / 2;
    for (std::size_t i = 0; i < count; ++i) {
        const qreal least = std::max(start, middle(i) + overlap - width[i]);
        if (least > limit[i])
            return {};
        left.push_back(std::clamp(middle(i) - width[i] / 2, least, limit[i]));
        start = left[i] + width[i] + gap;
    }
    return left;
}

/// Midway between the one order and the other.
std::vector<ChipExtent> apart(const std::vector<qreal>& width, qreal pitch, qreal gap)
{
    const std::vector<qreal> left = fromLeft(width, pitch, gap);
    const std::vector<qreal> right = fromLeft({width.rbegin(), width.rend()}, pitch, gap);
    const qreal total = pitch * static_cast<qreal>(width.size());
    std::vector<ChipExtent> found;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
        const qreal place = (left[i] + total - right[width.size() - 1 - i] - width[i]) / 2;
        found.push_back({place, place + width[i]});
    }
    return found;
}

std::vector<qreal> chipWidths(const QStringList& words, int pixels, qreal least, qreal padding)
{
    const QFontMetricsF metrics(flowFont(pixels, true));
    std::vector<qreal> found;
    for (const QString& word : words)
        found.push_back(std::max(least, metrics.horizontalAdvance(word) + padding));
    return found;
}

qreal chipGap(qreal pitch)
{
    return std::min(5.0, pitch * 0.09);
}

} // namespace

QStringList chipWords(const Trace& trace, const TraceTensor& tensor)
{
    QStringList words;
    for (Index row = 0; row < tensor.value.rows(); ++row)
        words << rowText(trace, tensor, row);
    return words;
}

std::vector<ChipExtent> levelChips(const QStringList& words, qreal pitch, const FlowType& type)
{
    std::vector<qreal> widths = chipWidths(words, type.small, 18, 7);
    for (qsizetype i = 0; i < words.size(); ++i)
        if (words[i] == endMark)
            widths[static_cast<std::size_t>(i)] = 18;
    return apart(widths, pitch, chipGap(pitch));
}

FlowChipsItem::FlowChipsItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(3);
}

QString FlowChipsItem::text(Index row) const
{
    const bool there = isWritten(*state().trace, tensor()->rows, row, state().shownMoment());
    return there ? m_words[row] : QString();
}

void FlowChipsItem::refresh()
{
    m_words = tensor() ? chipWords(*state().trace, *tensor()) : QStringList();
    const qreal pitch = box().pitch;
    const qreal gap = chipGap(pitch);
    m_chips = levelChips(m_words, pitch, state().type);
    // Characters stand level also where chips have no more than their share.
    for (qsizetype i = 0; m_chips.size() < static_cast<std::size_t>(m_words.size()); ++i) {
        const qreal left = static_cast<qreal>(i) * pitch + gap / 2;
        m_chips.push_back({left, left + pitch - gap});
    }
    // What is left over is for a larger type, about the middle of its place if there is room.
    const std::vector<qreal> wanted = chipWidths(m_words, state().type.title, 26, 16);
    const qreal total = pitch * static_cast<qreal>(m_chips.size());
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        ChipExtent& chip = m_chips[i];
        const qreal need = std::max(0.0, wanted[i] - (chip.right - chip.left));
        const qreal before = i > 0 ? m_chips[i - 1].right + gap : gap / 2;
        const qreal behind = i + 1 < m_chips.size() ? m_chips[i + 1].left - gap : total - gap / 2;
        const qreal atLeft = std::max(0.0, chip.left - before);
        const qreal atRight = std::max(0.0, behind - chip.right);
        const qreal place = (static_cast<qreal>(i) + 0.5) * pitch;
        const qreal aside = (chip.left + chip.right) / 2 - place;
        const qreal more =
            std::clamp(std::max(need / 2 + aside, need - atRight), 0.0, std::min(need, atLeft));
        chip.left -= more;
        chip.right += std::min(need - more, atRight);
    }
    update();
}

QRectF FlowChipsItem::chipRect(Index row) const
{
    const ChipExtent& chip = m_chips[static_cast<std::size_t>(row)];
    return {rect().left() + chip.left, rect().top() + 1, chip.right - chip.left,
            rect().height() - 2};
}

void FlowChipsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor())
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const bool input = box().key == QLatin1String("input");
    const Index mark = input ? state().focus.key : state().step();
    const qreal line = type.title * 1.25;
    const Index every = box().slanted
        ? std::max<Index>(1, static_cast<Index>(std::ceil(type.small * 1.25 / pitch())))
        : 1;
    painter->setRenderHint(QPainter::Antialiasing);
    for (Index row = 0; row < count(); ++row) {
        const bool marked = row == mark;
        if (!marked && (row % every != 0 || (mark >= 0 && std::abs(row - mark) < every)))
            continue;
        QString word = text(row);
        const bool unknown = isUnknown(*state().trace, tensor()->rows, row);
        const bool narrow = pitch() < line * 1.5;
        const QFont font = flowFont(
            narrow && (!box().slanted || pitch() < line) ? type.small : type.title, marked);
        // Smaller before it is cut.
        const auto drawWord = [&](const QRectF& place, int alignment, qreal room) {
            // The chips above the picture say in a word what here the colour says where there is
            // no room.
            if (unknown && QFontMetricsF(flowFont(type.small)).horizontalAdvance(word) > room)
                word = QString::fromStdString(*tensor()->rowLabel(row));
            QFont fitting = font;
            while (fitting.pixelSize() > type.small
                   && QFontMetricsF(fitting).horizontalAdvance(word) > room)
                fitting.setPixelSize(fitting.pixelSize() - 1);
            const QFontMetricsF metrics(fitting);
            if (word == endMark && (box().slanted || metrics.horizontalAdvance(word) > room))
                word = QStringLiteral("■");
            painter->setFont(fitting);
            painter->drawText(place, alignment, metrics.elidedText(word, Qt::ElideRight, room));
        };
        const QColor ink = theme.role(input ? Role::State : Role::DecoderState);
        if (box().slanted) {
            painter->save();
            painter->translate(middle(row), input ? rect().top() + 4 : rect().bottom() - 4);
            painter->rotate(input ? 55 : -55);
            painter->setPen(unknown ? theme.warning() : marked ? ink : theme.text());
            const qreal room = rect().height() * 1.15;
            drawWord(QRectF(0, -line / 2, room, line), Qt::AlignLeft | Qt::AlignVCenter, room);
            painter->restore();
            continue;
        }
        QRectF chip = chipRect(row);
        const bool there = !word.isEmpty();
        if (!there) { // as wide as any: it tells nothing of the word that comes
            const qreal width = std::min({chip.width(), pitch() - chipGap(pitch()), 26.0});
            chip = QRectF(middle(row) - width / 2, chip.top(), width, chip.height());
        }
        painter->setPen(unknown     ? QPen(theme.warning(), marked ? 1.6 : 1, Qt::DashLine)
                            : there ? QPen(marked ? ink : theme.border(), marked ? 1.6 : 1)
                                    : QPen(theme.border(), theme.line(), Qt::DashLine));
        painter->setBrush(there ? theme.raised() : QColor(Qt::transparent));
        painter->drawRoundedRect(chip, chip.height() / 2.6, chip.height() / 2.6);
        painter->setPen(unknown ? theme.warning() : marked ? ink : theme.text());
        drawWord(chip, Qt::AlignCenter, chip.width() - (narrow ? 0 : 5));
    }
}

} // namespace regard
