// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/typed_points.h"

#include "core/data/number_text.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace regard {

namespace {

using Notation = TypedPoints::Notation;

/// A number so that it is read as the same one again.
std::string written(double number)
{
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::string written(const TypedPoint& point, Notation notation)
{
    std::string text;
    for (const double number : point.coordinates)
        text += (text.empty() ? "" : point.range ? " .. " : ", ") + written(number);
    if (notation == Notation::Values)
        text += " -> " + (point.asks ? "?" : written(point.values.front()));
    return text;
}

std::vector<TypedPoint> read(const TypedPoints& typed, std::string_view text)
{
    if (typed.notation == Notation::Numbers) {
        std::vector<TypedPoint> points;
        for (const TypedNumber& number : readNumbers(text).numbers)
            points.push_back({{number.value}, {}, false, false, number.begin, number.end});
        return points;
    }
    if (typed.notation == Notation::Values)
        return readPoints(text, {0, true, "point"}).points;
    return readPoints(text, {typed.dimensions, false, "point"}).points;
}

bool sameNumbers(const TypedPoint& a, const TypedPoint& b)
{
    return a.coordinates == b.coordinates && a.values == b.values && a.asks == b.asks
        && a.range == b.range;
}

TypedPoint pointOf(const TypedPoints& typed, const PointEdit& edit)
{
    TypedPoint point;
    const bool valued = typed.notation == Notation::Values && !edit.asks;
    point.coordinates = edit.numbers;
    point.asks = edit.asks;
    point.range = edit.range;
    if (valued) {
        point.values = {edit.numbers.back()};
        point.coordinates.pop_back();
    }
    return point;
}

/// The text without a point and what separates it from the next one, or from the one before.
std::string without(const std::string& text, const std::vector<TypedPoint>& points,
                    std::size_t place)
{
    const bool last = place + 1 == points.size();
    const std::size_t begin = last && place > 0 ? points[place - 1].end : points[place].begin;
    const std::size_t end = last ? points[place].end : points[place + 1].begin;
    return std::string(text).erase(begin, end - begin);
}

/// The text with one more point behind the others: like them on a line of its own.
std::string with(const std::string& text, const std::string& point, const char* separator)
{
    const std::size_t end = text.find_last_not_of(" \t\r\n;") + 1;
    const bool lines = text.substr(0, end).find('\n') != std::string::npos;
    const std::string before = text.substr(0, end);
    return before + (before.empty() ? "" : lines ? "\n" : separator) + point;
}

} // namespace

std::string editedPoints(const TypedPoints& typed, const PointEdit& edit)
{
    const std::string heading = typed.text.substr(0, typed.begin);
    const std::string old = typed.text.substr(typed.begin);
    std::vector<TypedPoint> points = read(typed, old);
    const char* separator = typed.notation == Notation::Numbers ? " " : "; ";
    const auto place = static_cast<std::size_t>(edit.point);
    std::string text;
    if (edit.kind == PointEdit::Kind::Add) {
        points.push_back(pointOf(typed, edit));
        text = with(old, written(points.back(), typed.notation), separator);
    } else if (edit.point < 0 || place >= points.size()) {
        return typed.text;
    } else if (edit.kind == PointEdit::Kind::Remove) {
        text = without(old, points, place);
        points.erase(points.begin() + edit.point);
    } else {
        TypedPoint moved = pointOf(typed, edit);
        moved.begin = points[place].begin;
        moved.end = points[place].end;
        text = std::string(old).replace(moved.begin, moved.end - moved.begin,
                                        written(moved, typed.notation));
        points[place] = std::move(moved);
    }
    try {
        const std::vector<TypedPoint> again = read(typed, text);
        if (std::equal(again.begin(), again.end(), points.begin(), points.end(), sameNumbers))
            return heading + text;
    } catch (const std::invalid_argument&) {
        // What separates them is another thing where one of them is written otherwise.
    }
    text.clear();
    for (const TypedPoint& point : points)
        text += (text.empty() ? "" : separator) + written(point, typed.notation);
    return heading + text;
}

} // namespace regard
