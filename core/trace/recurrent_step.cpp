// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/recurrent_step.h"

#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Values = StepNumbers::Values;

constexpr std::size_t at(StateOperand operand)
{
    return static_cast<std::size_t>(operand);
}

const TraceTensor& tensorOf(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

std::optional<RecurrentPlace> placeOf(const TraceTensor& tensor)
{
    const Formula* formula = tensor.source.formula;
    return formula ? recurrentPlaceOf(*formula) : std::nullopt;
}

/// A tensor whose parameters are all there.
bool hasWeights(const Trace& trace, const TraceTensor& tensor)
{
    const auto used = tensor.source.used();
    return trace.parameters && used.size() > at(StateOperand::HiddenBias)
        && std::all_of(used.begin() + at(StateOperand::InputWeight),
                       used.begin() + at(StateOperand::HiddenBias) + 1,
                       [](const SourceOperand& operand) {
                           return operand.kind == SourceOperand::Kind::Parameter;
                       });
}

Values rowOf(const TraceTensor& tensor, Index row)
{
    Values values(static_cast<std::size_t>(tensor.value.columns()));
    for (std::size_t column = 0; column < values.size(); ++column)
        values[column] = tensor.value.at(row, static_cast<Index>(column));
    return values;
}

/// The row before the first step, if it was told.
Values initialOf(const Trace& trace, const CellWork& work, const Source& source, Index row,
                 StateOperand operand, std::size_t units, CellRef& place)
{
    if (!work.has(at(operand)))
        return Values(units);
    const SourceOperand& from = source.operandOf(at(operand), row);
    if (from.kind != SourceOperand::Kind::Tensor)
        return Values(units);
    place = {from.first, 0, -1};
    Values values = rowOf(tensorOf(trace, from.first), 0);
    values.resize(units);
    return values;
}

/// W v + b of a gate, of every unit.
Values product(const Trace& trace, const Source& source, StateOperand weight, StateOperand bias,
               int gate, const Values& vector, std::size_t units)
{
    const ConstView w = (*trace.parameters)[{source.operands[at(weight)].first}];
    const ConstView b = (*trace.parameters)[{source.operands[at(bias)].first}];
    const auto width = static_cast<std::size_t>(w.shape.columns());
    Values sums(units);
    for (std::size_t unit = 0; unit < units; ++unit) {
        const std::size_t row = static_cast<std::size_t>(gate) * units + unit;
        double sum = b.data[row];
        for (std::size_t i = 0; i < std::min(width, vector.size()); ++i)
            sum += static_cast<double>(w.data[row * width + i]) * vector[i];
        sums[unit] = sum;
    }
    return sums;
}

} // namespace

std::vector<RecurrentLayer> recurrentLayers(const Trace& trace)
{
    std::vector<RecurrentLayer> layers;
    for (std::size_t t = 0; t < trace.tensors.size(); ++t) {
        const TraceTensor& tensor = trace.tensors[t];
        const std::optional<RecurrentPlace> recurrent = placeOf(tensor);
        if (!recurrent || recurrent->isOfCells || tensor.value.rows() == 0
            || !hasWeights(trace, tensor))
            continue;
        RecurrentLayer layer{static_cast<int>(t), -1, recurrent->cell, recurrent->isBackwards};
        const SourceOperand& beside = tensor.source.operands[at(StateOperand::Beside)];
        if (!recurrent->cell->ofCells.empty() && beside.kind == SourceOperand::Kind::Tensor)
            layer.cells = beside.first;
        layers.push_back(layer);
    }
    return layers;
}

double StepNumbers::at(const StepTerm& term, std::size_t unit) const
{
    const auto gate = static_cast<std::size_t>(std::max(0, term.gate));
    switch (term.value) {
    case StepTerm::Value::FromInput:
        return fromInput[gate][unit];
    case StepTerm::Value::FromState:
        return fromState[gate][unit];
    case StepTerm::Value::Gate:
        return gates[gate][unit];
    case StepTerm::Value::Rest:
        return 1 - gates[gate][unit];
    case StepTerm::Value::StateBefore:
        return stateBefore[unit];
    case StepTerm::Value::CellBefore:
        return cellsBefore[unit];
    case StepTerm::Value::Cell:
        return cell[unit];
    case StepTerm::Value::TanhOfCell:
        return std::tanh(cell[unit]);
    case StepTerm::Value::State:
        return state[unit];
    }
    return 0;
}

