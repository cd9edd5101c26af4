// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_state.h"

#include "core/tensor/stopped.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

std::vector<HeadsMap> headsOf(const Trace& trace)
{
    std::vector<HeadsMap> maps;
    for (std::size_t i = 0; i < trace.attentions.size(); ++i) {
        const Attention& attention = trace.attentions[i];
        for (int head = 0; head < attention.headCount() && attention.weights >= 0; ++head) {
            const int tensor = attention.weights + head;
            if (trace.tensors[static_cast<std::size_t>(tensor)].value.size() > 0)
                maps.push_back({tensor, static_cast<int>(i), head});
        }
    }
    return maps;
}

const TraceTensor& HeadsState::tensor(const HeadsMap& map) const
{
    return trace->tensors[static_cast<std::size_t>(map.tensor)];
}

const Attention& HeadsState::attention(const HeadsMap& map) const
{
    return trace->attentions[static_cast<std::size_t>(map.attention)];
}

int HeadsState::mapOf(int tensor) const
{
    const Attention* found = trace ? trace->attentionOf(tensor) : nullptr;
    if (!found)
        return -1;
    const int weights = found->mapOf(&Attention::weights, found->headOf(tensor));
    for (std::size_t i = 0; i < maps.size(); ++i)
        if (maps[i].tensor == weights)
            return static_cast<int>(i);
    return -1;
}

bool HeadsState::isChosen(const HeadsMap& map) const
{
    return !leftOut.contains(tensor(map).path);
}

namespace {

std::optional<double> overRows(const HeadsState& state, int map,
                               std::vector<double> RowStatistics::*of)
{
    const auto index = static_cast<std::size_t>(map);
    if (state.numbers.trace != state.trace || index >= state.numbers.statistics.size())
        return std::nullopt;
    return meanOfRows(state.numbers.statistics[index].*of,
                      state.tensor(state.maps[index]).rowMoments, state.moment);
}

bool nameTheSame(const Axis& a, Index countA, const Axis& b, Index countB)
{
    return countA == countB && (a == b || (a && b && *a == *b));
}

} // namespace

std::optional<double> HeadsState::entropy(int map) const
{
    return overRows(*this, map, &RowStatistics::entropy);
}

std::optional<double> HeadsState::distance(int map) const
{
    return attention(maps[static_cast<std::size_t>(map)]).isSelf
        ? overRows(*this, map, &RowStatistics::distance)
        : std::nullopt;
}

std::vector<int> HeadsState::ordered() const
{
    std::vector<int> all(maps.size());
    std::iota(all.begin(), all.end(), 0);
    if (order == HeadsOrder::AsComputed)
        return all;
    std::vector<double> keys;
    for (const int map : all) {
        const auto key = order == HeadsOrder::ByEntropy ? entropy(map) : distance(map);
        keys.push_back(key.value_or(std::numeric_limits<double>::infinity())); // at the end
    }
    std::stable_sort(all.begin(), all.end(), [&](int a, int b) {
        return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
    });
    return all;
}

bool HeadsState::haveSameAxes(const TraceTensor& a, const TraceTensor& b)
{
    return nameTheSame(a.rows, a.value.rows(), b.rows, b.value.rows())
        && nameTheSame(a.columns, a.value.columns(), b.columns, b.value.columns());
}

HeadsRequest HeadsState::request() const
{
    HeadsRequest wanted{trace, canMerge() ? merge : HeadsMerge::None, {}};
    if (wanted.merge == HeadsMerge::None)
        return wanted;
    const HeadsMap* first = nullptr;
    if (current >= 0 && isChosen(maps[static_cast<std::size_t>(current)]))
        first = &maps[static_cast<std::size_t>(current)];
    for (const HeadsMap& map : maps)
        if (!first && isChosen(map))
            first = &map;
    if (!first || (merge == HeadsMerge::Rollout && !attention(*first).isSelf))
        return wanted;
    int last = -1;
    for (const HeadsMap& map : maps) {
        if (!isChosen(map) || !haveSameAxes(tensor(map), tensor(*first))
            || (merge == HeadsMerge::Rollout && !attention(map).isSelf))
            continue;
        if (map.attention != last)
            wanted.layers.emplace_back();
        last = map.attention;
        wanted.layers.back().push_back(map.tensor);
    }
    return wanted;
}

