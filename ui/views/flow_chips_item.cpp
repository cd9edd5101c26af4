// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_chips_item.h"

#include "ui/views/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {
/// Drawn as "■" where it has no room.
const QLatin1String endMark("<eos>");
} // namespace

FlowChipsItem::FlowChipsItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(3);
}

QString FlowChipsItem::word(Index row) const
{
    const auto& output = state().trace->output;
    if (box().key == QLatin1String("input"))
        return rowText(*state().trace, *tensor(), row);
    return row < static_cast<Index>(output.size())
        ? QString::fromStdString(output[static_cast<std::size_t>(row)].text)
        : QString::number(row + 1);
}

QString FlowChipsItem::text(Index row) const
{
    const bool there = box().key == QLatin1String("input") || state().isComputed(box().tensor, row);
    return there ? word(row) : QString();
}

void FlowChipsItem::refresh()
{
    const qreal pitch = box().pitch;
    const qreal gap = std::min(5.0, pitch * 0.09);
    const auto widths = [&](int pixels, qreal least, qreal padding) {
        const QFontMetricsF metrics(flowFont(pixels, true));
        std::vector<qreal> found;
        for (Index row = 0; row < count(); ++row)
            found.push_back(std::max(least, metrics.horizontalAdvance(word(row)) + padding));
        return found;
    };
    // As wide as each word needs in the smallest type, pushed aside by longer ones; where that
    // would lead it away from its place, no wider than its share.
    std::vector<qreal> narrow = widths(state().type.small, 18, 7);
    for (Index row = 0; row < count(); ++row)
        if (word(row) == endMark)
            narrow[static_cast<std::size_t>(row)] = 18;
    m_chips = pushedApart(narrow, pitch, gap);
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const qreal place = (static_cast<qreal>(i) + 0.5) * pitch;
        if (m_chips[i].left > place - 2 || m_chips[i].right < place + 2) {
            for (qreal& width : narrow)
                width = std::min(width, pitch - gap);
            m_chips = pushedApart(narrow, pitch, gap);
            break;
        }
    }
    // What is left over is for a larger type, about the middle of its place if there is room.
    const std::vector<qreal> wanted = widths(state().type.title, 26, 16);
    const qreal total = pitch * static_cast<qreal>(m_chips.size());
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        Extent& chip = m_chips[i];
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

std::vector<FlowChipsItem::Extent> FlowChipsItem::pushedApart(const std::vector<qreal>& width,
                                                              qreal pitch, qreal gap)
{
    const std::size_t chips = width.size();
    const qreal total = pitch * static_cast<qreal>(chips);
    std::vector<qreal> left;
    for (std::size_t i = 0; i < chips; ++i)
        left.push_back((static_cast<qreal>(i) + 0.5) * pitch - width[i] / 2);
    const auto pushRight = [&](std::vector<qreal>& places) {
        for (std::size_t i = 0; i < chips; ++i)
            places[i] = std::max(places[i], i > 0 ? places[i - 1] + width[i - 1] + gap : gap / 2);
    };
    const auto pushLeft = [&](std::vector<qreal>& places) {
        for (std::size_t i = chips; i-- > 0;)
            places[i] = std::min(
                places[i], (i + 1 < chips ? places[i + 1] - gap : total - gap / 2) - width[i]);
    };
    // Midway between the one order of pushing and the other.
    std::vector<qreal> other = left;
    pushRight(left);
    pushLeft(left);
    pushLeft(other);
    pushRight(other);
    std::vector<Extent> found;
    for (std::size_t i = 0; i < chips; ++i) {
        const qreal middle = (left[i] + other[i]) / 2;
        found.push_back({middle, middle + width[i]});
    }
    return found;
}

QRectF FlowChipsItem::chipRect(Index row) const
{
    const Extent& chip = m_chips[static_cast<std::size_t>(row)];
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
        const bool narrow = pitch() < line * 1.5;
        const QFont font = flowFont(
            narrow && (!box().slanted || pitch() < line) ? type.small : type.title, marked);
        painter->setFont(font);
        const QFontMetricsF metrics(font);
        const QColor ink = theme.role(input ? Role::State : Role::DecoderState);
        if (box().slanted) {
            painter->save();
            painter->translate(middle(row), input ? rect().top() + 4 : rect().bottom() - 4);
            painter->rotate(input ? 55 : -55);
            painter->setPen(marked ? ink : theme.text());
            const qreal room = rect().height() * 1.15;
            painter->drawText(QRectF(0, -line / 2, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                              metrics.elidedText(word, Qt::ElideRight, room));
            painter->restore();
            continue;
        }
        const QRectF chip = chipRect(row);
        const bool there = !word.isEmpty();
        painter->setPen(there ? QPen(marked ? ink : theme.border(), marked ? 1.6 : 1)
                              : QPen(theme.border(), 1, Qt::DashLine));
        painter->setBrush(there ? theme.raised() : QColor(Qt::transparent));
        painter->drawRoundedRect(chip, chip.height() / 2.6, chip.height() / 2.6);
        painter->setPen(marked ? ink : theme.text());
        // Smaller before it is cut.
        const qreal room = chip.width() - (narrow ? 0 : 5);
        QFont fitting = font;
        while (fitting.pixelSize() > type.small
               && QFontMetricsF(fitting).horizontalAdvance(word) > room)
            fitting.setPixelSize(fitting.pixelSize() - 1);
        if (word == endMark && QFontMetricsF(fitting).horizontalAdvance(word) > room)
            word = QStringLiteral("■");
        painter->setFont(fitting);
        painter->drawText(chip, Qt::AlignCenter,
                          QFontMetricsF(fitting).elidedText(word, Qt::ElideRight, room));
    }
}

} // namespace regard
