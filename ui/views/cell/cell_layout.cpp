// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_layout.h"

#include "ui/views/cell/cell_text.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr qreal margin = 10;
constexpr qreal tallestRow = 46;
constexpr qreal lowestRow = 4;
constexpr qreal wordGap = 4;
constexpr qreal longestWord = 140;

QString wordOf(const CellState& state, Index row)
{
    const QString text = rowText(*state.trace, state.states(), row, state.moment);
    return text.isEmpty() ? QString::number(state.placeOf(row) + 1) : text;
}

/// Words around the step, from the left in the order of the text.
void placeWords(CellLayout& layout, const CellState& state, const QRectF& rect,
                const QFontMetricsF& metrics)
{
    const auto widthOf = [&](Index row) {
        return std::min(longestWord, metrics.horizontalAdvance(wordOf(state, row)) + 12);
    };
    const Index rows = state.states().value.rows();
    Index first = state.row;
    Index last = state.row;
    qreal wide = widthOf(state.row);
    const qreal room = rect.width() - 24; // for the signs that there are more
    for (bool grew = true; grew;) {
        grew = false;
        for (const Index next : {first - 1, last + 1}) {
            if (next < 0 || next >= rows || wide + wordGap + widthOf(next) > room)
                continue;
            wide += wordGap + widthOf(next);
            (next < first ? first : last) = next;
            grew = true;
        }
    }
    layout.wordsBefore = first > 0;
    layout.wordsAfter = last < rows - 1;
    qreal x = rect.left() + (layout.wordsBefore ? 12 : 0);
    for (Index row = first; row <= last; ++row) {
        const qreal width = std::min(widthOf(row), room);
        layout.words.push_back({row, QRectF(x, rect.top(), width, rect.height()),
                                metrics.elidedText(wordOf(state, row), Qt::ElideRight, width - 8)});
        x += width + wordGap;
    }
}

/// The lines of a unit with the height of each, all that there are.
std::vector<CellLayout::Line> unitLines(const CellState& state, qreal width,
                                        const QFontMetricsF& metrics)
{
    const qreal height = std::ceil(metrics.height()) + 1;
    const std::vector<CellLine> all = cellLines(state, state.unit());
    qreal symbols = 0;
    qreal numbers = 0;
    // Room is kept for numbers that are long, so that nothing jumps from step to step.
    for (const CellLine& line : all) {
        symbols = std::max(symbols, metrics.horizontalAdvance(line.symbols));
        numbers = std::max(numbers, metrics.horizontalAdvance(QStringLiteral("= ") + line.longest));
    }
    const bool both = symbols + 10 + numbers <= width;
    const auto heightOf = [&](const QString& text) {
        const QRectF taken =
            metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, text);
        return std::round(taken.height() / metrics.height()) * (height - 1) + 1;
    };
    std::vector<CellLayout::Line> lines;
    for (const CellLine& line : all) {
        CellLayout::Line placed{QRectF(0, 0, width, height), {}, {}, 0, line.isNow};
        if (both) {
            placed.symbols = line.symbols;
            placed.indent = symbols + 10;
            if (!line.numbers.isEmpty())
                placed.text = QStringLiteral("= ") + line.numbers;
        } else {
            // "h = " and its numbers, or how it will come about.
            const QString result = line.symbols.left(line.symbols.indexOf(QLatin1Char('=')) + 2);
            placed.text = line.numbers.isEmpty() ? line.symbols : result + line.numbers;
            placed.rect.setHeight(
                std::max(heightOf(line.symbols), heightOf(result + line.longest)));
        }
        lines.push_back(std::move(placed));
    }
    return lines;
}

} // namespace

Index CellLayout::numberAt(const CellState& state, const CellRow& row, const Row& place,
                           const QPointF& point) const
{
    if (!place.whole.contains(point) || point.x() < place.bars.left()
        || point.x() >= place.bars.right())
        return -1;
    const double part = (point.x() - place.bars.left()) / place.bars.width();
    const auto all = static_cast<Index>(row.values.size());
    const auto number = static_cast<Index>(std::floor(
        row.isInput ? part * static_cast<double>(all) : state.first + part * state.count));
    return number >= 0 && number < all ? number : -1;
}

QRectF CellLayout::barSlot(const CellState& state, const CellRow& row, const QRectF& bars,
                           Index number)
{
    const double first = row.isInput ? 0 : state.first;
    const double count = row.isInput ? static_cast<double>(row.values.size()) : state.count;
    const double step = bars.width() / count;
    return {bars.left() + (static_cast<double>(number) - first) * step, bars.top(), step,
            bars.height()};
}

