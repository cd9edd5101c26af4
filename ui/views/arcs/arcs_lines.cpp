// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_lines.h"

#include "core/tensor/stopped.h"
#include "ui/views/shared/mini_map.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Narrower lines are not seen.
constexpr double narrowest = 0.3;

bool isIn(const std::pair<Index, Index>& range, Index token)
{
    return token >= range.first && token < range.second;
}

std::vector<ArcsLink> linksInSight(const ArcsState& state, const ArcsLayout& layout, double least)
{
    std::vector<ArcsLink> links;
    const auto keep = [&](const ArcsLink& link) {
        if (static_cast<double>(link.weight) >= least
            && isComputed(*state.weights.tensor(), link.query, state.moment))
            links.push_back(link);
    };
    if (state.focus) {
        for (const Index token : state.focus.tokens)
            for (const ArcsLink& link : state.weights.linksOf(state.focus.side, token))
                keep(link);
        return links;
    }
    const auto queries = layout.visible(ArcsSide::Query);
    const auto keys = layout.visible(ArcsSide::Key);
    // Who would follow a line of which neither end is in sight?
    for (Index query = queries.first; query < queries.second; ++query)
        for (const ArcsLink& link : state.weights.linksOf(ArcsSide::Query, query))
            keep(link);
    for (Index key = keys.first; key < keys.second; ++key)
        for (const ArcsLink& link : state.weights.linksOf(ArcsSide::Key, key))
            if (!isIn(queries, link.query))
                keep(link);
    return links;
}

QPainterPath wayOf(const ArcsLine& line, const ArcsLayout& layout)
{
    QPainterPath way(line.from);
    if (!layout.oneLine) {
        const double middle = (line.from.x() + line.to.x()) / 2;
        way.cubicTo({middle, line.from.y()}, {middle, line.to.y()}, line.to);
        return way;
    }
    const double reach = std::abs(line.to.x() - line.from.x());
    // A token that looks at itself.
    const double aside = reach < 1 ? std::clamp(layout.pitch / 2, 6.0, 16.0) : 0;
    const double height = reach < 1 ? aside * 1.6 : std::min(reach / 2, layout.lines.height() - 8);
    const double up = line.from.y() - height * 4 / 3;
    way.cubicTo({line.from.x() - aside, up}, {line.to.x() + aside, up}, line.to);
    return way;
}

void drawPoint(QPainter& painter, const ArcsLine& line, const ArcsLayout& layout)
{
    const double half = 2 + static_cast<double>(line.width) * 0.6;
    const QPointF end = line.to;
    const QPointF back = layout.oneLine ? QPointF(0, -2 * half) : QPointF(-2 * half, 0);
    const QPointF across = layout.oneLine ? QPointF(half, 0) : QPointF(0, half);
    painter.setPen(Qt::NoPen);
    painter.setBrush(line.color);
    painter.drawPolygon(QPolygonF({end, end + back + across, end + back - across}));
}

} // namespace

double widestLine(const ArcsState& state, const ArcsLayout& layout)
{
    const double room = std::clamp(layout.pitch * (layout.oneLine ? 0.5 : 0.75), 6.0, 16.0);
    const double largest = state.weights.largest();
    return state.stretched && largest > 0 ? room / largest : room;
}

double leastDrawn(const ArcsState& state, const ArcsLayout& layout)
{
    return std::max(leastWeight, narrowest / widestLine(state, layout));
}

std::vector<ArcsLine> arcsLines(const ArcsState& state, const ArcsLayout& layout)
{
    std::vector<ArcsLine> lines;
    if (!state.shown())
        return lines;
    const double widest = widestLine(state, layout);
    // A token alone shows all that can be said of it.
    std::vector<ArcsLink> links =
        linksInSight(state, layout, state.focus ? leastWeight : leastDrawn(state, layout));
    std::stable_sort(links.begin(), links.end(),
                     [](const ArcsLink& a, const ArcsLink& b) { return a.weight < b.weight; });
    lines.reserve(links.size());
    for (const ArcsLink& link : links) {
        const double from = layout.centre(ArcsSide::Query, link.query);
        const double to = layout.centre(ArcsSide::Key, link.key);
        const auto weight = static_cast<double>(link.weight);
        const double share =
            std::min(1.0, state.stretched ? weight / state.weights.largest() : weight);
        const Index other = state.focus.side == ArcsSide::Query ? link.key : link.query;
        const bool pointed = state.focus && other == state.focus.other;
        QColor color = pointed ? state.theme.hover() : state.theme.role(Role::Weights);
        double shown = 0.12 + 0.8 * share;
        if (state.focus)
            shown = pointed ? 1 : 0.3 + 0.6 * share;
        color.setAlphaF(static_cast<float>(std::min(shown, 1.0)));
        const double width =
            state.theme.line(std::max(weight * widest, state.focus ? 0.6 : narrowest));
        lines.push_back({layout.oneLine ? QPointF(from, layout.lines.bottom() - 1)
                                        : QPointF(layout.lines.left(), from),
                         layout.oneLine ? QPointF(to, layout.lines.bottom() - 1)
                                        : QPointF(layout.lines.right(), to),
                         static_cast<float>(width), color});
    }
    return lines;
}

void drawArcs(QPainter& painter, const std::vector<ArcsLine>& lines, const ArcsLayout& layout,
              bool points, const std::stop_token& stop)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(layout.lines.adjusted(0, 0, 0, 1));
    for (const ArcsLine& line : lines) {
        if (stop.stop_requested())
            break;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(line.color, static_cast<double>(line.width), Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(wayOf(line, layout));
        if (points)
            drawPoint(painter, line, layout);
    }
    painter.restore();
    if (stop.stop_requested())
        throw Stopped{};
}

} // namespace regard
