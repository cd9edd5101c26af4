// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent.h"

#include "core/nn/recurrent_steps.h"
#include "core/nn/recurrent_told.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace regard {

const CellLine& lineOf(Cell cell)
{
    switch (cell) {
    case Cell::Rnn:
        return rnnCell;
    case Cell::Gru:
        return gruCell;
    case Cell::Lstm:
        return lstmCell;
    }
    throw std::logic_error("cell");
}

Cell cellOf(std::string_view name)
{
    std::string known;
    for (const Cell cell : {Cell::Rnn, Cell::Gru, Cell::Lstm}) {
        if (*lineOf(cell).name == name)
            return cell;
        known.append(known.empty()            ? ""
                         : cell == Cell::Lstm ? " or "
                                              : ", ")
            .append(*lineOf(cell).name);
    }
    throw std::invalid_argument("unknown cell '" + std::string(name) + "': use " + known);
}

Index stateWidth(Cell cell, Index hidden)
{
    return *lineOf(cell).stateParts * hidden;
}

namespace {

/// The order of the valid steps.
Sequence sequenceOf(Tape& tape, Cell cell, Index batch, Index time, Index hidden,
                    std::span<const std::int32_t> lengths, bool reverse)
{
    Sequence s{batch, time,    hidden, *lineOf(cell).gates, stateWidth(cell, hidden), {}, {},
               {},    reverse, false};
    const auto kept = tape.arena().array<std::int32_t>(static_cast<std::size_t>(batch));
    for (std::size_t b = 0; b < kept.size(); ++b)
        kept[b] = lengths.empty() ? static_cast<std::int32_t>(time) : lengths[b];
    const auto order = tape.arena().array<std::int32_t>(kept.size());
    std::iota(order.begin(), order.end(), 0);
    const auto at = [&](std::int32_t b) { return kept[static_cast<std::size_t>(b)]; };
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return at(a) != at(b) ? at(a) > at(b) : a < b;
    });
    const Index steps = batch == 0 ? 0 : at(order.front());
    const auto first = tape.arena().array<Index>(static_cast<std::size_t>(steps + 1));
    Index going = batch;
    Index row = 0;
    for (Index k = 0; k < steps; ++k) {
        while (at(order[static_cast<std::size_t>(going - 1)]) <= k)
            --going;
        first[static_cast<std::size_t>(k)] = row;
        row += going;
    }
    first.back() = row;
    s.lengths = kept;
    s.order = order;
    s.first = first;
    s.inPlace = row == batch * time && (time == 1 || (batch == 1 && !reverse));
    return s;
}

} // namespace

RecurrentStates recur(Tape& tape, Cell cell, const RecurrentInput& input, Var initial,
                      const RecurrentWeights& weights, std::span<const std::int32_t> lengths,
                      bool reverse)
{
    const Shape shape = tape.shape(input.x ? input.x : input.projected);
    const Index time = shape.rank() == 3 ? shape[1] : 1;
    const Sequence sequence = sequenceOf(
        tape, cell, shape[0], time, tape.shape(weights.hiddenWeight).columns(), lengths, reverse);
    return (*lineOf(cell).run)(tape, sequence, input, initial, weights);
}

Var lastState(Tape& tape, Var states, std::span<const std::int32_t> lengths, bool reverse)
{
    const Shape shape = tape.shape(states);
    if (shape[1] == 1 && lengths.empty())
        return reshape(tape, states, {shape[0], shape[2]});
    const auto index = tape.arena().array<std::int32_t>(static_cast<std::size_t>(shape[0]));
    for (std::size_t b = 0; b < index.size(); ++b)
        index[b] =
            reverse ? 0 : (lengths.empty() ? static_cast<std::int32_t>(shape[1]) : lengths[b]) - 1;
    return pickTime(tape, states, index);
}

Var hiddenPart(Tape& tape, Cell cell, Var states, Index hidden)
{
    return cell == Cell::Lstm ? columns(tape, states, 0, hidden) : states;
}

