// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_state.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace regard {

namespace {

/// The first moment of a step.
int beginOf(const CellState& state, const RecurrentLayer& layer, Index row)
{
    const auto at = static_cast<std::size_t>(row);
    const int states = state.tensor(layer.states).rowMoments[at];
    return layer.cells < 0 ? states : std::min(states, state.tensor(layer.cells).rowMoments[at]);
}

int partOf(std::span<const StepPart> parts, StepPart::Kind kind, int gate)
{
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (parts[i].kind == kind && (kind != StepPart::Kind::Gate || parts[i].gate == gate))
            return static_cast<int>(i);
    return -1;
}

} // namespace

Index CellState::units() const
{
    return shown() ? states().value.columns() : 0;
}

Index CellState::rowOf(Index place) const
{
    return shown()->backwards ? states().value.rows() - 1 - place : place;
}

Index CellState::unitOf(const CellRef& place) const
{
    const RecurrentLayer* now = shown();
    if (!now || place.column < 0 || place.column >= units() || place.tensor < 0)
        return -1;
    const bool isBefore = numbers
        && (place.tensor == numbers->before.tensor || place.tensor == numbers->cellBefore.tensor);
    return place.tensor == now->states || place.tensor == now->cells || isBefore ? place.column
                                                                                 : -1;
}

Index CellState::unit() const
{
    if (const Index pointed = unitOf(hovered); pointed >= 0)
        return pointed;
    if (const Index chosen = unitOf(fixed); chosen >= 0)
        return chosen;
    if (picked >= 0 && picked < units())
        return picked;
    if (!numbers)
        return -1;
    std::size_t most = 0;
    const auto change = [this](std::size_t unit) {
        return std::abs(numbers->state[unit] - numbers->stateBefore[unit]);
    };
    for (std::size_t unit = 1; unit < numbers->state.size(); ++unit)
        if (change(unit) > change(most))
            most = unit;
    return static_cast<Index>(most);
}

bool CellState::isPicked() const
{
    return unitOf(hovered) >= 0 || unitOf(fixed) >= 0 || (picked >= 0 && picked < units());
}

Index CellState::stepOf(int which, const CellRef& place) const
{
    const RecurrentLayer& asked = layers[static_cast<std::size_t>(which)];
    if (!place || place.tensor >= static_cast<int>(trace->tensors.size()))
        return -1;
    if (place.tensor == asked.states || place.tensor == asked.cells)
        return place.row;
    const TraceTensor& of = tensor(place.tensor);
    const Axis& steps = tensor(asked.states).rows;
    for (const auto& [axis, label] : {std::pair(of.rows, place.row), {of.columns, place.column}}) {
        if (label < 0 || !axis)
            continue;
        for (const TokensOf tokens : {TokensOf::Input, TokensOf::Output})
            if (const int token = trace->tokenAt(axis, label, tokens); token >= 0)
                if (const Index step = trace->labelOf(steps, tokens, token); step >= 0)
                    return step;
        if (steps && axis->kind == AxisKind::Times && axis->names == steps->names)
            return label;
    }
    return -1;
}

bool CellState::isSetByHand(std::size_t at) const
{
    if (!numbers || !states().edited)
        return false;
    const double made = numbers->result(shown()->cell->equations.back(), at);
    return std::abs(made - numbers->state[at]) > 1e-3;
}

CellState::When CellState::whenOf(const StepTerm& term) const
{
    using Value = StepTerm::Value;
    const RecurrentLayer& now = *shown();
    const auto at = static_cast<std::size_t>(row);
    const int stateMoment = states().rowMoments[at];
    const int cellMoment = now.cells < 0 ? -1 : tensor(now.cells).rowMoments[at];
    const auto in = [&](StepPart::Kind kind, int gate) -> When {
        if (const int ofCells = partOf(now.cell->ofCells, kind, gate); ofCells >= 0)
            return {cellMoment, ofCells};
        const int ofStates = partOf(now.cell->ofStates, kind, gate);
        // Of what has no part of its own, as the one gate of a plain cell, the state is made.
        return {stateMoment,
                ofStates >= 0 ? ofStates : static_cast<int>(now.cell->ofStates.size()) - 1};
    };
    switch (term.value) {
    case Value::Cell:
        return in(StepPart::Kind::Cell, -1);
    case Value::State:
    case Value::TanhOfCell:
        return in(StepPart::Kind::State, -1);
    default:
        return in(StepPart::Kind::Gate, term.gate);
    }
}

