// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/corpus.h"

#include "core/tensor/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace regard {
namespace {

using Corners = std::vector<std::int32_t>;

double turnOf(const Point& a, const Point& b, const Point& c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// The hull by its definition, without sorting: a pair is a side if all others lie to its
/// left; the sides are then walked along.
Corners hullByDefinition(const std::vector<Point>& points)
{
    std::vector<std::int32_t> next(points.size(), -1);
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = 0; j < points.size(); ++j) {
            const bool side =
                i != j && std::all_of(points.begin(), points.end(), [&](const Point& other) {
                    const double turn = turnOf(points[i], points[j], other);
                    // On the line only between the two.
                    return turn > 0
                        || (turn == 0
                            && (other.x - points[i].x) * (other.x - points[j].x)
                                    + (other.y - points[i].y) * (other.y - points[j].y)
                                <= 0);
                });
            if (side)
                next[i] = static_cast<std::int32_t>(j);
        }
    Corners corners;
    const auto start = static_cast<std::int32_t>(
        std::find_if(next.begin(), next.end(), [](std::int32_t to) { return to >= 0; })
        - next.begin());
    for (std::int32_t at = start; corners.empty() || at != start;
         at = next[static_cast<std::size_t>(at)])
        corners.push_back(at);
    return corners;
}

TEST(Geometry, theHullOfASquareIsItsCornersCounterClockwiseFromTheLeft)
{
    const std::vector<Point> points{{1, 1}, {0, 0}, {0.5, 0.5}, {1, 0}, {0, 1}, {0.5, 0}};
    EXPECT_EQ(convexHull(points), (Corners{1, 3, 0, 4}));
    EXPECT_DOUBLE_EQ(signedArea(points, convexHull(points)), 1);
}

TEST(Geometry, theHullAgreesWithItsDefinitionOnRandomPoints)
{
    Random random(7);
    for (int round = 0; round < 500; ++round) {
        // Few places, so that points on sides are common.
        std::vector<Point> points;
        const std::size_t count = 3 + random.below(10);
        while (points.size() < count) {
            const Point point{static_cast<double>(random.below(8)),
                              static_cast<double>(random.below(8))};
            if (std::find(points.begin(), points.end(), point) == points.end())
                points.push_back(point);
        }
        const Corners hull = convexHull(points);
        if (hull.size() < 3)
            continue; // all on a line
        EXPECT_TRUE(samePolygon(hull, hullByDefinition(points)));
        EXPECT_GT(signedArea(points, hull), 0);
        EXPECT_TRUE(isSimplePolygon(points, hull));
        for (const Point& point : points)
            EXPECT_LE(points[static_cast<std::size_t>(hull[0])].x, point.x);
    }
}

TEST(Geometry, degenerateHulls)
{
    EXPECT_TRUE(convexHull({}).empty());
    EXPECT_EQ(convexHull(std::vector<Point>{{2, 3}, {2, 3}}), Corners{0});
    EXPECT_EQ(convexHull(std::vector<Point>{{2, 2}, {0, 0}, {1, 1}, {2, 2}}), (Corners{1, 0}));
}

TEST(Geometry, crossedAndFoldedPolygonsAreNotSimple)
{
    const std::vector<Point> points{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {2, 0}, {0.5, 0}};
    EXPECT_TRUE(isSimplePolygon(points, Corners{0, 1, 2, 3}));
    EXPECT_TRUE(isSimplePolygon(points, Corners{3, 2, 1, 0}));
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 2, 1, 3})); // bow tie
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 1}));
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 1, 0}));
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 4, 1, 2})); // runs back over itself
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 1, 4})); // no area
    EXPECT_FALSE(isSimplePolygon(points, Corners{0, 1, 2, 5, 3})); // touches its own side
}

