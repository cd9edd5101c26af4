// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_caption_item.h"

#include "ui/views/flow/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace regard {

CellRef FlowCaptionItem::cellAt(const QPointF& point) const
{
    return rect().contains(point) ? CellRef{box().tensor, -1, -1} : CellRef{};
}

qreal FlowCaptionItem::room() const
{
    return rect().width() + 6;
}

FlowCaptionItem::Lines FlowCaptionItem::lines() const
{
    const FlowType& type = state().type;
    const QString& name = box().title;
    Lines lines{flowFont(type.title, true), {}, type.titleHeight(), {}, 0, {}};
    const auto fits = [&](const QString& text) {
        return QFontMetricsF(lines.font).horizontalAdvance(text) <= room();
    };
    if (!fits(name))
        lines.font = flowFont(std::max(9, type.small), true);
    // A long name takes two lines where there is height for them. In a low place one line
    // follows, or none.
    qsizetype end = name.lastIndexOf(QLatin1Char(' '));
    while (end > 0 && !fits(name.left(end)))
        end = name.lastIndexOf(QLatin1Char(' '), end - 1);
    if (!fits(name) && end > 0
        && rect().height() >= 2 * type.titleHeight() + 2 * type.lineHeight()) {
        lines.name = {name.left(end), name.mid(end + 1)};
        lines.nameLine = type.lineHeight() + 1;
    } else {
        lines.name = {name};
    }
    const QFontMetricsF metrics(lines.font);
    for (QString& line : lines.name)
        line = metrics.elidedText(line, Qt::ElideMiddle, room());
    lines.below = {shapeText(*state().wholeTensor(box().tensor)),
                   rangeText(*tensor(), state().computedRows(box().tensor))};
    const auto height = [&] {
        return static_cast<qreal>(lines.name.size()) * lines.nameLine
            + static_cast<qreal>(lines.below.size()) * type.lineHeight();
    };
    if (height() > rect().height())
        lines.below = {lines.below.join(QStringLiteral("   "))};
    if (lines.below.size() == 1
        && QFontMetricsF(flowFont(type.small)).horizontalAdvance(lines.below.first()) > room())
        lines.below = {shapeText(*state().wholeTensor(box().tensor))};
    if (height() > rect().height())
        lines.below.clear();
    lines.top = rect().center().y() - height() / 2;

    // Behind the name, else behind the shape.
    const qreal mark = flowQuestionSize(type) + 3;
    const qreal nameEnd = metrics.horizontalAdvance(lines.name.last());
    const qreal nameBottom = lines.top + static_cast<qreal>(lines.name.size()) * lines.nameLine;
    const qreal shapeEnd = lines.below.isEmpty()
        ? room()
        : QFontMetricsF(flowFont(type.small)).horizontalAdvance(lines.below.first());
    if (nameEnd + mark > room() && shapeEnd + mark <= room())
        lines.mark = {shapeEnd + 3, nameBottom + type.lineHeight() / 2};
    else
        lines.mark = {std::min(nameEnd, room() - mark) + 3, nameBottom - lines.nameLine / 2};
    return lines;
}

QRectF FlowCaptionItem::questionRect() const
{
    if (!tensor() || !asksQuestion())
        return {};
    const QPointF mark = lines().mark;
    const qreal size = flowQuestionSize(state().type);
    return {rect().left() + mark.x(), mark.y() - size / 2, size, size};
}

void FlowCaptionItem::paintLines(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const Lines lines = this->lines();
    qreal y = lines.top;
    const auto write = [&](const QString& line, qreal height) {
        painter.drawText(QRectF(rect().left(), y, room(), height), Qt::AlignLeft | Qt::AlignVCenter,
                         line);
        y += height;
    };
    painter.setFont(lines.font);
    painter.setPen(state().computedRows(box().tensor) > 0 ? theme.role(tensor()->role)
                                                          : theme.textMuted());
    for (const QString& line : lines.name)
        write(line, lines.nameLine);
    painter.setFont(flowFont(type.small));
    painter.setPen(theme.textMuted());
    for (const QString& line : lines.below)
        write(line, type.lineHeight());
    paintQuestion(painter, questionRect());
}

void FlowCaptionItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor())
        return;
    paintKept(*painter, [this](QPainter& still) { paintLines(still); });
}

} // namespace regard
