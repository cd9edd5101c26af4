// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/key_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace regard {

namespace {

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

/// The matrix [out × heads · features] that the contexts side by side go through, if any.
const SourceOperand* outputProjection(const Trace& trace, const Attention& attention)
{
    if (!trace.parameters || attention.context < 0)
        return nullptr;
    for (const TraceTensor& tensor : trace.tensors) {
        const Source& source = tensor.source;
        if (source.formula && *source.formula->name == "attention_output" && source.operandCount > 1
            && source.operands[0].first == attention.context
            && source.operands[1].kind == SourceOperand::Kind::Parameter)
            return &source.operands[1];
    }
    return nullptr;
}

/// A head's weights of one row, without one key.
std::vector<double> weightsOf(const TraceValue& value, Index row, Index without)
{
    std::vector<double> weights;
    double sum = 0;
    for (Index column = 0; column < value.columns(); ++column) {
        weights.push_back(static_cast<double>(value.at(row, column)));
        sum += weights.back();
    }
    if (without < 0 || without >= value.columns())
        return weights;
    const double rest = sum - weights[static_cast<std::size_t>(without)];
    weights[static_cast<std::size_t>(without)] = 0;
    for (double& weight : weights)
        weight = rest > 0 ? weight * sum / rest : 0;
    return weights;
}

std::vector<double> ranks(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            result[order[i]] = static_cast<double>(first + end - 1) / 2;
        first = end;
    }
    return result;
}

void addRow(const Trace& trace, const Attention& attention, Index row, Index without,
            const SourceOperand* projection, KeyShares& sum)
{
    const int heads = attention.headCount();
    std::vector<std::vector<double>> weights;
    for (int head = 0; head < heads; ++head) {
        weights.push_back(weightsOf(
            tensorAt(trace, attention.mapOf(&Attention::weights, head)).value, row, without));
        for (std::size_t key = 0; key < sum.weights.size(); ++key)
            sum.weights[key] += weights.back()[key] / heads;
    }
    if (sum.contributions.empty())
        return;
    const Index features = tensorAt(trace, attention.value).value.columns();
    for (std::size_t key = 0; key < sum.contributions.size(); ++key) {
        // Heads side by side: a_1 v_1, …, a_H v_H.
        std::vector<double> added;
        for (int head = 0; head < heads; ++head) {
            const TraceValue& values =
                tensorAt(trace, attention.mapOf(&Attention::value, head)).value;
            for (Index feature = 0; feature < features; ++feature)
                added.push_back(weights[static_cast<std::size_t>(head)][key]
                                * static_cast<double>(values.at(static_cast<Index>(key), feature)));
        }
        double squared = 0;
        if (projection) {
            const ConstView matrix = (*trace.parameters)[{projection->first}];
            const Index width = matrix.shape.columns();
            for (Index out = 0; out < matrix.shape.rows(); ++out) {
                double value = 0;
                for (std::size_t i = 0; i < added.size(); ++i)
                    value += added[i]
                        * static_cast<double>(matrix.data[out * width + static_cast<Index>(i)]);
                squared += value * value;
            }
        } else {
            squared = std::inner_product(added.begin(), added.end(), added.begin(), 0.0);
        }
        sum.contributions[key] += std::sqrt(squared);
    }
}

} // namespace

KeyShares keySharesOf(const Trace& trace, const Attention& attention, Index row, Index without)
{
    KeyShares shares;
    if (attention.weights < 0)
        return shares;
    const TraceValue& weights = tensorAt(trace, attention.weights).value;
    if (row >= weights.rows() || weights.rows() == 0)
        return shares;
    const auto keys = static_cast<std::size_t>(weights.columns());
    shares.weights.assign(keys, 0);
    if (attention.value >= 0 && tensorAt(trace, attention.value).value.rows() == weights.columns())
        shares.contributions.assign(keys, 0);
    const SourceOperand* projection = outputProjection(trace, attention);
    shares.isProjected = projection != nullptr;
    const Index first = row < 0 ? 0 : row;
    const Index end = row < 0 ? weights.rows() : row + 1;
    for (Index query = first; query < end; ++query)
        addRow(trace, attention, query, without, projection, shares);
    for (std::vector<double>* values : {&shares.weights, &shares.contributions})
        for (double& value : *values)
            value /= static_cast<double>(end - first);
    return shares;
}

double rankCorrelation(const std::vector<double>& left, const std::vector<double>& right)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (left.size() != right.size() || left.size() < 3)
        return none;
    const std::vector<double> a = ranks(left);
    const std::vector<double> b = ranks(right);
    const double mean = static_cast<double>(a.size() - 1) / 2;
    double both = 0;
    double ofLeft = 0;
    double ofRight = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - mean) * (b[i] - mean);
        ofLeft += (a[i] - mean) * (a[i] - mean);
        ofRight += (b[i] - mean) * (b[i] - mean);
    }
    return ofLeft > 0 && ofRight > 0 ? both / std::sqrt(ofLeft * ofRight) : none;
}

} // namespace regard
