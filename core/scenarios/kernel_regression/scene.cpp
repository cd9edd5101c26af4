// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/scene.h"

#include "core/scenarios/kernel_regression/split.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace regard {

namespace {

/// Places at which the curve is computed.
constexpr int curvePlaces = 241;

std::vector<std::vector<double>> rowsOf(const std::vector<double>& numbers, Index columns)
{
    std::vector<std::vector<double>> rows;
    const auto width = static_cast<std::ptrdiff_t>(columns);
    for (auto from = numbers.begin(); from != numbers.end(); from += width)
        rows.emplace_back(from, from + width);
    return rows;
}

/// From the first to the last point or query and a little beyond.
std::pair<double, double> reach(const CurveScene& scene)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto* places : {&scene.points, &scene.queries})
        for (const std::vector<double>& place : *places) {
            low = std::min(low, place.front());
            high = std::max(high, place.front());
        }
    const double margin = high > low ? (high - low) / 12 : std::max(1.0, std::abs(high) / 12);
    return {low - margin, high + margin};
}

} // namespace

CurveScene sceneOf(const KernelData& data, const std::string& text)
{
    CurveScene scene;
    scene.typed = {TypedPoints::Notation::Values, 0,
                   static_cast<std::size_t>(std::max<Index>(1, data.dimensions)), text};
    scene.typed.begin = data.heading;
    for (std::size_t i = 0; i < scene.typed.dimensions; ++i)
        scene.features.push_back({scene.typed.dimensions == 1 ? "x" : "x" + std::to_string(i + 1)});
    scene.value = {"y"};
    for (std::size_t i = 0; i < data.names.size(); ++i)
        (i < scene.features.size() ? scene.features[i] : scene.value).name = data.names[i];
    scene.typedPoints = data.typedPoints;
    scene.typedQueries = data.typedQueries;
    scene.ranges = data.ranges;
    scene.weights = "weights";
    scene.told = "context";
    placePoints(data, scene);
    scene.values = data.values;
    return scene;
}

void placePoints(const KernelData& data, CurveScene& scene)
{
    scene.points = rowsOf(data.points, data.dimensions);
    scene.queries = rowsOf(data.queries, data.dimensions);
}

void drawCurve(Tape& tape, const KernelRegression& model, const Memory& memory, Var width,
               CurveScene& scene)
{
    if (scene.features.size() != 1)
        return;
    const auto [low, high] = reach(scene);
    for (int i = 0; i < curvePlaces; ++i)
        scene.curveAt.push_back(low + (high - low) * i / (curvePlaces - 1));
    const Attended along = model.at(tape, regard::rowsOf(tape, scene.curveAt, 1), memory, width);
    const ConstView weights = tape.value(along.weights);
    const std::span<const Real> told = tape.value(along.context).values();
    for (Index i = 0; i < curvePlaces; ++i) {
        double total = 0;
        for (Index point = 0; point < weights.shape.columns(); ++point)
            total += static_cast<double>(weights.at(i, point));
        scene.curve.push_back(total == 0 ? std::numeric_limits<double>::quiet_NaN()
                                         : static_cast<double>(told[static_cast<std::size_t>(i)]));
    }
}

double errorLeavingOneOut(KernelData data, const SimilarityKernel& kernel, Real width)
{
    if (data.pointCount() < 2)
        return -1;
    return errorOf(leavingOneOut(std::move(data)), kernel, static_cast<double>(width)).value;
}

} // namespace regard
