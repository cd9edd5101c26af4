// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_glyph_items.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/words/scope_text.h"
#include "ui/words/to_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

FlowSignItem::FlowSignItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

CellRef FlowSignItem::cellAt(const QPointF& point) const
{
    return rect().contains(point) ? CellRef{box().tensor, -1, -1} : CellRef{};
}

void FlowSignItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor())
        return;
    const Theme& theme = state().theme;
    const bool there = state().computedRows(box().tensor) > 0;
    const bool current = state().isCurrent(box().tensor);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(current     ? theme.accent()
                             : there ? theme.text()
                                     : theme.textMuted(),
                         current ? 2.4 : 1.4));
    painter->setBrush(theme.surface());
    const QColor ink = there ? theme.text() : theme.textMuted();
    if (box().kind == FlowBox::Kind::Sum) {
        painter->drawEllipse(rect());
        const qreal arm = rect().width() * 0.28;
        const QPointF middle = rect().center();
        painter->setPen(QPen(ink, 1.8));
        painter->drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0));
        painter->drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm));
        return;
    }
    painter->drawRoundedRect(rect(), rect().height() / 2, rect().height() / 2);
    painter->setFont(flowFont(state().type.small, true));
    painter->setPen(ink);
    painter->drawText(rect(), Qt::AlignCenter, box().title);
}

FlowPartItem::FlowPartItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

FlowChoice FlowPartItem::choiceAt(const QPointF& point) const
{
    return rect().contains(point) ? FlowChoice{box().part, -1, -1} : FlowChoice{};
}

void FlowPartItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const auto& attentions = state().trace->attentions;
    if (box().part < 0 || box().part >= static_cast<int>(attentions.size()))
        return;
    const Attention& attention = attentions[static_cast<std::size_t>(box().part)];
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const bool there = state().computedRows(box().tensor) > 0;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(there ? theme.role(Role::Weights) : theme.border(), 1.2,
                         there ? Qt::SolidLine : Qt::DashLine));
    painter->setBrush(theme.window());
    for (int card = std::min(3, attention.headCount() - 1); card >= 0; --card)
        painter->drawRoundedRect(rect().translated(card * 3, -card * 3), 5, 5);
    const QString heads = FlowWords::tr("%n heads", nullptr, attention.headCount());
    QFont font = flowFont(type.small, true);
    const QString name = FlowWords::tr("Attention");
    while (font.pixelSize() > 7 && QFontMetricsF(font).horizontalAdvance(name) > rect().width() - 4)
        font.setPixelSize(font.pixelSize() - 1);
    painter->setFont(font);
    painter->setPen(there ? theme.role(Role::Weights) : theme.textMuted());
    const bool two = rect().height() >= 2 * type.lineHeight() + 4;
    painter->drawText(two ? rect().adjusted(0, 0, 0, -rect().height() / 2 + 2) : rect(),
                      Qt::AlignHCenter | (two ? Qt::AlignBottom : Qt::AlignVCenter), name);
    if (!two)
        return;
    QFont small = flowFont(type.small);
    small.setPixelSize(font.pixelSize());
    painter->setFont(small);
    painter->setPen(theme.textMuted());
    painter->drawText(rect().adjusted(0, rect().height() / 2 + 1, 0, 0),
                      Qt::AlignHCenter | Qt::AlignTop, heads);
}

FlowOnwardItem::FlowOnwardItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

FlowChoice FlowOnwardItem::choiceAt(const QPointF& point) const
{
    return rect().contains(point) ? FlowChoice{-1, -1, box().part} : FlowChoice{};
}

QString FlowOnwardItem::helpAt(const QPointF& point) const
{
    return rect().contains(point)
        ? FlowWords::tr("Between the context and the output: what goes around the attention is "
                        "added, and the layer goes on. Click to see it part by part.")
        : QString();
}

void FlowOnwardItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = state().theme;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.textMuted(), 1.2));
    painter->setBrush(theme.surface());
    painter->drawRoundedRect(rect(), 4, 4);
    painter->setPen(QPen(theme.text(), 1.4));
    const qreal radius = rect().width() * 0.28;
    const QPointF middle(rect().center().x(), rect().top() + rect().height() * 0.3);
    painter->drawEllipse(middle, radius, radius);
    painter->drawLine(middle - QPointF(radius * 0.6, 0), middle + QPointF(radius * 0.6, 0));
    painter->drawLine(middle - QPointF(0, radius * 0.6), middle + QPointF(0, radius * 0.6));
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.text());
    for (int dot = -1; dot <= 1; ++dot)
        painter->drawEllipse(QPointF(rect().center().x() + dot * rect().width() * 0.26,
                                     rect().top() + rect().height() * 0.76),
                             1.3, 1.3);
}

FlowParameterItem::FlowParameterItem(const FlowState& state, const FlowBox& box)
    : FlowItem(state, box)
{
    setZValue(3);
}

void FlowParameterItem::refresh()
{
    m_image = {};
    update();
    if (!state().trace || !state().trace->parameters || box().part < 0)
        return;
    const ConstView numbers = (*state().trace->parameters)[{box().part}];
    const Index rows = numbers.shape.rank() > 1 ? numbers.shape.rows() : 1;
    const Index columns = numbers.shape.columns();
    if (rows * columns == 0)
        return;
    // A weight [out × in] stands as it multiplies: a row for each feature that goes in. Of many
    // numbers that share a pixel one is shown.
    const bool matrix = numbers.shape.rank() > 1;
    const Index height = matrix ? std::min<Index>(columns, 64) : 1;
    const Index width = std::min<Index>(matrix ? rows : columns, 64);
    double largest = 0;
    const auto at = [&](Index x, Index y) {
        return static_cast<double>(
            matrix ? numbers.data[(x * rows / width) * columns + y * columns / height]
                   : numbers.data[x * columns / width]);
    };
    for (Index y = 0; y < height; ++y)
        for (Index x = 0; x < width; ++x)
            largest = std::max(largest, std::abs(at(x, y)));
    const ColorScale scale{false, largest > 0 ? largest : 1};
    m_image = QImage(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    for (Index y = 0; y < height; ++y)
        for (Index x = 0; x < width; ++x)
            m_image.setPixel(static_cast<int>(x), static_cast<int>(y),
                             state().color(scale, at(x, y)));
}

QString FlowParameterItem::helpAt(const QPointF& point) const
{
    if (!rect().adjusted(-2, -state().type.lineHeight(), 2, 2).contains(point) || m_image.isNull())
        return {};
    const ParameterLayout::Entry& entry = state().trace->parameters->layout().entry({box().part});
    QStringList extents;
    for (int axis = 0; axis < entry.shape.rank(); ++axis)
        extents << QString::number(entry.shape[axis]);
    return FlowWords::tr("Learnt numbers, the same for every text: %1, %2.")
        .arg(toText(entry.name), extents.join(QStringLiteral(" × ")));
}

void FlowParameterItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    if (!m_image.isNull())
        drawCellPicture(*painter, rect(), m_image);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme.border(), 1));
    painter->drawRect(rect());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(flowFont(type.small));
    painter->setPen(theme.text());
    drawMath(*painter,
             QRectF(rect().left() - 20, rect().top() - type.lineHeight(), rect().width() + 40,
                    type.lineHeight()),
             Qt::AlignHCenter, box().title);
}

} // namespace regard