double StepNumbers::result(const StepEquation& equation, std::size_t unit) const
{
    double sum = 0;
    double product = 0;
    for (const StepTerm& term : equation.terms) {
        if (term.sign == StepTerm::Sign::Times) {
            product *= at(term, unit);
        } else {
            sum += product;
            product = at(term, unit);
        }
    }
    sum += product;
    return equation.isTanh ? std::tanh(sum) : sum;
}

std::optional<StepNumbers> stepNumbers(const Trace& trace, const RecurrentLayer& layer, Index row)
{
    const TraceTensor& states = tensorOf(trace, layer.states);
    if (row < 0 || row >= states.value.rows())
        return {};
    Explanation told;
    const CellWork work(trace, {layer.states, row, 0}, told);
    const Source& source = states.source;
    const auto units = static_cast<std::size_t>(states.value.columns());

    StepNumbers numbers;
    Values read;
    for (const StateOperand part : {StateOperand::Input, StateOperand::InputBehind})
        if (work.has(at(part))) {
            Operand operand = work.rowOf(at(part), row);
            read.insert(read.end(), operand.values.begin(), operand.values.end());
            numbers.inputs.push_back({operand.place, std::move(operand.values)});
        }

    const Index before = row + (layer.backwards ? 1 : -1);
    const bool isFirst = before < 0 || before >= states.value.rows();
    const TraceTensor* cells = layer.cells < 0 ? nullptr : &tensorOf(trace, layer.cells);
    if (isFirst) {
        numbers.stateBefore =
            initialOf(trace, work, source, row, StateOperand::InitialState, units, numbers.before);
        if (cells)
            numbers.cellsBefore = initialOf(trace, work, source, row, StateOperand::InitialCell,
                                            units, numbers.cellBefore);
    } else {
        numbers.before = {layer.states, before, -1};
        numbers.stateBefore = rowOf(states, before);
        if (cells) {
            numbers.cellBefore = {layer.cells, before, -1};
            numbers.cellsBefore = rowOf(*cells, before);
        }
    }

    int index = 0;
    for (const StepGate& gate : layer.cell->gates) {
        Values input = product(trace, source, StateOperand::InputWeight, StateOperand::InputBias,
                               index, read, units);
        Values state = product(trace, source, StateOperand::HiddenWeight, StateOperand::HiddenBias,
                               index, numbers.stateBefore, units);
        Values values(units);
        for (std::size_t unit = 0; unit < units; ++unit) {
            const double reset =
                gate.resetBy < 0 ? 1 : numbers.gates[static_cast<std::size_t>(gate.resetBy)][unit];
            const double sum = input[unit] + reset * state[unit];
            values[unit] = gate.isTanh ? std::tanh(sum) : logistic(sum);
        }
        numbers.fromInput.push_back(std::move(input));
        numbers.fromState.push_back(std::move(state));
        numbers.gates.push_back(std::move(values));
        ++index;
    }
    if (cells)
        numbers.cell = rowOf(*cells, row);
    numbers.state = rowOf(states, row);
    return numbers;
}

std::span<const StepPart> partsOf(const Trace& trace, int moment)
{
    if (moment < 0 || moment >= static_cast<int>(trace.moments.size()))
        return {};
    const Pieces& pieces = trace.moments[static_cast<std::size_t>(moment)].pieces;
    if (pieces.size() != 1 || pieces.front().rowCount != 1)
        return {};
    const int index = pieces.front().tensor;
    if (index < 0 || index >= static_cast<int>(trace.tensors.size()))
        return {};
    const TraceTensor& tensor = tensorOf(trace, index);
    const std::optional<RecurrentPlace> recurrent = placeOf(tensor);
    if (!recurrent || !hasWeights(trace, tensor))
        return {};
    return recurrent->isOfCells ? recurrent->cell->ofCells : recurrent->cell->ofStates;
}

int partCount(const Trace& trace, int moment)
{
    return std::max(1, static_cast<int>(partsOf(trace, moment).size()));
}

} // namespace regard
