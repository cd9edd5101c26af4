// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace regard {

struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

/// Indices of the corners of the smallest convex polygon around all points, counter-clockwise
/// from the leftmost one (the lowest of several). Points on its sides and repeated points are
/// left out: two corners are left of points on a line, one of a single place. Monotone chain
/// (Andrew 1979), exact for whole numbers.
std::vector<std::int32_t> convexHull(std::span<const Point> points);

/// Area of the polygon through `corners` (indices of points), positive where they go
/// counter-clockwise. Unit: that of the coordinates, squared.
double signedArea(std::span<const Point> points, std::span<const std::int32_t> corners);

/// Whether a polygon has at least three corners and no two of its sides meet but neighbours in
/// their common corner.
bool isSimplePolygon(std::span<const Point> points, std::span<const std::int32_t> corners);

/// Whether two lists of corners are the same polygon, wherever they start and whichever
/// way they go round.
bool samePolygon(std::span<const std::int32_t> a, std::span<const std::int32_t> b);

} // namespace regard
