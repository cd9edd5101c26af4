// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_picture.h"

#include "ui/views/heads/heads_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace regard {

QImage weightsImage(const TraceTensor& tensor, const ColorScale& scale, const Theme& theme,
                    int moment, int side)
{
    const Index rows = tensor.value.rows();
    const Index columns = tensor.value.columns();
    const auto most = static_cast<Index>(std::max(1, side));
    if (rows <= most && columns <= most)
        return matrixImage(tensor, scale, theme, moment);
    const Index height = std::min(rows, most);
    const Index width = std::min(columns, most);
    QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    // The pixel of each column, and where its cells begin.
    std::vector<Index> begin(static_cast<std::size_t>(width) + 1);
    for (Index x = 0; x <= width; ++x)
        begin[static_cast<std::size_t>(x)] = x * columns / width;
    std::vector<Real> largest(static_cast<std::size_t>(width));
    for (Index y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(y)));
        std::fill(largest.begin(), largest.end(), -HUGE_VALF);
        bool any = false;
        for (Index row = y * rows / height; row < (y + 1) * rows / height; ++row) {
            if (!isComputed(tensor, row, moment))
                continue;
            any = true;
            for (std::size_t x = 0; x < largest.size(); ++x)
                for (Index column = begin[x]; column < begin[x + 1]; ++column)
                    largest[x] = std::max(largest[x], tensor.value.at(row, column));
        }
        for (std::size_t x = 0; x < largest.size(); ++x)
            line[x] = any ? scale.color(theme, static_cast<double>(largest[x]))
                          : theme.notComputed().rgb();
    }
    return image;
}

const QImage& HeadsImages::of(int key, const TraceTensor& tensor, const ColorScale& scale,
                              const Theme& theme, int moment, int side)
{
    Entry& entry = m_images[key];
    // What is there at two moments is the same where no row came between them.
    const auto count = [&](int at) {
        return std::count_if(tensor.rowMoments.begin(), tensor.rowMoments.end(),
                             [at](int row) { return row <= at; });
    };
    if (entry.image.isNull() || entry.side != side || entry.limit != scale.limit
        || (entry.moment != moment && count(entry.moment) != count(moment)))
        entry = {moment, side, scale.limit, weightsImage(tensor, scale, theme, moment, side)};
    return entry.image;
}

ColorScale scaleOfMaps(const HeadsState& state)
{
    return {.sequential = true, .limit = state.numbers.largest};
}

ColorScale scaleOfMerged(const HeadsState& state)
{
    const auto high =
        state.numbers.merged ? static_cast<double>(state.numbers.merged->value.extent().high) : 1.0;
    return {.sequential = true, .limit = high > 0 ? high : 1};
}

namespace {

constexpr qreal margin = 12;

QFont bold(QFont font)
{
    font.setBold(true);
    return font;
}

void drawLine(QPainter& painter, const QRectF& rect, const QString& text,
              Qt::Alignment alignment = Qt::AlignLeft)
{
    painter.drawText(rect, alignment | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, rect.width()));
}

void drawCheck(QPainter& painter, const HeadsState& state, const QRectF& rect, bool checked)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(checked ? state.theme.accent() : state.theme.textMuted(), 1.2));
    painter.setBrush(checked ? QBrush(state.theme.accent()) : QBrush(Qt::NoBrush));
    const QRectF box = rect.adjusted(1.5, 1.5, -1.5, -1.5);
    painter.drawRoundedRect(box, 2.5, 2.5);
    if (checked) {
        painter.setPen(
            QPen(state.theme.surface(), state.theme.line(1.8), Qt::SolidLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(
            QPolygonF({box.topLeft() + QPointF(box.width() * 0.22, box.height() * 0.52),
                       box.topLeft() + QPointF(box.width() * 0.43, box.height() * 0.74),
                       box.topLeft() + QPointF(box.width() * 0.8, box.height() * 0.28)}));
    }
    painter.restore();
}

/// The map, and on it the rows that the moment computes and the place that is pointed at.
void drawMap(QPainter& painter, const HeadsState& state, const QRectF& rect, const QImage& image,
             const TraceTensor& tensor, bool isFigure)
{
    const Index rows = tensor.value.rows();
    const Index columns = tensor.value.columns();
    if (image.width() == columns && image.height() == rows) {
        drawMatrix(painter, rect, image, tensor, state.theme, state.moment);
    } else {
        drawCellPicture(painter, rect, image);
        painter.setPen(QPen(state.theme.border(), state.theme.line()));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect);
    }
    if (isFigure)
        return;
    if (const RowRange now = rowsOfMoment(tensor, state.moment); now.count > 0) {
        const QRectF first = placeRect(rect, rows, columns, {now.first, -1});
        const QRectF last = placeRect(rect, rows, columns, {now.first + now.count - 1, -1});
        outlineRect(painter, first.united(last), state.theme.accent(), state.theme, 1.5);
    }
    if (const CellRef cell = state.placeOn(tensor);
        cell && cell.row < rows && cell.column < columns)
        outlinePlace(painter, rect, rows, columns, {cell.row, cell.column},
                     state.hovered ? state.theme.hover() : state.theme.selection(), state.theme,
                     1.5);
}

