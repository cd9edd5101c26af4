// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap_profile.h"

#include "ui/views/heatmap_text.h"
#include "ui/views/mini_map.h"

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

void HeatmapProfile::draw(QCPPainter* painter)
{
    const QRectF place = heatmapProfile(m_state);
    const TraceTensor* tensor = m_state.shown();
    if (place.isEmpty() || !isComputed(*tensor, 0, m_state.moment))
        return;
    double low = 0;
    double high = 0;
    for (const Real number : tensor->value)
        if (std::isfinite(number)) {
            low = std::min(low, static_cast<double>(number));
            high = std::max(high, static_cast<double>(number));
        }
    if (low == high)
        high = 1;
    const auto heightOf = [&](double value) {
        return place.bottom() - (value - low) / (high - low) * place.height();
    };
    drawScale(*painter, place, low, high);
    painter->save();
    painter->setClipRect(place);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_state.theme.role(tensor->role));
    const auto [first, last] = m_state.visibleColumns();
    // Where columns share a pixel, from the smallest of them to the largest.
    for (Index column = first; column <= last;) {
        const QRectF cell = m_state.place(0, column);
        const double left = std::floor(cell.left());
        double least = 0;
        double most = 0;
        double right = cell.right();
        for (; column <= last; ++column) {
            const QRectF next = m_state.place(0, column);
            if (std::floor(next.left()) > left)
                break;
            const auto value = static_cast<double>(tensor->value.at(0, column));
            least = std::min(least, std::isfinite(value) ? value : 0);
            most = std::max(most, std::isfinite(value) ? value : 0);
            right = next.right();
        }
        QRectF bar(QPointF(left, heightOf(most)),
                   QPointF(std::max(left + 1, right), heightOf(least)));
        if (cell.width() >= 6) {
            bar.setWidth(std::min(bar.width() - 1, widestBar));
            bar.moveCenter({cell.center().x(), bar.center().y()});
        }
        painter->drawRect(bar);
    }
    painter->restore();
}

void HeatmapProfile::drawScale(QCPPainter& painter, const QRectF& place, double low,
                               double high) const
{
    const double height = QFontMetricsF(m_state.font).height();
    painter.setFont(m_state.font);
    for (const double value : {low, 0.0, high}) {
        const double y = place.bottom() - (value - low) / (high - low) * place.height();
        painter.setPen(QPen(m_state.theme.border(), 1));
        painter.drawLine(QLineF(place.left(), y, place.right(), y));
        const bool near = value == 0
            && std::min(0 - low, high) / (high - low) * place.height() < height
            && (low < 0 && high > 0);
        if (near) // its number would lie on that of an end
            continue;
        painter.setPen(m_state.theme.textMuted());
        painter.drawText(QRectF(0, y - height / 2, place.left() - 7, height),
                         Qt::AlignRight | Qt::AlignVCenter, numberText(value, 2));
    }
}

QRectF heatmapProfile(const HeatmapState& state)
{
    if (!state.shown() || state.metrics.profileHeight == 0)
        return {};
    const QRectF map = state.axes->rect();
    return {map.left(), map.bottom() + state.metrics.sumHeight + profileGap, map.width(),
            static_cast<double>(state.metrics.profileHeight)};
}

} // namespace regard
