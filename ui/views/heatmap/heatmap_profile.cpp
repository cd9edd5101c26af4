// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_profile.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

namespace {
constexpr double widestBar = 56;
}

HeatmapProfile::HeatmapProfile(QCustomPlot* plot, const HeatmapState& state)
    : QCPLayerable(plot, QStringLiteral("main"))
    , m_state(state)
{
}

void HeatmapProfile::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(false);
}

QLineF HeatmapProfile::lineAt(double value) const
{
    const double part = (value - m_low) / (m_high - m_low);
    if (m_column) {
        const double x = m_place.left() + part * m_place.width();
        return {x, m_place.top(), x, m_place.bottom()};
    }
    const double y = m_place.bottom() - part * m_place.height();
    return {m_place.left(), y, m_place.right(), y};
}

double HeatmapProfile::numberAt(Index i) const
{
    if (m_merged)
        return m_state.merged.numbers[static_cast<std::size_t>(i)];
    const TraceTensor& tensor = *m_state.shown();
    if (!isComputed(tensor, m_column ? i : 0, m_state.moment))
        return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(m_column ? tensor.value.at(i, 0) : tensor.value.at(0, i));
}

void HeatmapProfile::draw(QCPPainter* painter)
{
    m_place = heatmapProfile(m_state);
    const TraceTensor* tensor = m_state.shown();
    m_merged = m_state.metrics.mergedHeight > 0;
    if (m_merged)
        drawName(*painter);
    if (m_place.isEmpty() || (!m_merged && !isComputed(*tensor, 0, m_state.moment)))
        return;
    m_column = m_state.metrics.profileWidth > 0;
    m_low = 0;
    m_high = 0;
    const auto reach = [this](double number) {
        if (!std::isfinite(number))
            return;
        m_low = std::min(m_low, number);
        m_high = std::max(m_high, number);
    };
    if (m_merged)
        std::for_each(m_state.merged.numbers.begin(), m_state.merged.numbers.end(), reach);
    else
        for (const Real number : tensor->value)
            reach(static_cast<double>(number));
    if (m_low == m_high)
        m_high = 1;
    drawScale(*painter);
    painter->save();
    painter->setClipRect(m_place);
    drawBars(*painter);
    painter->restore();
}

void HeatmapProfile::drawBars(QCPPainter& painter) const
{
    painter.setFont(m_state.font);
    // From one end of a number's place to the other, along the vector.
    const auto extent = [this](Index i) {
        const QRectF cell = m_column ? m_state.place(i, 0) : m_state.place(0, i);
        return m_column ? std::pair(cell.top(), cell.bottom())
                        : std::pair(cell.left(), cell.right());
    };
    const auto [first, last] = m_column ? m_state.visibleRows() : m_state.visibleColumns();
    // Where numbers share a pixel, from the smallest of them to the largest.
    for (Index i = first; i <= last;) {
        const Index begin = i;
        const auto [start, end] = extent(i);
        const double from = std::floor(start);
        double to = end;
        double least = 0;
        double most = 0;
        for (; i <= last && std::floor(extent(i).first) <= from; ++i) {
            to = extent(i).second;
            const double value = numberAt(i);
            least = std::min(least, std::isfinite(value) ? value : 0);
            most = std::max(most, std::isfinite(value) ? value : 0);
        }
        double thickness = std::max(1.0, std::floor(to) - from); // the next begins there
        double middle = from + thickness / 2;
        if (end - start >= 6) {
            thickness = std::min(thickness - 1, widestBar);
            middle = (start + end) / 2;
        }
        const QLineF low = lineAt(least);
        const QLineF high = lineAt(most);
        const QRectF bar = m_column
            ? QRectF(low.x1(), middle - thickness / 2, high.x1() - low.x1(), thickness)
            : QRectF(middle - thickness / 2, high.y1(), thickness, low.y1() - high.y1());
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_state.theme.role(m_state.shown()->role));
        painter.drawRect(bar);
        if (m_merged && i == begin + 1)
            drawNumber(painter, begin, bar);
    }
}