CellState::When CellState::whenRead() const
{
    const RecurrentLayer& now = *shown();
    const auto at = static_cast<std::size_t>(row);
    return {now.cell->ofCells.empty() ? states().rowMoments[at] : tensor(now.cells).rowMoments[at],
            0};
}

bool CellState::isThere(const When& when) const
{
    return when.moment < moment
        || (when.moment == moment && (when.part <= part || partCount(*trace, moment) < 2));
}

bool CellState::isNow(const When& when) const
{
    if (when.moment != moment)
        return false;
    const int parts = partCount(*trace, moment);
    // A moment that is not taken apart makes the state.
    if (parts < 2)
        return when.part == whenOf({{}, StepTerm::Value::State}).part
            || (shown()->cells >= 0 && when.part == whenOf({{}, StepTerm::Value::Cell}).part
                && when.moment == whenOf({{}, StepTerm::Value::Cell}).moment);
    return when.part == std::min(part, parts - 1);
}

bool CellState::isThere(const CellRef& place) const
{
    if (place.tensor < 0)
        return true;
    const RowMoments& moments = tensor(place.tensor).rowMoments;
    return place.row < 0 || place.row >= static_cast<Index>(moments.size())
        || moments[static_cast<std::size_t>(place.row)] <= moment;
}

void CellState::setTrace(const TracePtr& next)
{
    // The same layer, by the path of its states.
    const auto pathOf = [this](int which) {
        return which < 0 ? std::string()
                         : tensor(layers[static_cast<std::size_t>(which)].states).path;
    };
    const std::string path = pathOf(pinned);
    trace = next;
    layers = next ? recurrentLayers(*next) : std::vector<RecurrentLayer>();
    pinned = -1;
    for (int i = 0; i < static_cast<int>(layers.size()); ++i)
        if (!path.empty() && pathOf(i) == path)
            pinned = i;
    layer = -1;
    numbers.reset();
    followMoment();
}

void CellState::followMoment()
{
    int best = layers.empty() ? -1 : std::max(0, pinned);
    Index step = best < 0 || layers[static_cast<std::size_t>(best)].backwards == false
        ? 0
        : tensor(layers[static_cast<std::size_t>(best)].states).value.rows() - 1;
    int latest = -1;
    for (int i = 0; i < static_cast<int>(layers.size()); ++i) {
        if (pinned >= 0 && i != pinned)
            continue;
        const RecurrentLayer& each = layers[static_cast<std::size_t>(i)];
        const Index rows = tensor(each.states).value.rows();
        for (Index place = 0; place < rows; ++place) {
            const Index at = each.backwards ? rows - 1 - place : place;
            const int begin = beginOf(*this, each, at);
            if (begin <= moment && begin >= latest) {
                latest = begin;
                best = i;
                step = at;
            }
        }
    }
    show(best, step);
}

void CellState::followFixed()
{
    if (!trace)
        return;
    int to = -1;
    Index step = -1;
    for (int i = 0; i < static_cast<int>(layers.size()); ++i) {
        if (pinned >= 0 && i != pinned)
            continue;
        const RecurrentLayer& each = layers[static_cast<std::size_t>(i)];
        const bool own = fixed.tensor == each.states || fixed.tensor == each.cells;
        const Index found = stepOf(i, fixed);
        // Of layers that read the same word, the one that is shown stays.
        if (found >= 0 && (own || to < 0 || i == layer)) {
            to = i;
            step = found;
            if (own)
                break;
        }
    }
    if (to < 0)
        return;
    show(to, step);
    if (const Index chosen = unitOf(fixed); chosen >= 0)
        picked = chosen;
}

void CellState::show(int which, Index step)
{
    if (which == layer && step == row && numbers)
        return;
    const Index before = units();
    layer = which;
    row = step;
    numbers.reset();
    if (!shown())
        return;
    words = stepWords(*trace, *shown());
    numbers = stepNumbers(*trace, *shown(), row);
    if (units() != before || count <= 0)
        showUnits(0, static_cast<double>(units()));
}

void CellState::showUnits(double from, double number)
{
    const auto all = static_cast<double>(units());
    count = std::clamp(number, std::min(8.0, all), all);
    first = std::clamp(from, 0.0, all - count);
}

} // namespace regard
