// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr double padding = 12;

std::size_t at(ArcsSide side)
{
    return static_cast<std::size_t>(side);
}

double widestName(const ArcsState& state, ArcsSide side, double cap)
{
    return std::min(std::ceil(state.widest[at(side)]) + 2, cap);
}

/// Sets where the sides begin: the longer one scrolls, the other in proportion or not at all.
void placeSides(ArcsLayout& layout, double scroll)
{
    const double view = layout.viewLength();
    const auto longest = static_cast<double>(std::max(layout.count[0], layout.count[1]));
    layout.length = longest * layout.pitch;
    layout.largestScroll = std::max(0.0, layout.length - view);
    const double share =
        layout.largestScroll > 0 ? std::clamp(scroll / layout.largestScroll, 0.0, 1.0) : 0;
    for (std::size_t side = 0; side < 2; ++side) {
        const double spare = view - static_cast<double>(layout.count[side]) * layout.pitch;
        layout.begin[side] = layout.viewBegin() + (spare >= 0 ? spare / 2 : spare * share);
    }
}

double fittingPitch(const ArcsState& state, const ArcsLayout& layout, double least, double most)
{
    const auto longest = static_cast<double>(std::max(layout.count[0], layout.count[1]));
    const double all = layout.viewLength() / longest;
    return state.pitch > 0 ? std::clamp(state.pitch, std::min(all, least), most)
                           : std::clamp(all, least, most);
}

void layOutColumns(ArcsLayout& layout, const ArcsState& state, const QRectF& inner)
{
    const double cap = inner.width() * 0.24;
    const double gap = 8;
    const double line = QFontMetricsF(state.font).height();
    const double query = widestName(state, ArcsSide::Query, cap) + layout.numberWidth + 2 * gap;
    const double key = widestName(state, ArcsSide::Key, cap) + layout.numberWidth + 2 * gap;
    layout.nameWidth = cap;
    const double between = std::clamp(inner.width() - query - key, 20.0, line * 34);
    const double left = inner.left() + std::max(0.0, (inner.width() - query - key - between) / 2);
    layout.names[0] = QRectF(left, inner.top(), query, inner.height());
    layout.lines = QRectF(left + query, inner.top(), between, inner.height());
    layout.names[1] = QRectF(left + query + between, inner.top(), key, inner.height());
    layout.pitch = fittingPitch(state, layout, namedPitch(state.font), line * 3);
}

void layOutLine(ArcsLayout& layout, const ArcsState& state, const QRectF& inner)
{
    const QFontMetricsF metrics(state.font);
    const double widest = widestName(state, ArcsSide::Key, std::min(160.0, inner.height() * 0.35));
    const double level = std::max(widest, layout.numberWidth) + 14;
    const auto count = static_cast<double>(layout.count[0]);
    layout.turned =
        state.pitch > 0 ? std::min(state.pitch, level * 2) < level : level * count > inner.width();
    layout.nameWidth = widest;
    const double below =
        layout.turned ? widest + layout.numberWidth + 16 : 2 * metrics.height() + 10;
    // Arcs over few words need not be as high as the picture.
    const double spare =
        std::max(0.0, inner.height() - below - std::max(level * count / 1.5, 160.0));
    const QRectF rect = inner.adjusted(0, spare / 2, 0, -spare / 2);
    layout.lines = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - below);
    layout.pitch =
        fittingPitch(state, layout, layout.turned ? namedPitch(state.font) : level, level * 2);
    layout.names[0] = layout.names[1] =
        QRectF(rect.left(), layout.lines.bottom(), rect.width(), below);
}

} // namespace

double namedPitch(const QFont& font)
{
    return std::ceil(QFontMetricsF(font).height()) + 2;
}

ArcsLayout arcsLayout(const ArcsState& state, const QRectF& rect)
{
    ArcsLayout layout;
    const QFontMetricsF metrics(state.font);
    QRectF inner = rect.adjusted(padding, 6, -padding, -6);
    if (state.exporting) {
        layout.title = QRectF(inner.topLeft(), QSizeF(inner.width(), metrics.height() + 8));
        inner.setTop(layout.title.bottom());
    }
    layout.heading = QRectF(inner.topLeft(), QSizeF(inner.width(), metrics.height() + 8));
    layout.status = QRectF(inner.left(), inner.bottom() - metrics.height() - 4, inner.width(),
                           metrics.height() + 4);
    if (!state.shown())
        return layout;
    inner.setTop(layout.heading.bottom());
    inner.setBottom(std::max(inner.top() + 1, layout.status.top() - 6));
    layout.oneLine = state.isOneLine();
    layout.numberWidth = metrics.horizontalAdvance(QStringLiteral("00.000")) + 4;
    layout.count = {state.weights.count(ArcsSide::Query), state.weights.count(ArcsSide::Key)};
    (layout.oneLine ? layOutLine : layOutColumns)(layout, state, inner);
    placeSides(layout, state.scroll);
    // Right above what it heads.
    const double top = layout.oneLine
        ? layout.lines.top()
        : std::max(layout.lines.top(), std::min(layout.begin[0], layout.begin[1]));
    layout.heading.moveBottom(top);
    return layout;
}

double wholeLength(const ArcsState& state, const QRectF& rect)
{
    const ArcsLayout layout = arcsLayout(state, rect);
    const double outside = (layout.oneLine ? rect.width() : rect.height()) - layout.viewLength();
    const auto longest = static_cast<double>(std::max(layout.count[0], layout.count[1]));
    return std::ceil(outside + longest * std::max(layout.pitch, namedPitch(state.font)));
}

std::pair<Index, Index> ArcsLayout::visible(ArcsSide side) const
{
    const double from = (viewBegin() - begin[at(side)]) / pitch;
    const double to = (viewBegin() + viewLength() - begin[at(side)]) / pitch;
    const auto inside = [&](double index) {
        return std::clamp<Index>(static_cast<Index>(index), 0, count[at(side)]);
    };
    return {inside(std::floor(from + 1e-6)), inside(std::ceil(to - 1e-6))};
}

double ArcsLayout::centre(ArcsSide side, Index token) const
{
    return begin[at(side)] + (static_cast<double>(token) + 0.5) * pitch;
}

QRectF ArcsLayout::tokenRect(const ArcsToken& token) const
{
    const QRectF& band = names[at(token.side)];
    const double from = begin[at(token.side)] + static_cast<double>(token.index) * pitch;
    return oneLine ? QRectF(from, band.top(), pitch, band.height())
                   : QRectF(band.left(), from, band.width(), pitch);
}

std::optional<ArcsToken> ArcsLayout::tokenAt(const QPointF& point) const
{
    for (const ArcsSide side : {ArcsSide::Query, ArcsSide::Key}) {
        const QRectF& band = names[at(side)];
        if (count[at(side)] == 0 || !band.contains(point))
            continue;
        const double along = (oneLine ? point.x() : point.y()) - begin[at(side)];
        const auto index = static_cast<Index>(std::floor(along / pitch));
        if (index >= 0 && index < count[at(side)])
            return ArcsToken{side, index};
    }
    return std::nullopt;
}

Index ArcsLayout::namedOf(const QFont& font) const
{
    return turned || !oneLine
        ? std::max<Index>(1, static_cast<Index>(std::ceil((namedPitch(font) - 2) / pitch - 1e-6)))
        : 1;
}

} // namespace regard
