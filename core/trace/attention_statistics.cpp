// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/attention_statistics.h"

#include "core/tensor/eigen.h"
#include "core/tensor/product.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace regard {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

void copyRow(const TraceValue& from, Index row, Real* to)
{
    for (Index column = 0; column < from.columns(); ++column)
        to[column] = from.at(row, column);
}

/// Copies the first head's numbers and lets `add` join each row of the others to them.
template <class Add> Tensor merged(std::span<const TraceValue* const> heads, const Add& add)
{
    if (heads.empty())
        throw std::invalid_argument("there are no heads to merge");
    const Shape shape = heads.front()->shape();
    for (const TraceValue* head : heads)
        if (head->shape() != shape)
            throw std::invalid_argument("heads whose weights are not of one shape cannot merge");
    Tensor result = heads.front()->copy();
    Buffer row(static_cast<std::size_t>(result.columns()));
    for (const TraceValue* head : heads.subspan(1))
        for (Index i = 0; i < result.rows(); ++i) {
            copyRow(*head, i, row.data());
            add(array(result.data() + i * result.columns(), result.columns()),
                array(row.data(), result.columns()));
        }
    return result;
}

} // namespace

// With the shares p_j = a_j / Σ_k a_k of row i:
//   entropy  = −Σ_j p_j log₂ p_j
//   distance =  Σ_j p_j |i − j|
RowStatistics rowStatistics(const TraceValue& weights)
{
    const Index columns = weights.columns();
    RowStatistics found;
    found.entropy.assign(static_cast<std::size_t>(weights.rows()), nothing);
    found.distance = found.entropy;
    Buffer numbers(static_cast<std::size_t>(columns));
    auto shares = array(numbers.data(), columns);
    using Array = Eigen::Array<Real, Eigen::Dynamic, 1>;
    const Array places = Array::LinSpaced(columns, 0, static_cast<Real>(columns - 1));
    for (Index i = 0; i < weights.rows(); ++i) {
        copyRow(weights, i, numbers.data());
        const Real sum = shares.sum();
        if (columns == 0 || !(sum > 0) || shares.minCoeff() < 0)
            continue;
        shares /= sum;
        // 0 · log 0 is 0. Without a choice in between, vectors of shares are taken at once.
        const Real nats = -(shares * shares.max(std::numeric_limits<Real>::min()).log()).sum();
        const auto row = static_cast<std::size_t>(i);
        // Rounding can leave a little less than nothing.
        found.entropy[row] = std::max(0.0, static_cast<double>(nats) / std::numbers::ln2);
        found.distance[row] =
            static_cast<double>((shares * (places - static_cast<Real>(i)).abs()).sum());
    }
    return found;
}

std::optional<double> meanOfRows(const std::vector<double>& rows, const RowMoments& rowMoments,
                                 int moment)
{
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t row = 0; row < rows.size(); ++row)
        if ((row >= rowMoments.size() || rowMoments[row] <= moment) && !std::isnan(rows[row])) {
            sum += rows[row];
            ++count;
        }
    if (count == 0)
        return std::nullopt;
    return sum / static_cast<double>(count);
}

Tensor meanOfHeads(std::span<const TraceValue* const> heads)
{
    Tensor sum = merged(heads, [](auto all, const auto& one) { all += one; });
    flat(sum.view()) /= static_cast<Real>(heads.size());
    return sum;
}

Tensor maximumOfHeads(std::span<const TraceValue* const> heads)
{
    return merged(heads, [](auto all, const auto& one) { all = all.max(one); });
}

// With the mean A_l of a layer's heads and the identity I for the way around it:
//   Â_l = ½ A_l + ½ I, each row over its sum
//   rollout = Â_L · … · Â_2 · Â_1
Tensor rollout(std::span<const std::vector<const TraceValue*>> layers)
{
    if (layers.empty())
        throw std::invalid_argument("there are no layers to roll out");
    Tensor result;
    for (const std::vector<const TraceValue*>& heads : layers) {
        Tensor layer = meanOfHeads(heads);
        const Index tokens = layer.rows();
        if (layer.columns() != tokens)
            throw std::invalid_argument("rollout needs queries and keys of the same tokens");
        if (result.shape().size() > 0 && result.rows() != tokens)
            throw std::invalid_argument("layers of different lengths cannot be rolled out");
        flat(layer.view()) *= Real(0.5);
        for (Index i = 0; i < tokens; ++i) {
            layer.at(i, i) += Real(0.5);
            auto row = array(layer.data() + i * tokens, tokens);
            if (const Real sum = row.sum(); sum > 0)
                row /= sum;
        }
        if (result.shape().size() == 0) {
            result = std::move(layer);
            continue;
        }
        Tensor product({tokens, tokens});
        multiply(layer.view(), result.view(), product.data(), tokens);
        result = std::move(product);
    }
    return result;
}

} // namespace regard
