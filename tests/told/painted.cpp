// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/told/painted.h"

#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr std::size_t mostKinds = 24;
constexpr std::size_t mostPlaces = 24; ///< of one kind of shape; of more, their number and mean

QString nameOf(const QColor& colour, double opacity = 1)
{
    // A glow or a shadow is told apart from what is solid.
    const double alpha = colour.alphaF() * opacity;
    return alpha < 0.98 ? colour.name() + QStringLiteral("~%1").arg(alpha, 0, 'f', 1)
                        : colour.name();
}

QString nameOf(const QBrush& brush, double opacity)
{
    if (const QGradient* gradient = brush.gradient()) {
        QStringList stops;
        const QGradientStops all = gradient->stops();
        for (const auto& [place, colour] : all)
            stops << nameOf(colour, opacity);
        return stops.join(QLatin1Char('>'));
    }
    return nameOf(brush.color(), opacity)
        + (brush.style() == Qt::SolidPattern ? QString()
                                             : QStringLiteral(" pattern %1").arg(brush.style()));
}

QString nameOf(const QPen& pen, double opacity)
{
    QString name = nameOf(pen.color(), opacity);
    if (std::abs(pen.widthF() - 1) > 0.05)
        name += QStringLiteral(" wide %1").arg(pen.widthF(), 0, 'f', 1);
    return name + (pen.style() == Qt::SolidLine ? QString() : QStringLiteral(" dashed"));
}

/// The mean colours of a grid of three by three parts.
QString partsOf(const QImage& image)
{
    const QImage small = image.convertToFormat(QImage::Format_ARGB32)
                             .scaled(3, 3, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QStringList parts;
    for (int y = 0; y < small.height(); ++y)
        for (int x = 0; x < small.width(); ++x)
            parts << small.pixelColor(x, y).name();
    return parts.join(QLatin1Char(' '));
}

} // namespace

void Painted::Parts::add(const QPointF& at, const QSize& size, const QColor& colour)
{
    const auto part = [](double place, int length) {
        return std::clamp(static_cast<int>(grid * place / std::max(1, length)), 0, grid - 1);
    };
    const auto row = static_cast<std::size_t>(part(at.y(), size.height()));
    const auto column = static_cast<std::size_t>(part(at.x(), size.width()));
    Sum& sum = sums[grid * row + column];
    sum.red += colour.redF();
    sum.green += colour.greenF();
    sum.blue += colour.blueF();
    ++sum.count;
}

QString Painted::Parts::told() const
{
    QStringList parts;
    for (const Sum& sum : sums)
        parts << (sum.count == 0 ? QStringLiteral("none")
                                 : QColor::fromRgbF(static_cast<float>(sum.red / sum.count),
                                                    static_cast<float>(sum.green / sum.count),
                                                    static_cast<float>(sum.blue / sum.count))
                                       .name());
    return parts.join(QLatin1Char(' '));
}

QString Painted::placeOf(const QPointF& point)
{
    // Pixels. Most places are whole or half ones: neither lies where rounding turns.
    const auto pixel = [](double at) {
        return std::isfinite(at) ? QString::number(std::floor(at + 0.3), 'f', 0)
                                 : QStringLiteral("?");
    };
    return QLatin1Char('@') + pixel(point.x()) + QLatin1Char(',') + pixel(point.y());
}

QString Painted::meanOf(const std::vector<QRectF>& boxes)
{
    QPointF from;
    QPointF to;
    for (const QRectF& box : boxes) {
        from += box.topLeft();
        to += box.bottomRight();
    }
    const auto count = static_cast<double>(boxes.size());
    return QStringLiteral("mean ") + placeOf(from / count) + placeOf(to / count);
}