// At the outer end of its bar: inside where it fits, else beyond.
void HeatmapProfile::drawNumber(QCPPainter& painter, Index i, const QRectF& bar) const
{
    const double value = numberAt(i);
    const QRectF cell = m_column ? m_state.place(i, 0) : m_state.place(0, i);
    const QFontMetricsF metrics(m_state.font);
    const QString text = cellText(value, m_state.scale);
    const QSizeF size(metrics.horizontalAdvance(text) + 2, metrics.height());
    const bool fits = m_column ? cell.height() >= size.height() : cell.width() >= size.width();
    if (!std::isfinite(value) || !fits)
        return;
    constexpr double gap = 3;
    const bool inside = m_column ? bar.width() >= size.width() + 2 * gap
                                 : bar.width() >= size.width() && bar.height() >= size.height() + 2;
    // Towards the end of a positive bar, beyond it or not; or the other way.
    const auto placed = [&](bool ahead, double end) {
        QRectF place(QPointF(), size);
        place.moveCenter(bar.center());
        if (m_column && ahead)
            place.moveLeft(end + gap);
        else if (m_column)
            place.moveRight(end - gap);
        else if (ahead)
            place.moveBottom(end);
        else
            place.moveTop(end);
        return place;
    };
    const double zero = m_column ? lineAt(0).x1() : lineAt(0).y1();
    const double end = m_column ? (value >= 0 ? bar.right() : bar.left())
                                : (value >= 0 ? bar.top() : bar.bottom());
    QRectF place = placed((value >= 0) != inside, end);
    if (!m_place.contains(place)) // on the other side of zero
        place = placed(value < 0, zero);
    painter.setPen(inside ? m_state.theme.textOn(m_state.theme.role(m_state.shown()->role).rgb())
                          : m_state.theme.text());
    painter.drawText(place, Qt::AlignCenter, text);
}

// Above a merged row; below a merged column, to the end of the window.
void HeatmapProfile::drawName(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const PickedPlaces& picked = m_state.picked;
    const QRectF map = m_state.axes->rect();
    const double height = m_state.metrics.mergedHeight;
    const QFontMetricsF metrics(m_state.font);
    const QString name = mergedName(tensor, picked, m_state.merged);
    const QString names = namesInWords(picked.places.size(), [&](std::size_t i) {
        const Index place = picked.places[i];
        return picked.columns ? columnInWords(*m_state.trace, tensor, place, m_state.moment)
                              : rowInWords(*m_state.trace, tensor, place, m_state.moment);
    });
    painter.setFont(m_state.font);
    painter.setPen(m_state.theme.text());
    const QRectF line = picked.columns
        ? QRectF(map.left(), map.bottom() + m_state.metrics.sumHeight + 4,
                 m_place.right() - map.left(), height)
        : QRectF(map.left(), m_place.top() - height - 4, m_place.right() - map.left(), height);
    painter.drawText(line, (picked.columns ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                     metrics.elidedText(QStringLiteral("%1: %2").arg(name, names), Qt::ElideRight,
                                        line.width()));
}

void HeatmapProfile::drawScale(QCPPainter& painter) const
{
    const QFontMetricsF metrics(m_state.font);
    const double height = metrics.height();
    painter.setFont(m_state.font);
    for (const double value : {m_low, 0.0, m_high}) {
        const QLineF line = lineAt(value);
        painter.setPen(QPen(m_state.theme.border(), m_state.theme.line()));
        painter.drawLine(line);
        const QString number = numberText(value, 2);
        const double room = m_column
            ? metrics.horizontalAdvance(numberText(m_low, 2) + numberText(m_high, 2)) / 2 + 10
            : height;
        const double length = m_column ? m_place.width() : m_place.height();
        const bool near = value == 0
            && std::min(0 - m_low, m_high) / (m_high - m_low) * length < room
            && (m_low < 0 && m_high > 0);
        if (near) // its number would lie on that of an end
            continue;
        painter.setPen(m_state.theme.textMuted());
        if (m_column) {
            const double half = metrics.horizontalAdvance(number) / 2 + 2;
            const double middle = std::min(line.x1(), parentPlot()->viewport().right() - half);
            painter.drawText(QRectF(middle - half, m_place.top() - height - 4, 2 * half, height),
                             Qt::AlignCenter, number);
        } else
            painter.drawText(QRectF(0, line.y1() - height / 2, m_place.left() - 7, height),
                             Qt::AlignRight | Qt::AlignVCenter, number);
    }
}

QRectF heatmapProfile(const HeatmapState& state)
{
    if (!state.shown())
        return {};
    const QRectF map = state.axes->rect();
    const HeatmapMetrics& m = state.metrics;
    if (m.profileWidth > 0)
        return {map.right() + m.sumWidth + m.barWidth + profileGap, map.top(),
                static_cast<double>(m.profileWidth), map.height()};
    if (m.profileHeight > 0)
        return {map.left(), map.bottom() + m.sumHeight + profileGap + m.mergedHeight, map.width(),
                static_cast<double>(m.profileHeight)};
    return {};
}

} // namespace regard
