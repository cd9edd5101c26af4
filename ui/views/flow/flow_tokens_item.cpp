// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_tokens_item.h"

#include "ui/views/flow/flow_text.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

FlowTokensItem::FlowTokensItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(3);
}

CellRef FlowTokensItem::cellAt(const QPointF& point) const
{
    if (!tensor() || tensor()->value.rows() == 0 || !rect().contains(point))
        return {};
    const Index rows = tensor()->value.rows();
    const Index row =
        static_cast<Index>((point.y() - rect().top()) / rect().height() * static_cast<qreal>(rows));
    return {box().tensor, std::clamp<Index>(row, 0, rows - 1), -1};
}

void FlowTokensItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const TraceTensor* found = tensor();
    if (!found || found->value.rows() == 0)
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const Index rows = found->value.rows();
    const qreal height = rect().height() / static_cast<qreal>(rows);
    const int pixels = std::clamp(static_cast<int>(height * 0.78), type.small, type.title + 1);
    const qreal line = pixels * 1.16;
    const Index every = std::max<Index>(1, static_cast<Index>(std::ceil(line / height - 0.05)));
    const QFont plain = flowFont(pixels);
    const QFont bold = flowFont(pixels, true);

    // Keys from elsewhere stand beside K and V, else the tokens are queries and keys.
    const auto block = static_cast<std::size_t>(state().block);
    const bool apart = block < state().blocks.size() && state().blocks[block].apart;
    const bool keys = found->role == Role::Key || found->role == Role::Value;
    const Index query = keys ? -1 : state().focus.query;
    const Index key = apart && !keys ? -1 : state().focus.key;

    const auto draw = [&](Index row, bool marked) {
        QFont font = marked ? bold : plain;
        QString text = rowText(*state().trace, *found, row, state().shownMoment());
        const bool unknown = isUnknown(*state().trace, found->rows, row);
        const qreal room = rect().width() - 8;
        // The chips say in a word what here the colour says where there is no room.
        if (unknown && QFontMetricsF(flowFont(type.small)).horizontalAdvance(text) > room)
            text = QString::fromStdString(*found->rowLabel(row));
        const qreal wanted = QFontMetricsF(font).horizontalAdvance(text);
        if (wanted > room) // smaller before it is cut
            font.setPixelSize(std::max(type.small, static_cast<int>(pixels * room / wanted)));
        const QFontMetricsF metrics(font);
        const qreal middle = rect().top() + (static_cast<qreal>(row) + 0.5) * height;
        if (metrics.horizontalAdvance(text) > room && rows == 1) {
            // A single row, as a question's, may take several lines, also beyond its own height.
            const QRectF place(rect().left(), middle - 3 * line, rect().width() - 3, 6 * line);
            const QStringList words = text.split(QLatin1Char(' '));
            const bool whole = std::all_of(words.begin(), words.end(), [&](const QString& word) {
                return metrics.horizontalAdvance(word) <= room;
            });
            const int wrapped = Qt::AlignRight | Qt::AlignVCenter
                | (whole ? Qt::TextWordWrap : Qt::TextWrapAnywhere);
            if (!whole)
                text = metrics.elidedText(text, Qt::ElideRight, 5 * room);
            painter->setFont(font);
            painter->setPen(unknown ? theme.warning() : theme.text());
            if (marked) {
                const QRectF pill = painter->boundingRect(place, wrapped, text);
                painter->setPen(Qt::NoPen);
                painter->setBrush(theme.role(row == query ? Role::Query : Role::Key));
                painter->drawRoundedRect(pill.adjusted(-4, -2, 4, 2), 3, 3);
            }
            if (marked)
                painter->setPen(theme.surface());
            painter->drawText(place, wrapped, text);
            return;
        }
        // What the model does not know says so, in a line of its own where there is one.
        const qreal below = type.small * 1.2;
        const bool twoLines = unknown && height >= line + below;
        if (twoLines) {
            font.setPixelSize(pixels);
            text = QString::fromStdString(*found->rowLabel(row));
        }
        const QFontMetricsF drawn(font);
        text = drawn.elidedText(text, Qt::ElideRight, room);
        const QRectF place(rect().left(), middle - (twoLines ? line + below : line) / 2,
                           rect().width() - 3, line);
        if (twoLines) {
            painter->setFont(flowFont(type.small));
            painter->setPen(theme.warning());
            painter->drawText(QRectF(place.left(), place.bottom(), place.width(), below),
                              Qt::AlignRight | Qt::AlignVCenter, FlowWords::tr("unknown"));
        }
        painter->setFont(font);
        if (marked) {
            const QRectF pill(place.right() - drawn.horizontalAdvance(text) - 5, place.top() - 1,
                              drawn.horizontalAdvance(text) + 8, place.height() + 2);
            painter->setPen(Qt::NoPen);
            painter->setBrush(row == query ? theme.role(Role::Query) : theme.role(Role::Key));
            painter->drawRoundedRect(pill, 3, 3);
            painter->setPen(theme.surface());
        } else {
            painter->setPen(unknown ? theme.warning() : theme.text());
        }
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, text);
    };

    for (Index row = 0; row < rows; row += every) {
        // A thinned label gives way to a marked one beside it.
        const auto near = [&](Index mark) {
            return mark >= 0 && mark != row && std::abs(mark - row) < every;
        };
        const bool marked = row == query || row == key;
        if (!marked && !near(query) && !near(key))
            draw(row, false);
    }
    // A ruler beside thinned labels: long lines where there is one, short ones where there is room.
    painter->setPen(QPen(theme.textMuted(), theme.line()));
    for (Index row = 0; every > 1 && row < rows; ++row) {
        const qreal y = std::floor(rect().top() + (static_cast<qreal>(row) + 0.5) * height) + 0.5;
        const bool labelled = row % every == 0;
        if (labelled || height >= 2.5)
            painter->drawLine(QPointF(rect().right() + (labelled ? -1 : 1), y),
                              QPointF(rect().right() + 3, y));
    }
    if (key >= 0 && key < rows)
        draw(key, true);
    if (query >= 0 && query < rows)
        draw(query, true);
}

} // namespace regard
