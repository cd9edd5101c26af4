// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/split.h"

#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

KernelSplit leavingOneOut(KernelData data)
{
    KernelSplit split;
    data.queries = data.points;
    data.queryLabels = data.pointLabels;
    split.targets = data.values;
    split.own.resize(split.targets.size());
    std::iota(split.own.begin(), split.own.end(), 0);
    split.data = std::move(data);
    return split;
}

Attended predict(Tape& tape, const KernelRegression& model, const KernelSplit& split,
                 std::span<const std::uint32_t> items)
{
    const KernelData& data = split.data;
    const Index batch = static_cast<Index>(items.size());
    const Index points = data.pointCount();
    const View queries = tape.allocate({batch, 1, data.dimensions});
    const View keys = tape.allocate({batch, points, data.dimensions});
    const View values = tape.allocate({batch, points, 1});
    const auto hidden = tape.arena().array<std::uint8_t>(static_cast<std::size_t>(batch * points));
    std::fill(hidden.begin(), hidden.end(), std::uint8_t{0});
    const auto fill = [](Real* to, std::span<const double> from) {
        for (const double value : from)
            *to++ = static_cast<Real>(value);
    };
    const auto width = static_cast<std::size_t>(data.dimensions);
    for (std::size_t b = 0; b < items.size(); ++b) {
        const Index row = static_cast<Index>(b);
        fill(queries.data + row * data.dimensions,
             std::span(data.queries).subspan(items[b] * width, width));
        fill(keys.data + row * points * data.dimensions, data.points);
        fill(values.data + row * points, data.values);
        if (split.own[items[b]] >= 0)
            hidden[static_cast<std::size_t>(row * points + split.own[items[b]])] = 1;
    }
    Mask mask;
    mask.hiddenKeys = hidden;
    return model(tape, tape.adopt(queries), tape.adopt(keys), tape.adopt(values), mask);
}

KernelError errorOf(const KernelSplit& split, const SimilarityKernel& kernel, double width)
{
    auto layout = std::make_shared<ParameterLayout>();
    const KernelRegression model(*layout, kernel);
    Parameters parameters(layout);
    parameters.block()[0] = static_cast<Real>(width);
    std::vector<std::uint32_t> items(split.targets.size());
    std::iota(items.begin(), items.end(), 0);
    Tape tape;
    tape.bind(parameters);
    const Attended attended = predict(tape, model, split, items);
    KernelError error;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const double difference =
            static_cast<double>(tape.value(attended.context).data[i]) - split.targets[i];
        error.value += difference * difference;
        double total = 0;
        for (Index point = 0; point < split.data.pointCount(); ++point)
            total +=
                static_cast<double>(tape.value(attended.weights).at(static_cast<Index>(i), point));
        error.uncovered += total == 0;
    }
    error.value =
        std::sqrt(error.value / static_cast<double>(std::max<std::size_t>(1, items.size())));
    return error;
}

} // namespace regard
