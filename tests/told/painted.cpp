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
constexpr std::size_t mostPlaces = 24; ///< of one kind of shape; of more, only their number

QString nameOf(const QColor& colour)
{
    // A glow or a shadow is told apart from what is solid.
    return colour.alpha() < 250
        ? colour.name() + QStringLiteral("~%1").arg(colour.alphaF(), 0, 'f', 1)
        : colour.name();
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

QString Painted::placeOf(const QPointF& point) const
{
    return QStringLiteral("@%1,%2")
        .arg(std::lround(100 * point.x() / std::max(1, size().width())))
        .arg(std::lround(100 * point.y() / std::max(1, size().height())));
}

QStringList Painted::lines() const
{
    QStringList lines;
    for (const Text& text : m_texts)
        lines << QStringLiteral("text %1 %2 %3").arg(placeOf(text.at), text.ink, text.text);
    lines += m_pictures;
    std::vector<QString> kinds;
    std::map<QString, QStringList> places;
    for (const auto& [kind, place] : m_shapes) {
        if (!places.contains(kind))
            kinds.push_back(kind);
        places[kind] << place;
    }
    if (kinds.size() > mostKinds) {
        // As many colours as there are numbers: how many, and the mean of each part of the place.
        lines << QStringLiteral("%1 shapes: %2").arg(m_shapes.size()).arg(m_parts.told());
        return lines;
    }
    for (const QString& kind : kinds) {
        const QStringList& found = places[kind];
        lines << (static_cast<std::size_t>(found.size()) > mostPlaces
                      ? QStringLiteral("%1 × %2").arg(kind).arg(found.size())
                      : kind + QLatin1Char(' ') + found.join(QLatin1Char(' ')));
    }
    return lines;
}

void Painted::Engine::drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& part)
{
    const QRectF drawn = painter()->combinedTransform().mapRect(place);
    m_owner.m_pictures << QStringLiteral("picture %1 %2 %3")
                              .arg(m_owner.placeOf(drawn.topLeft()),
                                   m_owner.placeOf(drawn.bottomRight()),
                                   partsOf(pixmap.copy(part.toAlignedRect()).toImage()));
}

void Painted::Engine::drawPath(const QPainterPath& path)
{
    const QRectF box = painter()->combinedTransform().map(path).boundingRect();
    const QBrush& brush = painter()->brush();
    const QPen& pen = painter()->pen();
    QString kind;
    if (brush.style() != Qt::NoBrush)
        kind = QStringLiteral("fill ") + nameOf(brush.color());
    if (pen.style() != Qt::NoPen)
        kind += (kind.isEmpty() ? QStringLiteral("line ") : QStringLiteral(" line "))
            + nameOf(pen.color())
            + (pen.style() == Qt::SolidLine ? QString() : QStringLiteral(" dashed"));
    if (kind.isEmpty())
        return;
    if (brush.style() != Qt::NoBrush)
        m_owner.m_parts.add(box.center(), m_owner.size(), brush.color());
    m_owner.m_shapes.emplace_back(
        kind, m_owner.placeOf(box.topLeft()) + m_owner.placeOf(box.bottomRight()));
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
    const QString ink = nameOf(painter()->pen().color()) + QLatin1Char(' ')
        + QString::number(std::lround(pixels)) + (font.bold() ? "b" : "");
    std::vector<Text>& texts = m_owner.m_texts;
    if (!texts.empty() && texts.back().ink == ink
        && std::abs(texts.back().at.y() - place.y()) < 0.5)
        texts.back().text += QStringLiteral(" | ") + item.text();
    else
        texts.push_back({place, ink, item.text()});
}

} // namespace regard
