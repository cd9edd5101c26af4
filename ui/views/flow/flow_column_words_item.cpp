// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_column_words_item.h"

#include "ui/views/flow/flow_text.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace regard {

namespace {

constexpr qreal slant = 58; ///< degrees
const qreal rise = std::sin(slant * std::numbers::pi / 180);

} // namespace

FlowColumnWordsItem::FlowColumnWordsItem(const FlowState& state, const FlowBox& box)
    : FlowItem(state, box)
{
    setZValue(3);
}

CellRef FlowColumnWordsItem::cellAt(const QPointF& point) const
{
    if (!tensor() || tensor()->value.columns() == 0 || !rect().contains(point))
        return {};
    const Index count = tensor()->value.columns();
    const auto column = static_cast<Index>((point.x() - rect().left()) / rect().width()
                                           * static_cast<qreal>(count));
    return {box().tensor, -1, std::clamp<Index>(column, 0, count - 1)};
}

void FlowColumnWordsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const TraceTensor* found = tensor();
    if (!found || found->value.columns() == 0)
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const Index count = found->value.columns();
    const qreal width = rect().width() / static_cast<qreal>(count);
    const qreal line = type.small * 1.25;
    const Index every =
        std::max<Index>(1, static_cast<Index>(std::ceil(line / rise / width - 0.05)));
    const Index mark = state().focus.key;
    const qreal room = rect().height() / rise - 4;
    for (Index column = 0; column < count; ++column) {
        const bool marked = column == mark;
        const bool beside = mark >= 0 && std::abs(column - mark) < every;
        if (!marked && (column % every != 0 || beside))
            continue;
        const bool unknown = isUnknown(*state().trace, found->columns, column);
        const QFont font = flowFont(type.small, marked);
        const QFontMetricsF metrics(font);
        QString word = columnText(*state().trace, *found, column, state().shownMoment());
        // The chips say in a word what here the colour says where there is no room.
        if (unknown && metrics.horizontalAdvance(word) > room)
            word = QString::fromStdString(*found->columnLabel(column));
        word = metrics.elidedText(word, Qt::ElideRight, room);
        painter->save();
        painter->translate(rect().left() + (static_cast<qreal>(column) + 0.5) * width,
                           rect().bottom() - 3);
        painter->rotate(-slant);
        painter->setFont(font);
        painter->setPen(unknown      ? theme.warning()
                            : marked ? theme.role(Role::State)
                                     : theme.text());
        painter->drawText(QRectF(0, -line / 2, room, line), Qt::AlignLeft | Qt::AlignVCenter, word);
        painter->restore();
    }
}

} // namespace regard