RecurrentLayers::RecurrentLayers(ParameterLayout& layout, const std::string& prefix, Cell cell,
                                 Index input, Index hidden, int layers, bool bidirectional)
    : m_cell(cell)
    , m_hidden(hidden)
    , m_layers(layers)
    , m_bidirectional(bidirectional)
{
    if (layers < 1 || static_cast<std::size_t>(layers) > LayerStates::maximum)
        throw std::invalid_argument(std::to_string(layers) + " recurrent layers: use 1 to "
                                    + std::to_string(LayerStates::maximum));
    const Index wide = *lineOf(cell).gates * hidden;
    // PyTorch draws all of a recurrent layer's parameters from ±1/√hidden.
    const Initial initial{Initial::Kind::Uniform, 1 / std::sqrt(static_cast<double>(hidden))};
    for (int layer = 0; layer < layers; ++layer)
        for (int direction = 0; direction < (bidirectional ? 2 : 1); ++direction) {
            const std::string suffix =
                "_l" + std::to_string(layer) + (direction == 1 ? "_reverse" : "");
            Ids ids;
            ids.inputWeight = layout.add(prefix + "weight_ih" + suffix,
                                         {wide, layer == 0 ? input : outputWidth()}, initial);
            ids.hiddenWeight = layout.add(prefix + "weight_hh" + suffix, {wide, hidden}, initial);
            ids.inputBias = layout.add(prefix + "bias_ih" + suffix, {wide}, initial);
            ids.hiddenBias = layout.add(prefix + "bias_hh" + suffix, {wide}, initial);
            m_ids.push_back(ids);
        }
}

RecurrentWeights RecurrentLayers::weights(Tape& tape, const Ids& ids) const
{
    return {tape.parameter(ids.inputWeight), tape.parameter(ids.hiddenWeight),
            tape.parameter(ids.inputBias), tape.parameter(ids.hiddenBias)};
}

RecurrentLayers::Output RecurrentLayers::run(Tape& tape, Var x, std::span<const Var> initial,
                                             std::span<const std::int32_t> lengths,
                                             Real dropoutRate, Random* random,
                                             const LayersTold* told) const
{
    return runLayers(tape, x, initial, lengths, dropoutRate, random, told);
}

RecurrentLayers::Output RecurrentLayers::step(Tape& tape, Var x, Var projected,
                                              const LayerStates& state, Real dropoutRate,
                                              Random* random, const LayersTold* told) const
{
    return runLayers(tape, {x, 0, projected}, state, {}, dropoutRate, random, told);
}

Var RecurrentLayers::project(Tape& tape, Var x, Index column) const
{
    return linear(tape, x, tape.parameter(m_ids.front().inputWeight),
                  tape.parameter(m_ids.front().inputBias), column);
}

RecurrentLayers::Output RecurrentLayers::runLayers(Tape& tape, RecurrentInput input,
                                                   std::span<const Var> initial,
                                                   std::span<const std::int32_t> lengths,
                                                   Real dropoutRate, Random* random,
                                                   const LayersTold* told) const
{
    Output output;
    const std::size_t directions = m_bidirectional ? 2 : 1;
    for (int layer = 0; layer < m_layers; ++layer) {
        const std::size_t at = static_cast<std::size_t>(layer);
        if (layer > 0)
            input = dropout(tape, input.x, dropoutRate, random);
        const LayerNames names(told, layer, m_layers, m_bidirectional);
        const RecurrentWeights onwards = weights(tape, m_ids[at * directions]);
        Var forward =
            recur(tape, m_cell, input, initial.empty() ? Var{} : initial[at], onwards, lengths)
                .states;
        if (told)
            forward = names.forward(tape, m_cell, forward, onwards, input.x, output.named[at]);
        output.last.add(lastState(tape, forward, lengths));
        Var states = told ? output.named[at].states : hiddenPart(tape, m_cell, forward, m_hidden);
        if (m_bidirectional) {
            const RecurrentWeights back = weights(tape, m_ids[at * 2 + 1]);
            Var backward = recur(tape, m_cell, input, {}, back, lengths, true).states;
            if (told)
                backward =
                    names.backward(tape, m_cell, backward, back, input.x, output.namedBackward[at]);
            output.firstBackward.add(lastState(tape, backward, lengths, true));
            states = concatenate(tape, states,
                                 told ? output.namedBackward[at].states
                                      : hiddenPart(tape, m_cell, backward, m_hidden));
            if (told)
                states = names.both(tape, states, output.named[at], output.namedBackward[at]);
        }
        input = states;
    }
    output.states = input.x;
    return output;
}

} // namespace regard