/// As many labels as there is room for.
void drawLabels(QPainter& painter, const HeadsState& state, const Trace& trace,
                const LabelledMap& place, const TraceTensor& tensor)
{
    const Index rows = tensor.value.rows();
    const Index columns = tensor.value.columns();
    const QFontMetricsF metrics(state.font);
    const auto every = [](qreal extent, qreal cell) {
        return std::max<Index>(1, static_cast<Index>(std::ceil(extent / cell)));
    };
    painter.setFont(state.font);
    painter.setPen(state.theme.text());
    const qreal cellHeight = place.picture.height() / static_cast<qreal>(rows);
    for (Index row = 0; row < rows; row += every(metrics.height() * 0.95, cellHeight)) {
        const QRectF cell = placeRect(place.picture, rows, columns, {row, 0});
        drawLine(painter,
                 QRectF(place.picture.left() - place.rowLabels,
                        cell.center().y() - metrics.height() / 2, place.rowLabels - 6,
                        metrics.height()),
                 rowText(trace, tensor, row, state.moment), Qt::AlignRight);
    }
    const qreal cellWidth = place.picture.width() / static_cast<qreal>(columns);
    const qreal across = place.upright ? metrics.height() * 0.95 : 1;
    for (Index column = 0; column < columns; column += every(across, cellWidth)) {
        const QRectF cell = placeRect(place.picture, rows, columns, {0, column});
        const QString text = columnText(trace, tensor, column, state.moment);
        if (!place.upright) {
            painter.drawText(QRectF(cell.left(), place.picture.top() - place.columnLabels,
                                    cell.width(), metrics.height()),
                             Qt::AlignCenter, text);
            continue;
        }
        painter.save();
        painter.translate(cell.center().x(), place.picture.top() - 4);
        painter.rotate(-90);
        drawLine(painter,
                 QRectF(0, -metrics.height() / 2, place.columnLabels - 4, metrics.height()), text);
        painter.restore();
    }
}

