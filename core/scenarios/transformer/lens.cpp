// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/transformer/lens.h"

#include "core/tape/operations.h"
#include "core/tape/parameters.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

namespace {

using Row = std::vector<double>;

/// A parameter by its name; no data where the model has none of it.
ConstView parameterOf(const Trace& trace, const std::string& name)
{
    const ParameterId id = trace.parameters->layout().find(name);
    return id.index < 0 ? ConstView{} : (*trace.parameters)[id];
}

Row rowOf(const TraceTensor& tensor, Index row)
{
    Row values;
    for (Index column = 0; column < tensor.value.columns(); ++column)
        values.push_back(static_cast<double>(tensor.value.at(row, column)));
    return values;
}

/// W x, with columns of W from `first` on.
Row times(ConstView weight, const Row& x, Index first = 0)
{
    Row y(static_cast<std::size_t>(weight.shape.rows()), 0.0);
    for (Index out = 0; out < weight.shape.rows(); ++out)
        for (std::size_t in = 0; in < x.size(); ++in)
            y[static_cast<std::size_t>(out)] +=
                static_cast<double>(weight.at(out, first + static_cast<Index>(in))) * x[in];
    return y;
}

void add(Row& y, ConstView bias)
{
    for (std::size_t i = 0; bias.data && i < y.size(); ++i)
        y[i] += static_cast<double>(bias.data[i]);
}

/// (x − mean) / √(variance + ε) · gain + offset; x itself without a gain.
Row normalised(Row x, ConstView gain, ConstView offset)
{
    if (!gain.data)
        return x;
    const auto width = static_cast<double>(x.size());
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / width;
    double squares = 0;
    for (const double value : x)
        squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / width + static_cast<double>(layerNormEpsilon));
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = (x[i] - mean) / deviation * static_cast<double>(gain.data[i])
            + static_cast<double>(offset.data[i]);
    return x;
}

void softmax(Row& x)
{
    const double largest = *std::max_element(x.begin(), x.end());
    double sum = 0;
    for (double& value : x)
        sum += value = std::exp(value - largest);
    for (double& value : x)
        value /= sum;
}

/// The words with the largest values, the largest first.
std::vector<LensWord> largestOf(const Row& values, const Axis& words, std::size_t count)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    count = std::min(count, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                      order.end(), [&](std::size_t a, std::size_t b) {
                          return values[a] != values[b] ? values[a] > values[b] : a < b;
                      });
    std::vector<LensWord> largest;
    for (std::size_t i = 0; i < count; ++i)
        largest.push_back({(*words)[order[i]], values[order[i]]});
    return largest;
}

/// PyTorch's name of an attention of a decoder layer by that of a trace.
std::string parameterPrefix(std::size_t layer, const std::string& attention)
{
    return "decoder.layers." + std::to_string(layer)
        + (attention == "self" ? ".self_attn." : ".multihead_attn.");
}

} // namespace

LayerLens transformerLens(const Trace& trace, int step, std::size_t count)
{
    LayerLens lens;
    const TraceTensor* probabilities = trace.find("decoder/probabilities");
    if (!trace.parameters || !probabilities || !probabilities->columns || step < 0
        || step >= probabilities->value.rows())
        return lens;
    const Axis& words = probabilities->columns;
    const auto& names = words->names;
    const std::string& written = trace.output[static_cast<std::size_t>(step)].text;
    const auto word =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), written) - names.begin());
    const ConstView output = parameterOf(trace, "decoder.output.weight");
    for (std::size_t layer = 0;; ++layer) {
        const std::string scope = "decoder/layer" + std::to_string(layer);
        const TraceTensor* states = trace.find(scope + "/output");
        if (!states)
            break;
        for (const char* attention : {"self", "cross"}) {
            const ConstView projection =
                parameterOf(trace, parameterPrefix(layer, attention) + "out_proj.weight");
            for (Index head = 0;; ++head) {
                const TraceTensor* context = trace.find(scope + '/' + attention + "/head"
                                                        + std::to_string(head) + "/context");
                if (!context || !projection.data)
                    break;
                const Row added = times(
                    output,
                    times(projection, rowOf(*context, step), head * context->value.columns()));
                lens.heads.push_back({context->path, largestOf(added, words, count)});
            }
        }
        Row logits =
            times(output,
                  normalised(rowOf(*states, step), parameterOf(trace, "decoder.norm.weight"),
                             parameterOf(trace, "decoder.norm.bias")));
        add(logits, parameterOf(trace, "decoder.output.bias"));
        softmax(logits);
        LensLayer& told = lens.layers.emplace_back();
        told.path = states->path;
        told.likeliest = largestOf(logits, words, count);
        if (word < logits.size()) {
            told.probability = logits[word];
            told.rank = 1
                + static_cast<int>(std::count_if(logits.begin(), logits.end(),
                                                 [&](double p) { return p > told.probability; }));
        }
    }
    return lens;
}

} // namespace regard
