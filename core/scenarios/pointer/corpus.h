// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/pointer/geometry.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Instances of the two problems that a pointer network answers by pointing at its inputs.
///
/// Sort: two to ten different whole numbers below 1000; the answer is their order from the
/// smallest. Hull: three to ten different points with such coordinates; the answer is the
/// corners of their convex hull as convexHull() gives them.
///
/// Held out are sets of inputs, by their hash: no order of such a set is ever trained. One half
/// of the held-out instances has the full length, the other half any length.
namespace regard {

enum class PointerProblem { Sort, Hull };

/// "sort", "hull". Throws std::invalid_argument for anything else.
PointerProblem pointerProblemOf(std::string_view name);

/// Inputs of an instance: the longest that is trained.
inline constexpr std::size_t longestInstance = 10;

struct PointerExample {
    std::vector<Point> inputs; ///< y is 0 where numbers are sorted
    std::vector<std::int32_t> answer; ///< indices of inputs
};

struct PointerCorpus {
    std::vector<PointerExample> train, heldOut;
};

/// The same arguments give the same corpus everywhere.
PointerCorpus makePointerCorpus(PointerProblem problem, std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount);

/// The right answer: places of the numbers from the smallest, equal ones in their order, or
/// the corners of the hull.
std::vector<std::int32_t> solve(PointerProblem problem, std::span<const Point> inputs);

/// Inputs as a model takes them: along each axis the smallest becomes 0 and the largest 1,
/// and ½ where all are the same. Neither order nor hull depends on it.
std::vector<Point> normalised(std::span<const Point> inputs);

} // namespace regard
