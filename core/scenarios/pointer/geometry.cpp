// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/geometry.h"

#include <algorithm>
#include <numeric>

namespace regard {

namespace {

/// (b − a) × (c − a): positive where a, b, c turn left.
double turn(const Point& a, const Point& b, const Point& c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Whether c lies in the box of a and b.
bool between(const Point& a, const Point& b, const Point& c)
{
    return std::min(a.x, b.x) <= c.x && c.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= c.y
        && c.y <= std::max(a.y, b.y);
}

int sign(double value)
{
    return (value > 0) - (value < 0);
}

/// Whether the closed segments ab and cd have a point in common.
bool meet(const Point& a, const Point& b, const Point& c, const Point& d)
{
    const int abc = sign(turn(a, b, c));
    const int abd = sign(turn(a, b, d));
    const int cda = sign(turn(c, d, a));
    const int cdb = sign(turn(c, d, b));
    if (abc * abd < 0 && cda * cdb < 0)
        return true;
    return (abc == 0 && between(a, b, c)) || (abd == 0 && between(a, b, d))
        || (cda == 0 && between(c, d, a)) || (cdb == 0 && between(c, d, b));
}

const Point& cornerAt(std::span<const Point> points, std::span<const std::int32_t> corners,
                      std::size_t i)
{
    return points[static_cast<std::size_t>(corners[i % corners.size()])];
}

} // namespace

std::vector<std::int32_t> convexHull(std::span<const Point> points)
{
    const auto point = [&](std::int32_t index) { return points[static_cast<std::size_t>(index)]; };
    std::vector<std::int32_t> order(points.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return point(a).x != point(b).x ? point(a).x < point(b).x : point(a).y < point(b).y;
    });
    const auto same = [&](std::int32_t a, std::int32_t b) { return point(a) == point(b); };
    order.erase(std::unique(order.begin(), order.end(), same), order.end());
    if (order.size() < 3)
        return order;
    std::vector<std::int32_t> hull;
    // The lower chain from left to right, then the upper one back: each drops points until it
    // turns left only.
    for (int chain = 0; chain < 2; ++chain) {
        const std::size_t start = hull.size();
        for (const std::int32_t next : order) {
            while (hull.size() >= start + 2
                   && turn(point(hull[hull.size() - 2]), point(hull.back()), point(next)) <= 0)
                hull.pop_back();
            hull.push_back(next);
        }
        hull.pop_back(); // where the other chain starts
        std::reverse(order.begin(), order.end());
    }
    return hull;
}

double signedArea(std::span<const Point> points, std::span<const std::int32_t> corners)
{
    // ½ Σ (xᵢ yᵢ₊₁ − xᵢ₊₁ yᵢ)
    double twice = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Point& a = cornerAt(points, corners, i);
        const Point& b = cornerAt(points, corners, i + 1);
        twice += a.x * b.y - b.x * a.y;
    }
    return twice / 2;
}

bool isSimplePolygon(std::span<const Point> points, std::span<const std::int32_t> corners)
{
    const std::size_t n = corners.size();
    if (n < 3)
        return false;
    for (std::size_t i = 0; i < n; ++i) {
        const Point& a = cornerAt(points, corners, i);
        const Point& b = cornerAt(points, corners, i + 1);
        const Point& c = cornerAt(points, corners, i + 2);
        // A side of no length, or one that runs back over its neighbour.
        if (a == b || (turn(a, b, c) == 0 && (between(a, b, c) || between(b, c, a))))
            return false;
        for (std::size_t j = i + 2; j < n; ++j)
            if (!(i == 0 && j == n - 1)
                && meet(a, b, cornerAt(points, corners, j), cornerAt(points, corners, j + 1)))
                return false;
    }
    return true;
}

bool samePolygon(std::span<const std::int32_t> a, std::span<const std::int32_t> b)
{
    if (a.size() != b.size())
        return false;
    if (a.empty())
        return true;
    const auto start = std::find(b.begin(), b.end(), a.front());
    if (start == b.end())
        return false;
    std::vector<std::int32_t> turned(b.begin(), b.end());
    std::rotate(turned.begin(), turned.begin() + (start - b.begin()), turned.end());
    if (std::equal(a.begin(), a.end(), turned.begin()))
        return true;
    std::reverse(turned.begin() + 1, turned.end());
    return std::equal(a.begin(), a.end(), turned.begin());
}

} // namespace regard