QStringList Painted::lines() const
{
    QStringList lines;
    for (const Text& text : m_texts)
        lines << QStringLiteral("text %1%2 %3 %4")
                     .arg(placeOf(text.at), text.last == text.at ? QString() : placeOf(text.last),
                          text.ink, text.text);
    lines += m_pictures;
    std::vector<QString> kinds;
    std::map<QString, std::vector<const Shape*>> places;
    std::vector<QRectF> all;
    for (const Shape& shape : m_shapes) {
        if (!places.contains(shape.kind))
            kinds.push_back(shape.kind);
        places[shape.kind].push_back(&shape);
        all.push_back(shape.box);
    }
    if (kinds.size() > mostKinds) {
        // As many colours as there are numbers: how many, and the mean of each part of the place.
        lines << QStringLiteral("%1 shapes, %2: %3")
                     .arg(m_shapes.size())
                     .arg(meanOf(all), m_parts.told());
        return lines;
    }
    for (const QString& kind : kinds) {
        QString line = kind;
        if (places[kind].size() > mostPlaces) {
            std::vector<QRectF> boxes;
            for (const Shape* shape : places[kind])
                boxes.push_back(shape->box);
            line += QStringLiteral(" × %1, ").arg(boxes.size()) + meanOf(boxes);
        } else {
            for (const Shape* shape : places[kind])
                line += QLatin1Char(' ') + placeOf(shape->box.topLeft())
                    + placeOf(shape->box.bottomRight()) + shape->way;
        }
        lines << line;
    }
    return lines;
}

void Painted::Engine::drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& part)
{
    const QRectF drawn = painter()->combinedTransform().mapRect(place);
    m_owner.m_pictures << QStringLiteral("picture %1 %2 %3")
                              .arg(placeOf(drawn.topLeft()), placeOf(drawn.bottomRight()),
                                   partsOf(pixmap.copy(part.toAlignedRect()).toImage()));
}

void Painted::Engine::drawPath(const QPainterPath& path)
{
    const QPainterPath drawn = painter()->combinedTransform().map(path);
    const QRectF box = drawn.boundingRect();
    const QBrush& brush = painter()->brush();
    const QPen& pen = painter()->pen();
    const double opacity = painter()->opacity();
    QString kind;
    if (brush.style() != Qt::NoBrush)
        kind = QStringLiteral("fill ") + nameOf(brush, opacity);
    if (pen.style() != Qt::NoPen)
        kind += (kind.isEmpty() ? QStringLiteral("line ") : QStringLiteral(" line "))
            + nameOf(pen, opacity);
    if (kind.isEmpty())
        return;
    if (brush.style() != Qt::NoBrush)
        m_owner.m_parts.add(box.center(), m_owner.size(), brush.color());
    // Where a curve goes between its ends.
    QString way;
    if (brush.style() == Qt::NoBrush && drawn.elementCount() > 2 && drawn.elementCount() < 200)
        way = QStringLiteral("by") + placeOf(drawn.pointAtPercent(0.3));
    m_owner.m_shapes.push_back({kind, box, way});
}

void Painted::Engine::drawPolygon(const QPointF* corners, int count, PolygonDrawMode mode)
{
    QPainterPath path;
    path.addPolygon(QPolygonF(QList<QPointF>(corners, corners + count)));
    if (mode != PolylineMode)
        path.closeSubpath();
    drawPath(path);
}

void Painted::Engine::drawTextItem(const QPointF& at, const QTextItem& item)
{
    const QTransform& way = painter()->combinedTransform();
    const QPointF place = way.map(at);
    const QFontInfo font(item.font());
    const double pixels = font.pixelSize() * std::hypot(way.m21(), way.m22());
    const QString ink = nameOf(painter()->pen().color(), painter()->opacity()) + QLatin1Char(' ')
        + QString::number(std::lround(pixels)) + (font.bold() ? "b" : "")
        + (font.italic() ? "i" : "") + (item.font().underline() ? "u" : "")
        + (item.font().strikeOut() ? "s" : "");
    std::vector<Text>& texts = m_owner.m_texts;
    if (!texts.empty() && texts.back().ink == ink
        && std::abs(texts.back().at.y() - place.y()) < 0.5) {
        texts.back().text += QStringLiteral(" | ") + item.text();
        texts.back().last = place;
    } else {
        texts.push_back({place, place, ink, item.text()});
    }
}

} // namespace regard
