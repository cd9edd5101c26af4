// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent.h"

#include "core/nn/recurrent_steps.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

Index gateCount(Cell cell)
{
    switch (cell) {
    case Cell::Rnn:
        return 1;
    case Cell::Gru:
        return 3;
    case Cell::Lstm:
        return 4;
    }
    return 0;
}

} // namespace

Cell cellOf(std::string_view name)
{
    if (name == "rnn")
        return Cell::Rnn;
    if (name == "gru")
        return Cell::Gru;
    if (name == "lstm")
        return Cell::Lstm;
    throw std::invalid_argument("unknown cell '" + std::string(name) + "': use rnn, gru or lstm");
}

Index stateWidth(Cell cell, Index hidden)
{
    return cell == Cell::Lstm ? 2 * hidden : hidden;
}

RecurrentStates recur(Tape& tape, Cell cell, Var x, Var initial, const RecurrentWeights& weights,
                      std::span<const std::int32_t> lengths, bool reverse)
{
    const Shape shape = tape.shape(x);
    const Index hidden = tape.shape(weights.hiddenWeight).columns();
    const auto kept = tape.arena().array<std::int32_t>(lengths.size());
    std::copy(lengths.begin(), lengths.end(), kept.begin());
    const Sequence sequence{shape[0], shape[1], hidden, gateCount(cell), stateWidth(cell, hidden),
                            kept,     reverse};
    switch (cell) {
    case Cell::Rnn:
        return rnn(tape, sequence, x, initial, weights);
    case Cell::Gru:
        return gru(tape, sequence, x, initial, weights);
    case Cell::Lstm:
        return lstm(tape, sequence, x, initial, weights);
    }
    throw std::logic_error("cell");
}

Var lastState(Tape& tape, Var states, std::span<const std::int32_t> lengths, bool reverse)
{
    const Shape& shape = tape.shape(states);
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
    const Index wide = gateCount(cell) * hidden;
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
                                             Real dropoutRate, Random* random) const
{
    Output output;
    const std::size_t directions = m_bidirectional ? 2 : 1;
    for (int layer = 0; layer < m_layers; ++layer) {
        const std::size_t at = static_cast<std::size_t>(layer);
        if (layer > 0)
            x = dropout(tape, x, dropoutRate, random);
        const RecurrentStates forward =
            recur(tape, m_cell, x, initial.empty() ? Var{} : initial[at],
                  weights(tape, m_ids[at * directions]), lengths);
        output.last.push_back(lastState(tape, forward.states, lengths));
        output.gates = forward.gates;
        Var states = hiddenPart(tape, m_cell, forward.states, m_hidden);
        if (m_bidirectional) {
            const RecurrentStates backward =
                recur(tape, m_cell, x, {}, weights(tape, m_ids[at * 2 + 1]), lengths, true);
            states = concatenate(tape, states, hiddenPart(tape, m_cell, backward.states, m_hidden));
        }
        x = states;
    }
    output.states = x;
    return output;
}

} // namespace regard