/// From 0 to the largest number.
void drawBar(QPainter& painter, const HeadsState& state, const QRectF& rect,
             const ColorScale& scale)
{
    const QFontMetricsF metrics(state.font);
    const QString low = QStringLiteral("0");
    const QString high = numberText(scale.limit, 2);
    painter.setFont(state.font);
    painter.setPen(state.theme.textMuted());
    const qreal before = metrics.horizontalAdvance(low) + 6;
    const QRectF bar(rect.left() + before, rect.center().y() - 4,
                     std::min(120.0, rect.width() - before - metrics.horizontalAdvance(high) - 6),
                     8);
    if (bar.width() < 20)
        return;
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(QRectF(bar.right() + 6, rect.top(), rect.right() - bar.right(), rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, high);
    QImage colors(64, 1, QImage::Format_RGB32);
    for (int x = 0; x < colors.width(); ++x)
        colors.setPixel(x, 0, state.theme.sequential(x / 63.0));
    drawCellPicture(painter, bar, colors);
    painter.setPen(QPen(state.theme.border(), state.theme.line()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
}

int sideOf(const QPainter& painter, const QRectF& rect)
{
    const qreal density = painter.device() ? painter.device()->devicePixelRatioF() : 1;
    return static_cast<int>(std::ceil(std::max(rect.width(), rect.height()) * density));
}

struct MergedParts {
    QRectF title, details, limits, map, bar;
};

MergedParts partsOf(const HeadsState& state, const QRectF& room, bool isFigure)
{
    const qreal line = QFontMetricsF(state.font).height();
    const QRectF inside = room.adjusted(margin, margin, -margin, -margin);
    const QRectF title(inside.left(), inside.top(), inside.width(), line);
    const qreal lines = isFigure || mergedLimits(state).isEmpty() ? 2 : 3;
    return {title, title.translated(0, line + 2), title.translated(0, 2 * line + 3),
            inside.adjusted(0, lines * line + 10, 0, -line - 8),
            QRectF(inside.left(), inside.bottom() - line, inside.width(), line)};
}

} // namespace

void drawHeads(QPainter& painter, const HeadsState& state, const HeadsLayout& layout,
               HeadsImages& images, const QRectF& clip, bool isFigure)
{
    if (state.maps.empty()) {
        painter.setFont(state.font);
        painter.setPen(state.theme.textMuted());
        painter.drawText(QRectF(QPointF(), layout.size).adjusted(24, 24, -24, -24),
                         Qt::AlignCenter | Qt::TextWordWrap, nothingText(state));
        return;
    }
    painter.setFont(bold(state.font));
    painter.setPen(state.theme.text());
    for (const HeadsHeading& heading : layout.headings)
        if (heading.rect.intersects(clip))
            drawLine(painter, heading.rect, heading.text);
    for (const HeadsPlace& place : layout.places) {
        if (!place.whole.intersects(clip))
            continue;
        const HeadsMap& map = state.maps[static_cast<std::size_t>(place.map)];
        const TraceTensor& tensor = state.tensor(map);
        const bool isFixed = state.mapOf(state.fixed.tensor) == place.map;
        if (!place.check.isEmpty() && !isFigure)
            drawCheck(painter, state, place.check, state.isChosen(map));
        painter.setFont(place.map == state.current ? bold(state.font) : state.font);
        painter.setPen(state.theme.text());
        QRectF name = place.name;
        if (isFigure && !place.check.isEmpty())
            name.setLeft(place.check.left());
        name.setHeight(QFontMetricsF(state.font).height());
        for (const QString& text : namesOver(state, map)) {
            drawLine(painter, name, text);
            name.translate(0, name.height());
        }
        const QImage& image = images.of(place.map, tensor, scaleOfMaps(state), state.theme,
                                        state.moment, sideOf(painter, place.picture));
        drawMap(painter, state, place.picture, image, tensor, isFigure);
        if (state.maps.size() == 1)
            drawLabels(painter, state, *state.trace, layout.alone, tensor);
        painter.setFont(state.font);
        painter.setPen(state.theme.textMuted());
        QRectF line = place.words;
        line.setHeight(QFontMetricsF(state.font).height());
        for (const QString& text :
             {entropyText(state, place.map), distanceText(state, place.map)}) {
            drawLine(painter, line, text);
            line.translate(0, line.height());
        }
        if (isFigure)
            continue;
        const QRectF frame = place.picture.adjusted(-3, -3, 3, 3);
        if (isFixed)
            outlineRect(painter, frame, state.theme.selection(), state.theme, 2.5);
        else if (state.mapOf(state.hovered.tensor) == place.map)
            outlineRect(painter, frame, state.theme.hover(), state.theme, 1.5);
    }
    drawBar(painter, state, layout.bar, scaleOfMaps(state));
}

LabelledMap mergedPlace(const HeadsState& state, const QRectF& room, bool isFigure)
{
    const HeadsNumbers& numbers = state.numbers;
    return numbers.merged ? arrangeLabelledMap(partsOf(state, room, isFigure).map, *numbers.trace,
                                               *numbers.merged, state.font)
                          : LabelledMap();
}

void drawMerged(QPainter& painter, const HeadsState& state, const QRectF& room, HeadsImages& images,
                bool isFigure)
{
    const MergedParts parts = partsOf(state, room, isFigure);
    const HeadsNumbers& numbers = state.numbers;
    if (!numbers.merged) {
        painter.setFont(state.font);
        painter.setPen(state.theme.textMuted());
        painter.drawText(room.adjusted(margin, margin, -margin, -margin),
                         Qt::AlignCenter | Qt::TextWordWrap, mergedHint(state));
        return;
    }
    painter.setFont(bold(state.font));
    painter.setPen(state.theme.text());
    drawLine(painter, parts.title, mergedTitle(numbers.request));
    painter.setFont(state.font);
    painter.setPen(state.theme.textMuted());
    drawLine(painter, parts.details, mergedDetails(numbers));
    if (!isFigure)
        drawLine(painter, parts.limits, mergedLimits(state));
    const LabelledMap place = mergedPlace(state, room, isFigure);
    const ColorScale scale = scaleOfMerged(state);
    const QImage& image = images.of(HeadsImages::merged, *numbers.merged, scale, state.theme,
                                    state.moment, sideOf(painter, place.picture));
    drawMap(painter, state, place.picture, image, *numbers.merged, isFigure);
    drawLabels(painter, state, *numbers.trace, place, *numbers.merged);
    QRectF bar = parts.bar;
    bar.moveTop(std::min(bar.top(), place.picture.bottom() + 8));
    bar.setLeft(place.picture.left());
    drawBar(painter, state, bar, scale);
}

} // namespace regard
