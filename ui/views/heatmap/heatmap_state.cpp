// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_state.h"

#include "ui/views/heatmap/heatmap_profile.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/words/labels.h"

#include <qcustomplot.h>

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace regard {

const TraceTensor* HeatmapState::shown() const
{
    if (!trace || tensor < 0 || tensor >= static_cast<int>(trace->tensors.size()))
        return nullptr;
    const TraceTensor& found = trace->tensors[static_cast<std::size_t>(tensor)];
    return found.value.rows() > 0 && found.value.columns() > 0 ? &found : nullptr;
}

std::optional<double> HeatmapState::changedFrom(Index row, Index column) const
{
    const TraceTensor* tensor = shown();
    const TraceTensor* was = before && tensor ? before->find(tensor->path) : nullptr;
    if (!was || row >= was->value.rows() || column >= was->value.columns())
        return {};
    const auto old = static_cast<double>(was->value.at(row, column));
    const auto now = static_cast<double>(tensor->value.at(row, column));
    // What merely rounds otherwise on another way of computing is the same number.
    constexpr double rounding = 1e-5;
    const bool same = old == now
        || std::abs(old - now) <= rounding * std::max({1e-3, std::abs(old), std::abs(now)});
    return same ? std::nullopt : std::optional(old);
}

QRectF HeatmapState::place(Index row, Index column) const
{
    const TraceTensor* shownTensor = shown();
    if (!shownTensor)
        return {};
    const auto span = [](const QCPAxis* axis, Index index, Index count) {
        const double from = index < 0 ? -0.5 : static_cast<double>(index) - 0.5;
        const double to = index < 0 ? static_cast<double>(count) - 0.5 : from + 1;
        return std::pair(axis->coordToPixel(from), axis->coordToPixel(to));
    };
    const auto [left, right] =
        span(axes->axis(QCPAxis::atBottom), column, shownTensor->value.columns());
    const auto [top, bottom] = span(axes->axis(QCPAxis::atLeft), row, shownTensor->value.rows());
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

namespace {

std::pair<Index, Index> visible(const QCPRange& range, Index count)
{
    const auto index = [count](double coordinate) {
        return std::clamp<Index>(static_cast<Index>(std::floor(coordinate + 0.5)), 0, count - 1);
    };
    return {index(range.lower), index(range.upper - 1e-9)};
}

int widestLabel(const QFontMetrics& metrics, const Trace& trace, const Axis& axis, Index count,
                int cap)
{
    if (!axis)
        return metrics.horizontalAdvance(QString::number(count));
    int width = 0;
    for (Index i = 0; i < count && width < cap; ++i)
        width = std::max(width, metrics.horizontalAdvance(labelText(trace, axis, i)));
    return std::min(width, cap);
}

} // namespace

CellRef HeatmapState::cellAt(const QPointF& pixel) const
{
    const TraceTensor* shownTensor = shown();
    if (!shownTensor)
        return {};
    const auto index = [](const QCPAxis* axis, double coordinate, Index count) {
        const auto i = static_cast<Index>(std::floor(axis->pixelToCoord(coordinate) + 0.5));
        return i >= 0 && i < count ? i : -1;
    };
    const QRect rect = axes->rect();
    const bool inWidth = pixel.x() >= rect.left() && pixel.x() < rect.left() + rect.width();
    const bool inHeight = pixel.y() >= rect.top() && pixel.y() < rect.top() + rect.height();
    const bool atRowLabel = pixel.x() < rect.left();
    const bool atColumnLabel = pixel.y() < rect.top() && pixel.y() > metrics.titleHeight;
    const Index column = inWidth && (inHeight || atColumnLabel)
        ? index(axes->axis(QCPAxis::atBottom), pixel.x(), shownTensor->value.columns())
        : -1;
    const int below = rect.top() + rect.height();
    const bool inProfile = inWidth && metrics.profileHeight > 0 && pixel.y() >= below
        && pixel.y()
            < below + metrics.sumHeight + profileGap + metrics.mergedHeight + metrics.profileHeight;
    // What is merged is no row or column of its own.
    const Index own = picked.areSeveral() && metrics.mergedHeight > 0 ? -1 : 0;
    if (inProfile)
        return {tensor, own,
                index(axes->axis(QCPAxis::atBottom), pixel.x(), shownTensor->value.columns())};
    const QRectF profile = heatmapProfile(*this);
    const bool atColumnProfile = metrics.profileWidth > 0 && inHeight && pixel.x() >= profile.left()
        && pixel.x() <= profile.right();
    if (atColumnProfile)
        return {tensor, index(axes->axis(QCPAxis::atLeft), pixel.y(), shownTensor->value.rows()),
                own};
    const Index row = inHeight && (inWidth || atRowLabel)
        ? index(axes->axis(QCPAxis::atLeft), pixel.y(), shownTensor->value.rows())
        : -1;
    if (row < 0 && column < 0)
        return {};
    return {tensor, row, column};
}

std::pair<Index, Index> HeatmapState::visibleRows() const
{
    return visible(axes->axis(QCPAxis::atLeft)->range(), shown()->value.rows());
}

std::pair<Index, Index> HeatmapState::visibleColumns() const
{
    return visible(axes->axis(QCPAxis::atBottom)->range(), shown()->value.columns());
}

void mergePicked(HeatmapState& state)
{
    const TraceTensor* tensor = state.shown();
    state.merged = tensor && state.picked.areSeveral()
        ? mergedOf(*tensor, state.picked, state.moment)
        : HeatmapMerged();
}

QFont heatmapTitleFont(const HeatmapState& state)
{
    QFont font = state.font;
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    return font;
}

namespace {

/// What the profile of what is merged takes.
int besideMap(const HeatmapMetrics& m)
{
    return m.mergedHeight > 0 && m.profileWidth > 0 ? profileGap + m.profileWidth : 0;
}
int belowMap(const HeatmapMetrics& m)
{
    return m.mergedHeight == 0 ? 0
        : m.profileHeight > 0  ? profileGap + m.mergedHeight + m.profileHeight + profileGap / 4
                               : m.mergedHeight;
}

HeatmapMetrics measure(const HeatmapState& state, const QSize& size)
{
    HeatmapMetrics m;
    const TraceTensor* tensor = state.shown();
    const QFontMetrics label(state.font);
    const QFontMetrics title(heatmapTitleFont(state));
    const bool roomy = size.height() >= label.height() * 15;
    m.padding = roomy ? 12 : 8;
    m.subtitle = roomy;
    m.titleHeight = m.padding + title.height() + (m.subtitle ? label.height() + 2 : 0) + 6;
    m.hoverHeight = state.exporting ? m.padding : label.height() + 14;
    if (!tensor)
        return m;

    const bool narrow = size.width() < label.height() * 26;
    m.barWidth = narrow ? 0 : 26 + label.horizontalAdvance(QStringLiteral("−0.00"));
    if (state.sums) {
        m.sumWidth = label.horizontalAdvance(QStringLiteral("−00.00")) + 12;
        m.sumHeight = label.height() + 8;
    }
    // As they are under the pointer.
    QFont bold = state.font;
    bold.setBold(true);
    const QFontMetrics marked(bold);
    // Of a map with one row or column it would be one number, which the words below tell.
    if (state.picked.areSeveral() && tensor->value.rows() > 1 && tensor->value.columns() > 1) {
        const int line = label.height();
        if (!state.picked.columns && size.height() >= 18 * line)
            m.profileHeight = std::clamp(size.height() / 5, 4 * line, 9 * line);
        else if (state.picked.columns && size.width() >= 24 * line)
            m.profileWidth = std::clamp(size.width() / 5, 6 * line, 18 * line);
        if (m.profileHeight > 0 || m.profileWidth > 0)
            m.mergedHeight = line + 4;
    }
    m.rowLabelWidth = widestLabel(marked, *state.trace, tensor->rows, tensor->value.rows(),
                                  std::max(30, size.width() / 5));

    // As wide as arrangeHeatmap() makes it: in many rows, cells are not wider than twice their
    // height.
    const int width =
        size.width() - 2 * m.padding - 8 - m.rowLabelWidth - m.barWidth - m.sumWidth - besideMap(m);
    const int height =
        size.height() - m.titleHeight - m.hoverHeight - m.sumHeight - label.height() - belowMap(m);
    const double cell =
        std::max(1.0,
                 std::min(static_cast<double>(width) / static_cast<double>(tensor->value.columns()),
                          2.0 * height / static_cast<double>(tensor->value.rows())));
    // Turned by 45°, neighbours are closer to each other by √2.
    m.steep = narrow || cell < label.height() * 1.45;
    const int cap = std::max(24, size.height() / 5);
    const double slope = m.steep ? 1 : std::sqrt(0.5);
    m.columnLabelLength = widestLabel(label, *state.trace, tensor->columns, tensor->value.columns(),
                                      static_cast<int>(std::min(cap / slope, 150.0)));
    m.level = !tensor->columns || m.columnLabelLength + 6 <= cell;
    m.columnLabelHeight = m.level
        ? label.height() + 4
        : static_cast<int>(m.columnLabelLength * slope + (m.steep ? 6 : label.height()));
    return m;
}

} // namespace

void arrangeHeatmap(HeatmapState& state, const QSize& size)
{
    state.metrics = measure(state, size);
    const HeatmapMetrics& m = state.metrics;
    QMargins margins(m.padding + m.rowLabelWidth + 8, m.titleHeight + m.columnLabelHeight,
                     m.padding + m.sumWidth + m.barWidth + besideMap(m),
                     m.hoverHeight + m.sumHeight + belowMap(m));
    if (const TraceTensor* tensor = state.shown()) {
        const int width = std::max(1, size.width() - margins.left() - margins.right());
        const int height = std::max(1, size.height() - margins.top() - margins.bottom());
        const double cellWidth =
            static_cast<double>(width) / static_cast<double>(tensor->value.columns());
        const double cellHeight =
            static_cast<double>(height) / static_cast<double>(tensor->value.rows());
        const QFontMetrics label(state.font);
        const bool single = tensor->value.columns() == 1;
        const double widest = single
            ? std::max(cellHeight * 2, label.horizontalAdvance(QStringLiteral("−00.00")) + 12.0)
            : cellHeight * 2 * static_cast<double>(tensor->value.columns());
        const int spareWidth = std::max(0, width - static_cast<int>(widest));
        const int spareHeight =
            std::max(0,
                     height
                         - static_cast<int>(std::max(cellWidth * 1.25, label.height() * 2.4)
                                            * static_cast<double>(tensor->value.rows())));
        int above = spareHeight / 4;
        // What a single row leaves of the height shows its numbers as heights.
        const int line = label.height();
        if (tensor->value.rows() == 1 && tensor->value.columns() > 1
            && spareHeight > 5 * line + profileGap) {
            state.metrics.profileHeight = std::min(spareHeight - line - profileGap, 16 * line);
            above = (spareHeight - profileGap - state.metrics.profileHeight) / 3;
        }
        // What a single column leaves of the width shows its numbers as lengths.
        int before = spareWidth / 2;
        if (single && tensor->value.rows() > 1 && spareWidth > 8 * line + profileGap) {
            state.metrics.profileWidth = std::min(spareWidth - line - profileGap, 24 * line);
            before = (spareWidth - profileGap - state.metrics.profileWidth) / 3;
        }
        margins += QMargins(before, above, spareWidth - before, spareHeight - above);
    }
    state.axes->setMargins(margins);
}

} // namespace regard
