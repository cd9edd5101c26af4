// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_layout.h"

#include "ui/views/heads/heads_text.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr qreal gap = 14;
constexpr qreal margin = 12;
constexpr qreal largest = 340; ///< side of a map among others
constexpr qreal largestScrolled = 160;

/// Rows of maps below a heading.
struct Section {
    QString heading;
    std::vector<int> maps;
};

std::vector<Section> sectionsOf(const HeadsState& state)
{
    std::vector<Section> sections;
    int last = -1;
    for (const int map : state.ordered()) {
        const HeadsMap& head = state.maps[static_cast<std::size_t>(map)];
        if (state.order == HeadsOrder::AsComputed && head.attention != last) {
            // What has one head is named over its map.
            const Attention& attention = state.attention(head);
            const bool joins = attention.headCount() == 1 && !sections.empty()
                && sections.back().heading.isEmpty();
            if (!joins)
                sections.push_back(
                    {attention.headCount() > 1 ? attentionText(attention) : QString(), {}});
            last = head.attention;
        } else if (sections.empty()) {
            sections.push_back({state.order == HeadsOrder::ByEntropy
                                    ? HeadsText::tr("By entropy, the sharpest first")
                                    : HeadsText::tr("By distance, the nearest first"),
                                {}});
        }
        sections.back().maps.push_back(map);
    }
    return sections;
}

/// Extents of a map of side `side`: cells are square unless the map were very flat or tall.
QSizeF extentsOf(const TraceTensor& tensor, qreal side)
{
    const qreal ratio = std::clamp(static_cast<qreal>(tensor.value.rows())
                                       / static_cast<qreal>(tensor.value.columns()),
                                   0.3, 3.0);
    return ratio <= 1 ? QSizeF(side, side * ratio) : QSizeF(side / ratio, side);
}

/// So wide that no name and no number under a map is cut.
qreal leastSide(const HeadsState& state)
{
    QFont current = state.font;
    current.setBold(true);
    const QFontMetricsF bold(current);
    const QFontMetricsF metrics(state.font);
    qreal width = metrics.horizontalAdvance(HeadsText::tr("entropy %1 bits").arg(0.0, 0, 'f', 2));
    const qreal check = state.showsMerged() ? metrics.height() + 3 : 0;
    for (const HeadsMap& map : state.maps)
        for (const QString& name : namesOver(state, map))
            width = std::max(width, bold.horizontalAdvance(name) + check);
    return std::ceil(width) + 2;
}

/// How many maps of a section stand beside each other in a width: as few rows as it allows, all but
/// the last equally long, so 2 + 2 and not 3 + 1.
std::size_t acrossOf(std::size_t maps, qreal width, qreal side)
{
    const auto most =
        static_cast<std::size_t>(std::max(1.0, std::floor((width + gap) / (side + gap))));
    const std::size_t rows = std::max<std::size_t>(1, (maps + most - 1) / most);
    return (maps + rows - 1) / rows;
}

HeadsLayout arrange(const HeadsState& state, const std::vector<Section>& sections, qreal width,
                    qreal side)
{
    const QFontMetricsF metrics(state.font);
    const qreal line = metrics.height();
    const qreal check = state.showsMerged() ? line : 0;
    // Maps of a row stand in columns, however wide each is.
    const qreal pitch = side + gap;
    HeadsLayout layout;
    qreal y = margin;
    for (const Section& section : sections) {
        if (!section.heading.isEmpty()) {
            layout.headings.push_back(
                {section.heading, QRectF(margin, y, width - 2 * margin, line)});
            y += line + 4;
        }
        const std::size_t count = section.maps.size();
        const std::size_t across = acrossOf(count, width - 2 * margin, side);
        for (std::size_t first = 0; first < count; first += across) {
            const std::size_t end = std::min(count, first + across);
            qreal height = 0;
            qreal lines = 1;
            qreal names = 0;
            for (std::size_t i = first; i < end; ++i) {
                const HeadsMap& map = state.maps[static_cast<std::size_t>(section.maps[i])];
                height = std::max(height, extentsOf(state.tensor(map), side).height());
                lines = std::max(lines, state.attention(map).isSelf ? 2.0 : 1.0);
                names = std::max(names, line * static_cast<qreal>(namesOver(state, map).size()));
            }
            qreal x = margin;
            for (std::size_t i = first; i < end; ++i, x += pitch) {
                HeadsPlace place;
                place.map = section.maps[i];
                const HeadsMap& map = state.maps[static_cast<std::size_t>(place.map)];
                place.whole = QRectF(x, y, side, names + 4 + height + 3 + lines * line);
                if (check > 0)
                    place.check = QRectF(x, y + 1, check - 2, check - 2);
                place.name = QRectF(x + (check > 0 ? check + 3 : 0), y,
                                    side - (check > 0 ? check + 3 : 0), names);
                place.picture =
                    QRectF(QPointF(x, y + names + 4), extentsOf(state.tensor(map), side));
                place.words = QRectF(x, place.picture.bottom() + 3, side,
                                     (state.attention(map).isSelf ? 2 : 1) * line);
                layout.places.push_back(place);
            }
            y += names + 4 + height + 3 + lines * line + gap;
        }
    }
    layout.bar = QRectF(margin, y - gap + 10, width - 2 * margin, line);
    layout.size = QSizeF(width, layout.bar.bottom() + margin);
    return layout;
}

