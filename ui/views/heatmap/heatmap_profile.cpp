// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_profile.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/mini_map.h"

#include <algorithm>
#include <cmath>

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

void HeatmapProfile::draw(QCPPainter* painter)
{
    m_place = heatmapProfile(m_state);
    const TraceTensor* tensor = m_state.shown();
    if (m_place.isEmpty() || !isComputed(*tensor, 0, m_state.moment))
        return;
    m_column = m_state.metrics.profileWidth > 0;
    m_low = 0;
    m_high = 0;
    for (const Real number : tensor->value)
        if (std::isfinite(number)) {
            m_low = std::min(m_low, static_cast<double>(number));
            m_high = std::max(m_high, static_cast<double>(number));
        }
    if (m_low == m_high)
        m_high = 1;
    drawScale(*painter);
    painter->save();
    painter->setClipRect(m_place);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_state.theme.role(tensor->role));
    // From one end of a number's place to the other, along the vector.
    const auto extent = [this](Index i) {
        const QRectF cell = m_column ? m_state.place(i, 0) : m_state.place(0, i);
        return m_column ? std::pair(cell.top(), cell.bottom())
                        : std::pair(cell.left(), cell.right());
    };
    const auto [first, last] = m_column ? m_state.visibleRows() : m_state.visibleColumns();
    // Where numbers share a pixel, from the smallest of them to the largest.
    for (Index i = first; i <= last;) {
        const auto [start, end] = extent(i);
        const double from = std::floor(start);
        double to = end;
        double least = 0;
        double most = 0;
        for (; i <= last && std::floor(extent(i).first) <= from; ++i) {
            to = extent(i).second;
            if (m_column && !isComputed(*tensor, i, m_state.moment))
                continue;
            const auto value =
                static_cast<double>(m_column ? tensor->value.at(i, 0) : tensor->value.at(0, i));
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
        painter->drawRect(
            m_column ? QRectF(low.x1(), middle - thickness / 2, high.x1() - low.x1(), thickness)
                     : QRectF(middle - thickness / 2, high.y1(), thickness, low.y1() - high.y1()));
    }
    painter->restore();
}

void HeatmapProfile::drawScale(QCPPainter& painter) const
{
    const QFontMetricsF metrics(m_state.font);
    const double height = metrics.height();
    painter.setFont(m_state.font);
    for (const double value : {m_low, 0.0, m_high}) {
        const QLineF line = lineAt(value);
        painter.setPen(QPen(m_state.theme.border(), 1));
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
        if (m_column)
            painter.drawText(QRectF(line.x1() - 60, m_place.top() - height - 4, 120, height),
                             Qt::AlignCenter, number);
        else
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
        return {map.left(), map.bottom() + m.sumHeight + profileGap, map.width(),
                static_cast<double>(m.profileHeight)};
    return {};
}

} // namespace regard
