// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_told.h"

#include "core/nn/cell_line.h"
#include "core/tape/operations.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace regard {

namespace {

// h_t = [→h_t; ←h_t]
constexpr Formula bothFormula{
    .name = "state_both",
    .line = "[{0}; {1}]",
    .spoken = "h t = the states of the forward and the backward direction at t, side by side",
    .symbols = "*h [;] t",
    .cell = [](CellWork& work) { return sideBySide(work, work.row(), work.row()); },
};

// s_0 = h_T
constexpr Formula lastFormula{
    .name = "initial_state_last",
    .line = "last of {0}",
    .spoken = "s 0 = the encoder's last state",
    .symbols = "*s *h T",
    .cell = lastRowCell,
};
// m_0 = c_T
constexpr Formula lastCellFormula{
    .name = "initial_cells_last",
    .line = "last of {0}",
    .spoken = "m 0 = the encoder's last cell",
    .symbols = "*m *c T",
    .cell = lastRowCell,
};

std::string folderOf(const LayersTold* told, int layer, bool isTop)
{
    return !told || isTop ? std::string() : "layer" + std::to_string(layer);
}

Var stateAndCell(Tape& tape, Cell cell, const NamedStates& parts)
{
    return cell == Cell::Lstm ? concatenate(tape, parts.states, parts.cells) : parts.states;
}

/// States over a batch of one, [1 × time × state], in which a person set numbers: those that are
/// read after such a row are computed from it. `set`: columns of the state.
Var continuedFrom(Tape& tape, Cell cell, Var states, const std::vector<Edit>& set, Var x,
                  const RecurrentWeights& weights, bool reverse)
{
    const Shape shape = tape.shape(states);
    const Index time = shape[1];
    const Index width = shape[2];
    const View result = tape.allocate(shape);
    std::copy_n(tape.value(states).data, shape.size(), result.data);
    for (Index step = 0; step < time; ++step) {
        const Index row = reverse ? time - 1 - step : step;
        bool changed = false;
        for (const Edit& edit : set)
            if (edit.row == row && edit.column >= 0 && edit.column < width) {
                result.data[row * width + edit.column] = edit.value;
                changed = true;
            }
        const Index rest = time - 1 - step;
        if (!changed || rest == 0)
            continue;
        const View from = tape.allocate({1, width});
        std::copy_n(result.data + row * width, width, from.data);
        const Index read = tape.shape(x)[2];
        const Index first = reverse ? 0 : row + 1;
        const View input = tape.allocate({1, rest, read});
        std::copy_n(tape.value(x).data + first * read, rest * read, input.data);
        const Var after =
            recur(tape, cell, tape.adopt(input), tape.adopt(from), weights, {}, reverse).states;
        std::copy_n(tape.value(after).data, rest * width, result.data + first * width);
    }
    return tape.adopt(result);
}

} // namespace

const Formula& formulaAt(CellPlace place, const CellFormulas& formulas)
{
    switch (place) {
    case CellPlace::Forward:
        return *formulas.forward;
    case CellPlace::Backward:
        return *formulas.backward;
    case CellPlace::Decoder:
        return *formulas.decoder;
    case CellPlace::DecoderWithContext:
        return *formulas.withContext;
    case CellPlace::DecoderFed:
        return *formulas.fed;
    }
    throw std::logic_error("place of a cell");
}

std::optional<RecurrentPlace> recurrentPlaceOf(const Formula& formula)
{
    for (const Cell cell : {Cell::Rnn, Cell::Gru, Cell::Lstm}) {
        const CellLine& line = lineOf(cell);
        for (const CellFormulas* formulas : {*line.states, *line.cells}) {
            if (!formulas)
                continue;
            const RecurrentPlace place{*line.parts, formulas == *line.cells, false};
            if (&formula == &*formulas->backward)
                return RecurrentPlace{place.cell, place.isOfCells, true};
            for (const Formula* each : {&*formulas->forward, &*formulas->decoder,
                                        &*formulas->withContext, &*formulas->fed})
                if (&formula == each)
                    return place;
        }
    }
    return {};
}