TEST(Geometry, aPolygonIsTheSameWhereverItStarts)
{
    EXPECT_TRUE(samePolygon(Corners{1, 2, 3, 4}, Corners{3, 4, 1, 2}));
    EXPECT_TRUE(samePolygon(Corners{1, 2, 3, 4}, Corners{2, 1, 4, 3}));
    EXPECT_FALSE(samePolygon(Corners{1, 2, 3, 4}, Corners{1, 3, 2, 4}));
    EXPECT_FALSE(samePolygon(Corners{1, 2, 3}, Corners{1, 2, 3, 4}));
    EXPECT_FALSE(samePolygon(Corners{1, 2, 3}, Corners{4, 5, 6}));
}

std::multiset<std::pair<double, double>> setOf(const PointerExample& example)
{
    std::multiset<std::pair<double, double>> inputs;
    for (const Point& point : example.inputs)
        inputs.insert({point.x, point.y});
    return inputs;
}

TEST(PointerCorpus, heldOutSetsNeverOccurInTraining)
{
    for (const PointerProblem problem : {PointerProblem::Sort, PointerProblem::Hull}) {
        const PointerCorpus corpus = makePointerCorpus(problem, 1, 20000, 2000);
        ASSERT_EQ(corpus.train.size(), 20000u);
        ASSERT_EQ(corpus.heldOut.size(), 2000u);
        std::set<std::multiset<std::pair<double, double>>> trained;
        for (const PointerExample& example : corpus.train)
            trained.insert(setOf(example));
        std::size_t longest = 0;
        for (const PointerExample& example : corpus.heldOut) {
            EXPECT_FALSE(trained.contains(setOf(example)));
            longest += example.inputs.size() == longestInstance;
        }
        EXPECT_GE(longest, 1000u);
    }
}

TEST(PointerCorpus, answersAreRight)
{
    for (const PointerExample& example :
         makePointerCorpus(PointerProblem::Sort, 1, 500, 100).train) {
        ASSERT_EQ(example.answer.size(), example.inputs.size());
        for (std::size_t i = 1; i < example.answer.size(); ++i)
            EXPECT_LT(example.inputs[static_cast<std::size_t>(example.answer[i - 1])].x,
                      example.inputs[static_cast<std::size_t>(example.answer[i])].x);
    }
    for (const PointerExample& example : makePointerCorpus(PointerProblem::Hull, 1, 500, 100).train)
        EXPECT_TRUE(samePolygon(example.answer, hullByDefinition(example.inputs)));
}

TEST(PointerCorpus, theSameArgumentsGiveTheSameCorpus)
{
    const PointerCorpus a = makePointerCorpus(PointerProblem::Hull, 3, 50, 20);
    const PointerCorpus b = makePointerCorpus(PointerProblem::Hull, 3, 50, 20);
    const PointerCorpus c = makePointerCorpus(PointerProblem::Hull, 4, 50, 20);
    for (std::size_t i = 0; i < 50; ++i)
        EXPECT_EQ(a.train[i].inputs, b.train[i].inputs);
    EXPECT_NE(a.train[0].inputs, c.train[0].inputs);
}

TEST(PointerCorpus, inputsAreScaledFromZeroToOneAlongEachAxis)
{
    const std::vector<Point> typed{{-10, 7}, {30, 7}, {0, 7}};
    EXPECT_EQ(normalised(typed), (std::vector<Point>{{0, 0.5}, {1, 0.5}, {0.25, 0.5}}));
    EXPECT_TRUE(normalised({}).empty());
    const PointerExample example = makePointerCorpus(PointerProblem::Hull, 5, 1, 1).train[0];
    EXPECT_TRUE(samePolygon(convexHull(normalised(example.inputs)), example.answer));
}

TEST(PointerCorpus, equalNumbersKeepTheirOrder)
{
    const std::vector<Point> numbers{{3, 0}, {1, 0}, {3, 0}, {1, 0}};
    EXPECT_EQ(solve(PointerProblem::Sort, numbers), (Corners{1, 3, 0, 2}));
}

} // namespace
} // namespace regard