CellLayout cellLayout(const CellState& state, const std::vector<CellSection>& sections,
                      const QRectF& rect, const QRectF& beside)
{
    CellLayout layout;
    if (sections.empty())
        return layout;
    const QFontMetricsF metrics(state.font);
    const qreal line = std::ceil(metrics.height());
    const bool narrow = rect.width() < 340;
    const qreal side = narrow ? 6 : margin;
    const QRectF inside = rect.adjusted(side, 4, -side, -4);

    qreal y = inside.top();
    const QString longestCaption = stepCaption(state, state.states().value.rows() - 1);
    if (metrics.horizontalAdvance(longestCaption) <= beside.width()) {
        layout.caption = beside;
    } else if (inside.height() > 300) { // in a low pane the bars need the room more
        layout.caption = QRectF(inside.left(), y, inside.width(), line);
        y += line + 4;
    }
    const qreal wordHeight = line + 6;
    placeWords(layout, state, QRectF(inside.left(), y, inside.width(), wordHeight), metrics);
    y += wordHeight + 6;

    std::size_t rowCount = 0;
    qreal labels = 0;
    for (const CellSection& section : sections)
        for (const CellRow& row : section.rows) {
            ++rowCount;
            labels = std::max(labels, metrics.horizontalAdvance(row.label));
        }
    layout.signWidth = metrics.horizontalAdvance(QStringLiteral("tanh")) + 8;
    layout.labelWidth = std::min(labels + 8, inside.width() * 0.27);
    layout.digits = narrow ? 2 : 3;
    layout.numberWidth =
        metrics.horizontalAdvance(narrow ? QStringLiteral("−0.0e−0") : QStringLiteral("−0.00e−0"))
        + 6;
    if (inside.width() - layout.signWidth - layout.labelWidth - layout.numberWidth < 90)
        layout.numberWidth = 0;

    // What has the room it takes, by what is most needed: rows, arithmetic, axis, titles.
    const auto count = static_cast<qreal>(rowCount);
    const qreal gaps = static_cast<qreal>(sections.size() - 1) * 6;
    qreal left = inside.bottom() - y - gaps - count * lowestRow;
    const qreal axisHeight = line + 2;
    std::vector<CellLayout::Line> lines = unitLines(state, inside.width(), metrics);
    qreal arithmetic = line + 4; // with the unit's name
    std::size_t kept = 0;
    while (kept < lines.size()
           && arithmetic + lines[lines.size() - 1 - kept].rect.height() <= left - count * 8)
        arithmetic += lines[lines.size() - 1 - kept++].rect.height();
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(kept));
    left -= kept > 0 ? arithmetic : 0;
    const bool hasAxis = left > axisHeight + count * 7;
    left -= hasAxis ? axisHeight : 0;
    const qreal titleHeights = static_cast<qreal>(sections.size()) * (line + 1);
    const bool hasTitles = left > titleHeights + count * 11;
    left -= hasTitles ? titleHeights : 0;
    const qreal height = std::floor(std::clamp(lowestRow + left / count, lowestRow, tallestRow));

    const qreal barsLeft = std::round(inside.left() + layout.signWidth + layout.labelWidth);
    const qreal barsRight = std::round(inside.right() - layout.numberWidth);
    for (std::size_t s = 0; s < sections.size(); ++s) {
        if (s > 0)
            y += 6;
        if (hasTitles) {
            layout.titles.push_back({s, QRectF(inside.left(), y, inside.width(), line)});
            y += line + 1;
        }
        y = std::round(y);
        for (std::size_t r = 0; r < sections[s].rows.size(); ++r) {
            const QRectF whole(inside.left(), y, inside.width(), height);
            layout.rows.push_back(
                {s, r, whole, QRectF(barsLeft, y + 1, barsRight - barsLeft, height - 2)});
            y += height;
        }
    }
    if (hasAxis) {
        layout.axis = QRectF(barsLeft, y + 1, barsRight - barsLeft, axisHeight - 1);
        y += axisHeight;
    }
    if (kept == 0)
        return layout;
    y += 3;
    layout.lines.push_back({QRectF(inside.left(), y, inside.width(), line),
                            {},
                            unitText(state, state.unit()),
                            0,
                            false});
    y += line + 1;
    for (CellLayout::Line& each : lines) {
        each.rect.moveTopLeft({inside.left(), y});
        y += each.rect.height();
        layout.lines.push_back(std::move(each));
    }
    return layout;
}

} // namespace regard