LayerNames::LayerNames(const LayersTold* told, int layer, int layers, bool bothDirections)
    : m_told(told)
    , m_layer(layer)
    , m_isTop(layer + 1 == layers)
    , m_both(bothDirections)
    , m_scope((told && !m_isTop ? told->probe : Probe()).scope(folderOf(told, layer, m_isTop)))
{
}

Var LayerNames::name(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights, Var input,
                     const Direction& direction, NamedStates& named) const
{
    const CellLine& line = lineOf(cell);
    const Index hidden = tape.shape(weights.hiddenWeight).columns();
    const bool first = m_layer == 0;
    const auto how = [&](const CellFormulas& formulas, Var beside) {
        return How(formulaAt(direction.place, formulas),
                   {first ? m_told->input : input, first ? m_told->behind : Var{},
                    weights.inputWeight, weights.inputBias, weights.hiddenWeight,
                    weights.hiddenBias, beside, direction.initial.states, direction.initial.cells});
    };
    const Probe& probe = m_told->probe;
    if (tape.shape(states).rank() == 3 && tape.shape(states)[1] > 1) {
        std::vector<Edit> set = probe.numbersOf(direction.states);
        for (Edit& edit : probe.numbersOf(direction.cells)) {
            edit.column += hidden;
            set.push_back(std::move(edit));
        }
        if (!set.empty())
            states = continuedFrom(tape, cell, states, set, input, weights,
                                   direction.place == CellPlace::Backward);
    }
    const Var h = hiddenPart(tape, cell, states, hidden);
    if (const CellFormulas* ofCells = *line.cells)
        named.cells =
            probe.name(columns(tape, states, hidden, hidden), direction.cells,
                       m_isTop ? m_told->cells : Role::Hidden, how(*ofCells, h), m_told->labels);
    named.states = probe.name(h, direction.states, m_both && !m_isTop ? Role::Hidden : role(),
                              how(**line.states, named.cells), m_told->labels);
    return regard::stateAndCell(tape, cell, named);
}

Var LayerNames::forward(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights,
                        Var input, NamedStates& named) const
{
    // What a decoder's upper layers read is a state.
    const bool decodes =
        m_told->place != CellPlace::Forward && m_told->place != CellPlace::Backward;
    const CellPlace place = m_layer > 0 && decodes ? CellPlace::Decoder : m_told->place;
    const auto at = static_cast<std::size_t>(m_layer);
    return name(tape, cell, states, weights, input,
                {place, m_both ? "forward" : "states", m_both ? "forward_cells" : "cells",
                 m_told->initial.empty() ? NamedStates{} : m_told->initial[at]},
                named);
}

Var LayerNames::backward(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights,
                         Var input, NamedStates& named) const
{
    return name(tape, cell, states, weights, input,
                {CellPlace::Backward, "backward", "backward_cells", {}}, named);
}

Var LayerNames::both(Tape&, Var states, const NamedStates& forward,
                     const NamedStates& backward) const
{
    return m_told->probe.name(states, "states", role(),
                              {bothFormula, {forward.states, backward.states}}, m_told->labels);
}

NamedStates nameInitial(Tape& tape, const Probe& probe, Cell cell, Var& state, int layer,
                        int layers, const InitialTold& told)
{
    const bool isTop = layer + 1 == layers;
    const auto scope =
        (isTop ? Probe() : probe).scope(isTop ? std::string() : "layer" + std::to_string(layer));
    const Index width = tape.shape(state).columns() / *lineOf(cell).stateParts;
    NamedStates initial;
    initial.states = probe.name(hiddenPart(tape, cell, state, width), "initial_state", Role::Hidden,
                                told.states);
    if (*lineOf(cell).cells)
        initial.cells = probe.name(columns(tape, state, width, width), "initial_cells",
                                   Role::Hidden, told.cells);
    state = stateAndCell(tape, cell, initial);
    return initial;
}

InitialTold lastStateTold(const NamedStates& encoder)
{
    return {How(lastFormula, {encoder.states}), How(lastCellFormula, {encoder.cells})};
}

} // namespace regard
