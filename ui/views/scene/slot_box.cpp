// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/slot_box.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace regard {

namespace {

struct BoxText {
    Q_DECLARE_TR_FUNCTIONS(SlotBox)
};

constexpr double aside = 7;
constexpr double barHeight = 4;
constexpr double lidRoom = 20; ///< above the box, for flaps that are open
constexpr double mostAngle = 75; ///< degrees

void paintFlaps(QPainter& painter, const QRectF& body, double open, const QPen& pen)
{
    const double angle = open * mostAngle * std::numbers::pi / 180;
    // Closed they meet in the middle; open they still have room.
    const double half = body.width() / 2;
    const double upright =
        std::min(half, (lidRoom - 2) / std::sin(mostAngle * std::numbers::pi / 180));
    const double reach = half + (upright - half) * open;
    const QPointF rise(reach * std::cos(angle), -reach * std::sin(angle));
    painter.setPen(pen);
    painter.drawLine(body.topLeft(), body.topLeft() + rise);
    painter.drawLine(body.topRight(), body.topRight() + QPointF(-rise.x(), rise.y()));
}

/// What is said of a slot.
struct Named {
    QString name;
    QString symbol; ///< as in the formula, where the name has no room
};

Named gateName()
{
    return {BoxText::tr("gate"), QStringLiteral("g")};
}

Named weightName()
{
    return {BoxText::tr("weight"), QStringLiteral("a")};
}

/// The widest that paintNumber() writes with this name.
double numberWidth(const QFontMetricsF& metrics, const QString& name)
{
    return std::ceil(metrics.horizontalAdvance(name + QStringLiteral(" 0.00")));
}

/// A number with its name, and a bar below as long as it.
void paintNumber(QPainter& painter, const QRectF& line, const Named& named, double value,
                 const QColor& ink, const Theme& theme)
{
    if (std::isnan(value))
        return;
    const bool fits = numberWidth(QFontMetricsF(painter.font()), named.name) <= line.width();
    painter.setPen(theme.textMuted());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                     fits ? named.name : named.symbol);
    painter.setPen(theme.text());
    painter.drawText(line, Qt::AlignRight | Qt::AlignTop | Qt::TextSingleLine,
                     QString::number(value, 'f', 2));
    const QRectF track(line.left(), line.bottom() - barHeight, line.width(), barHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.grid());
    painter.drawRect(track);
    painter.setBrush(ink);
    painter.drawRect(
        QRectF(track.left(), track.top(), track.width() * std::clamp(value, 0.0, 1.0), barHeight));
}

} // namespace

QSizeF slotBoxSize(const QFont& font, SlotBoxWidth width)
{
    const QFontMetricsF metrics(font);
    const double letters = width == SlotBoxWidth::Names ? 15 : 9;
    const double text = std::ceil(metrics.averageCharWidth() * letters);
    return {text + 2 * aside, lidRoom + 3 * std::ceil(metrics.height()) + 2 * (barHeight + 4) + 8};
}

void paintSlotBox(QPainter& painter, const QRectF& rect, const SlotBox& box, const Theme& theme)
{
    const QRectF body = rect.adjusted(2, lidRoom, -2, -2);
    const bool isOpen = box.open >= 0.5;
    const QColor ink = isOpen ? theme.role(Role::Gate) : theme.textMuted();
    painter.setPen(Qt::NoPen);
    painter.setBrush(isOpen ? theme.surface() : theme.raised());
    painter.drawRect(body);
    const QPen pen(ink, isOpen ? 2.5 : 1.2, Qt::SolidLine, Qt::RoundCap);
    painter.setPen(pen);
    painter.drawPolyline(
        QPolygonF({body.topLeft(), body.bottomLeft(), body.bottomRight(), body.topRight()}));
    paintFlaps(painter, body, box.open, pen);
    const QFontMetricsF metrics(painter.font());
    const double height = std::ceil(metrics.height());
    const QRectF line(body.left() + aside, body.top() + 4, body.width() - 2 * aside, height);
    const QFont font = painter.font();
    QFont bold = font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.text());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                     QFontMetricsF(bold).elidedText(box.key, Qt::ElideRight, line.width()));
    painter.setFont(font);
    const double step = height + barHeight + 3;
    const QRectF number = line.translated(0, height).adjusted(0, 0, 0, barHeight + 1);
    paintNumber(painter, number, gateName(), box.gate, theme.role(Role::Gate), theme);
    paintNumber(painter, number.translated(0, step), weightName(), box.weight,
                theme.role(Role::Weights), theme);
}

} // namespace regard
