// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/corpus.h"

#include "core/data/sentences.h"
#include "core/tensor/random.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

/// The set of inputs as a text, in an order that does not depend on theirs.
std::string combinationOf(std::vector<Point> inputs)
{
    std::sort(inputs.begin(), inputs.end(),
              [](const Point& a, const Point& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    std::string text;
    for (const Point& input : inputs)
        text += std::to_string(static_cast<int>(input.x)) + ','
            + std::to_string(static_cast<int>(input.y)) + ' ';
    return text;
}

std::vector<Point> draw(PointerProblem problem, std::size_t count, Random& random)
{
    std::vector<Point> inputs;
    while (inputs.size() < count) {
        Point input;
        input.x = static_cast<double>(random.below(1000));
        if (problem == PointerProblem::Hull)
            input.y = static_cast<double>(random.below(1000));
        if (std::find(inputs.begin(), inputs.end(), input) == inputs.end())
            inputs.push_back(input);
    }
    return inputs;
}

} // namespace

PointerProblem pointerProblemOf(std::string_view name)
{
    if (name == "sort")
        return PointerProblem::Sort;
    if (name == "hull")
        return PointerProblem::Hull;
    throw std::invalid_argument("unknown problem '" + std::string(name) + "': use sort or hull");
}

PointerCorpus makePointerCorpus(PointerProblem problem, std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount)
{
    const std::size_t shortest = problem == PointerProblem::Sort ? 2 : 3;
    Random random(seed);
    const auto make = [&](bool heldOut, std::size_t count) {
        std::vector<PointerExample> examples;
        examples.reserve(count);
        while (examples.size() < count) {
            const std::size_t length = heldOut && examples.size() % 2 == 0
                ? longestInstance
                : shortest + random.below(longestInstance - shortest + 1);
            std::vector<Point> inputs = draw(problem, length, random);
            if (isHeldOut(combinationOf(inputs), 10) != heldOut)
                continue;
            std::vector<std::int32_t> answer = solve(problem, inputs);
            // Three points may lie on a line: such a hull has no area.
            if (problem == PointerProblem::Sort || answer.size() > 2)
                examples.push_back({std::move(inputs), std::move(answer)});
        }
        return examples;
    };
    PointerCorpus corpus;
    corpus.heldOut = make(true, heldOutCount);
    corpus.train = make(false, trainCount);
    return corpus;
}

std::vector<std::int32_t> solve(PointerProblem problem, std::span<const Point> inputs)
{
    if (problem == PointerProblem::Hull)
        return convexHull(inputs);
    std::vector<std::int32_t> order(inputs.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return inputs[static_cast<std::size_t>(a)].x < inputs[static_cast<std::size_t>(b)].x;
    });
    return order;
}

std::vector<Point> normalised(std::span<const Point> inputs)
{
    std::vector<Point> result(inputs.begin(), inputs.end());
    for (double Point::*axis : {&Point::x, &Point::y}) {
        double low = 0;
        double high = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            low = i == 0 ? inputs[i].*axis : std::min(low, inputs[i].*axis);
            high = i == 0 ? inputs[i].*axis : std::max(high, inputs[i].*axis);
        }
        for (Point& point : result)
            point.*axis = high > low ? (point.*axis - low) / (high - low) : 0.5;
    }
    return result;
}

} // namespace regard
