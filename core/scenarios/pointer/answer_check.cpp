// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/answer_check.h"

#include <algorithm>
#include <numeric>

namespace regard {

namespace {

std::string listed(std::span<const std::int32_t> places, std::span<const std::string> labels)
{
    std::string text;
    for (const std::int32_t place : places)
        text += (text.empty() ? "" : "; ") + labels[static_cast<std::size_t>(place)];
    return text;
}

void checkSorted(std::span<const Point> inputs, std::span<const std::int32_t> order,
                 std::span<const std::string> labels, std::vector<TraceToken>& output,
                 std::vector<std::string>& notes)
{
    std::vector<std::int32_t> sorted(inputs.size());
    std::iota(sorted.begin(), sorted.end(), 0);
    const auto value = [&](std::int32_t place) {
        return inputs[static_cast<std::size_t>(place)].x;
    };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](std::int32_t a, std::int32_t b) { return value(a) < value(b); });
    bool wrong = false;
    for (std::size_t i = 0; i < order.size() && i < output.size(); ++i) {
        output[i].wrong = i >= sorted.size() || value(order[i]) != value(sorted[i]);
        wrong = wrong || output[i].wrong;
    }
    if (wrong)
        notes.push_back("The answer is wrong: from the smallest the numbers are "
                        + listed(sorted, labels) + ".");
}

void checkHull(std::span<const Point> inputs, std::span<const std::int32_t> order,
               std::span<const std::string> labels, std::vector<TraceToken>& output,
               std::vector<std::string>& notes)
{
    const std::vector<std::int32_t> hull = convexHull(inputs);
    if (hull.size() < 3) {
        notes.emplace_back(hull.size() == 2
                               ? "The points lie on a line: no polygon goes around them."
                               : "All points are in one place: no polygon goes around them.");
        return;
    }
    // Of points in one place the first stands for all.
    std::vector<std::int32_t> pointed;
    for (const std::int32_t place : order) {
        const auto first =
            std::find(inputs.begin(), inputs.end(), inputs[static_cast<std::size_t>(place)]);
        pointed.push_back(static_cast<std::int32_t>(first - inputs.begin()));
    }
    // A hull returns to its first corner.
    if (pointed.size() > 1 && pointed.front() == pointed.back())
        pointed.pop_back();
    std::vector<std::int32_t> corners;
    for (const std::int32_t corner : hull) {
        const auto first =
            std::find(inputs.begin(), inputs.end(), inputs[static_cast<std::size_t>(corner)]);
        corners.push_back(static_cast<std::int32_t>(first - inputs.begin()));
    }
    if (samePolygon(pointed, corners))
        return;
    for (std::size_t i = 0; i < pointed.size() && i < output.size(); ++i)
        output[i].wrong = std::find(corners.begin(), corners.end(), pointed[i]) == corners.end();
    if (std::none_of(output.begin(), output.end(),
                     [](const TraceToken& token) { return token.wrong; }))
        for (TraceToken& token : output) // corners are left out, or their order is wrong
            token.wrong = true;
    notes.push_back("The answer is wrong: the hull's corners are " + listed(corners, labels) + ".");
}

} // namespace

void checkPointed(PointerProblem problem, std::span<const Point> inputs,
                  std::span<const std::int32_t> order, std::span<const std::string> labels,
                  std::vector<TraceToken>& output, std::vector<std::string>& notes)
{
    (problem == PointerProblem::Sort ? checkSorted : checkHull)(inputs, order, labels, output,
                                                                notes);
}

} // namespace regard
