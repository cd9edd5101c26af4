// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_step_items.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"

#include <QPainter>

#include <algorithm>

namespace regard {

FlowSharesItem::FlowSharesItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(2);
}

CellRef FlowSharesItem::cellAt(const QPointF& point) const
{
    const CellRef found = FlowRowItem::cellAt(point);
    const Index step = state().step();
    return found && step >= 0 ? CellRef{box().tensor, step, found.row} : CellRef{};
}

void FlowSharesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Index step = state().step();
    if (!tensor() || !state().isComputed(box().tensor, step))
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const QColor color = theme.role(Role::Weights);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(flowFont(type.small));
    const qreal room = rect().height() - type.lineHeight() - 4;
    const bool numbers = pitch() >= type.small * 2.9;
    Index largest = 0;
    for (Index j = 0; j < count(); ++j) {
        if (tensor()->value.at(step, j) > tensor()->value.at(step, largest))
            largest = j;
    }
    const bool current = state().isCurrent(box().tensor, step);
    for (Index j = 0; j < count(); ++j) {
        const double share = static_cast<double>(tensor()->value.at(step, j));
        const qreal width = std::clamp(pitch() * 0.34, 1.0, 22 * type.scale);
        const qreal height = std::max(1.0, room * std::clamp(share, 0.0, 1.0));
        const QRectF bar(middle(j) - width / 2, rect().bottom() - 2 - height, width, height);
        QColor ink = current ? theme.accent() : color;
        ink.setAlphaF(static_cast<float>(0.4 + 0.6 * std::clamp(share, 0.0, 1.0)));
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawRoundedRect(bar, 2, 2);
        const bool marked = j == state().focus.key;
        if (marked) {
            painter->setPen(QPen(theme.selection(), theme.line(1.5)));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 2, 2);
        }
        if (numbers || j == largest || marked) {
            painter->setPen(share >= 0.1 ? theme.text() : theme.textMuted());
            painter->drawText(
                QRectF(middle(j) - 40, bar.top() - type.lineHeight() - 1, 80, type.lineHeight()),
                Qt::AlignCenter, percentText(share));
        }
    }
}

QRectF FlowSharesItem::placeOf(const CellRef& cell) const
{
    if (cell.tensor != box().tensor || cell.row != state().step())
        return {};
    return cell.column < 0 ? rect()
                           : QRectF(middle(cell.column) - pitch() * 0.25, rect().top(),
                                    pitch() * 0.5, rect().height());
}

FlowVectorItem::FlowVectorItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(3);
}

QMarginsF FlowVectorItem::margins() const
{
    return {30, 4, 30, state().type.titleHeight() + 6};
}

Index FlowVectorItem::row() const
{
    if (!tensor())
        return -1;
    const Index last = tensor()->value.rows() - 1;
    return tensor()->role == Role::Context ? std::min(state().step(), last) : last;
}

CellRef FlowVectorItem::cellAt(const QPointF& point) const
{
    if (!tensor() || row() < 0 || !rect().contains(point))
        return {};
    const MatrixPlace place = placeAt(rect(), 1, tensor()->value.columns(), point);
    return {box().tensor, row(), place.column};
}

QRectF FlowVectorItem::placeOf(const CellRef& cell) const
{
    if (cell.tensor != box().tensor || (cell.row >= 0 && cell.row != row()))
        return {};
    return cell.column < 0 ? rect()
                           : placeRect(rect(), 1, tensor()->value.columns(), {0, cell.column});
}

void FlowVectorItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor() || row() < 0)
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const bool there = state().isComputed(box().tensor, row());
    const ColorScale scale = ColorScale::of(*tensor());
    const Index columns = tensor()->value.columns();
    QImage line(static_cast<int>(columns), 1, QImage::Format_RGB32);
    for (Index i = 0; i < columns; ++i)
        line.setPixel(static_cast<int>(i), 0,
                      there
                          ? state().color(scale, static_cast<double>(tensor()->value.at(row(), i)))
                          : theme.notComputed().rgb());
    drawCellPicture(*painter, rect(), line);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    const bool current = tensor()->role == Role::Context && state().isCurrent(box().tensor, row());
    const QColor color = current ? theme.accent() : theme.role(Role::Context);
    painter->setPen(QPen(color, current ? 2.4 : 1.6, there ? Qt::SolidLine : Qt::DashLine));
    painter->drawRoundedRect(rect().adjusted(-1, -1, 1, 1), 3, 3);
    const QFont font = flowFont(type.title, true);
    painter->setFont(font);
    const qreal width = mathWidth(font, box().title) + 12;
    const QRectF place(rect().center().x() - width / 2, rect().bottom() + 3, width,
                       type.titleHeight());
    QColor back = theme.surface();
    back.setAlphaF(0.85F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(back);
    painter->drawRoundedRect(place, 4, 4);
    painter->setPen(theme.role(Role::Context));
    drawMath(*painter, place, Qt::AlignHCenter, box().title);
}

} // namespace regard