/// A single map takes all the room, with its labels.
HeadsLayout alone(const HeadsState& state, const QSizeF& room)
{
    const qreal line = QFontMetricsF(state.font).height();
    const HeadsMap& map = state.maps.front();
    const qreal words = line * (state.attention(map).isSelf ? 2 : 1);
    const qreal below = 6 + words + 6 + line;
    const QRectF inside(margin, margin, std::max(60.0, room.width() - 2 * margin),
                        std::max(60.0 + line + below, room.height() - 2 * margin));
    HeadsPlace place;
    place.map = 0;
    place.name = QRectF(inside.left(), inside.top(), inside.width(), line);
    const LabelledMap labelled = arrangeLabelledMap(inside.adjusted(0, line + 6, 0, -below),
                                                    *state.trace, state.tensor(map), state.font);
    place.picture = labelled.picture;
    place.words = QRectF(labelled.picture.left(), labelled.picture.bottom() + 6,
                         inside.right() - labelled.picture.left(), words);
    place.whole = inside;
    HeadsLayout layout;
    layout.places.push_back(place);
    layout.alone = labelled;
    layout.bar = QRectF(place.words.left(), place.words.bottom() + 6, place.words.width(), line);
    layout.size = QSizeF(room.width(), inside.bottom() + margin);
    return layout;
}

qreal widest(const QFontMetricsF& metrics, const Trace& trace, const Axis& axis, Index count,
             qreal cap)
{
    if (!axis)
        return metrics.horizontalAdvance(QString::number(count));
    qreal width = 0;
    for (Index i = 0; i < count && width < cap; ++i)
        width = std::max(width, metrics.horizontalAdvance(labelText(trace, axis, i)));
    return std::min(width, cap);
}

} // namespace

HeadsLayout arrangeHeads(const HeadsState& state, const QSizeF& room)
{
    if (state.maps.empty()) {
        HeadsLayout empty;
        empty.size = room;
        return empty;
    }
    if (state.maps.size() == 1)
        return alone(state, room);
    const std::vector<Section> sections = sectionsOf(state);
    const qreal least = leastSide(state);
    const qreal most = std::max(least, std::min(largest, room.width() - 2 * margin));
    for (qreal side = most; side > least; side -= 4) {
        HeadsLayout layout = arrange(state, sections, room.width(), side);
        if (layout.size.height() <= room.height())
            return layout;
    }
    // They scroll: then as wide as the longest row lets them be.
    std::size_t longest = 1;
    for (const Section& section : sections)
        longest = std::max(longest, section.maps.size());
    const qreal width = room.width() - 2 * margin;
    const auto across = static_cast<qreal>(acrossOf(longest, width, least));
    const qreal share = (width + gap) / across - gap;
    return arrange(state, sections, room.width(),
                   std::clamp(std::floor(share), least, std::max(least, largestScrolled)));
}

LabelledMap arrangeLabelledMap(const QRectF& room, const Trace& trace, const TraceTensor& tensor,
                               const QFont& font)
{
    const QFontMetricsF metrics(font);
    const auto rows = static_cast<qreal>(tensor.value.rows());
    const auto columns = static_cast<qreal>(tensor.value.columns());
    LabelledMap map;
    map.rowLabels =
        widest(metrics, trace, tensor.rows, tensor.value.rows(), room.width() * 0.3) + 6;
    const qreal length =
        widest(metrics, trace, tensor.columns, tensor.value.columns(), room.height() / 4);
    const qreal width = std::max(10.0, room.width() - map.rowLabels);
    map.upright = length + 6 > width / columns;
    map.columnLabels = (map.upright ? length : metrics.height()) + 5;
    const qreal height = std::max(10.0, room.height() - map.columnLabels);
    // Cells at most twice as wide as high and hardly higher than wide.
    const qreal cellWidth = std::min(width / columns, 2 * height / rows);
    const qreal cellHeight =
        std::min(height / rows, std::max(1.25 * cellWidth, 2.4 * metrics.height()));
    if (!map.upright && length + 6 > cellWidth) {
        map.upright = true;
        map.columnLabels = length + 5;
    }
    const qreal top = room.top() + map.columnLabels;
    map.picture = QRectF(room.left() + map.rowLabels, top, cellWidth * columns,
                         std::min(cellHeight * rows, std::max(10.0, room.bottom() - top)));
    return map;
}

} // namespace regard