int HeadsState::elsewhere() const
{
    int count = 0;
    for (const HeadsMap& map : maps)
        count += isChosen(map);
    for (const std::vector<int>& layer : request().layers)
        count -= static_cast<int>(layer.size());
    return count;
}

CellRef HeadsState::placeOn(const TraceTensor& map) const
{
    const CellRef& cell = hovered ? hovered : fixed;
    if (!trace || cell.tensor < 0 || cell.tensor >= static_cast<int>(trace->tensors.size()))
        return {};
    const TraceTensor& of = trace->tensors[static_cast<std::size_t>(cell.tensor)];
    const bool isPlace = cell.row >= 0 || cell.column >= 0;
    return isPlace && mapOf(cell.tensor) >= 0 && haveSameAxes(of, map) ? cell : CellRef();
}

double effortOf(const HeadsRequest& request, const HeadsNumbers& before)
{
    if (!request.trace)
        return 0;
    const auto sizeOf = [&](int tensor) {
        return static_cast<double>(
            request.trace->tensors[static_cast<std::size_t>(tensor)].value.size());
    };
    double effort = 0;
    if (before.trace != request.trace)
        for (const HeadsMap& map : headsOf(*request.trace))
            effort += sizeOf(map.tensor);
    for (const std::vector<int>& layer : request.layers) {
        const double size = sizeOf(layer.front());
        effort += size * static_cast<double>(layer.size());
        // A product of N × N numbers, a few of them at once.
        if (request.merge == HeadsMerge::Rollout)
            effort += size * std::sqrt(size) / 16;
    }
    return effort;
}

namespace {

TraceTensor mergedOf(const HeadsRequest& request)
{
    const auto tensorAt = [&](int index) -> const TraceTensor& {
        return request.trace->tensors[static_cast<std::size_t>(index)];
    };
    std::vector<std::vector<const TraceValue*>> layers;
    std::vector<const TraceValue*> all;
    const TraceTensor& first = tensorAt(request.layers.front().front());
    TraceTensor merged;
    merged.role = Role::Weights;
    merged.rows = first.rows;
    merged.columns = first.columns;
    merged.rowMoments = first.rowMoments;
    for (const std::vector<int>& layer : request.layers) {
        layers.emplace_back();
        for (const int index : layer) {
            const TraceTensor& tensor = tensorAt(index);
            layers.back().push_back(&tensor.value);
            all.push_back(&tensor.value);
            for (std::size_t row = 0;
                 row < std::min(merged.rowMoments.size(), tensor.rowMoments.size()); ++row)
                if (tensor.rowMoments[row] > merged.rowMoments[row])
                    merged.rowMoments.set(row, tensor.rowMoments[row]);
        }
    }
    merged.value = request.merge == HeadsMerge::Mean ? meanOfHeads(all)
        : request.merge == HeadsMerge::Maximum       ? maximumOfHeads(all)
                                                     : rollout(layers);
    return merged;
}

} // namespace

HeadsNumbers computeHeads(const HeadsRequest& request, const HeadsNumbers& before,
                          const std::stop_token& stop)
{
    HeadsNumbers numbers;
    numbers.trace = request.trace;
    numbers.request = request;
    if (!request.trace)
        return numbers;
    if (before.trace == request.trace) {
        numbers.statistics = before.statistics;
        numbers.largest = before.largest;
    } else {
        double largest = 0;
        for (const HeadsMap& map : headsOf(*request.trace)) {
            if (stop.stop_requested())
                throw Stopped{};
            const TraceValue& weights =
                request.trace->tensors[static_cast<std::size_t>(map.tensor)].value;
            numbers.statistics.push_back(rowStatistics(weights));
            largest = std::max(largest, static_cast<double>(weights.extent().high));
        }
        numbers.largest = largest > 0 ? largest : 1;
    }
    if (!request.layers.empty())
        numbers.merged = mergedOf(request);
    return numbers;
}

} // namespace regard
