// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_rows.h"

#include "ui/words/formula_words.h"
#include "ui/words/step_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Value = StepTerm::Value;

struct CellRows {
    Q_DECLARE_TR_FUNCTIONS(CellRows)
};

double magnitudeOf(const std::vector<double>& values)
{
    double largest = 0;
    for (const double value : values)
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    return largest;
}

bool isGateLike(const CellState& state, const StepTerm& term)
{
    return term.value == Value::Rest
        || (term.value == Value::Gate
            && !state.shown()->cell->gates[static_cast<std::size_t>(term.gate)].isTanh);
}

/// The scale of a term: states and what tanh gives from −1 to 1; what has no bounds by the largest
/// of its kind, so that rows that are added have the same.
double limitOf(const CellState& state, const StepTerm& term)
{
    const StepNumbers& numbers = *state.numbers;
    const auto gate = static_cast<std::size_t>(std::max(0, term.gate));
    switch (term.value) {
    case Value::FromInput:
    case Value::FromState:
        return std::max(
            {1.0, magnitudeOf(numbers.fromInput[gate]), magnitudeOf(numbers.fromState[gate])});
    case Value::Cell:
    case Value::CellBefore:
        return std::max({1.0, magnitudeOf(numbers.cell), magnitudeOf(numbers.cellsBefore)});
    case Value::State:
    case Value::StateBefore:
        return std::max({1.0, magnitudeOf(numbers.state), magnitudeOf(numbers.stateBefore)});
    default:
        return 1;
    }
}

Role roleOf(const CellState& state, const StepTerm& term)
{
    const RecurrentLayer& layer = *state.shown();
    switch (term.value) {
    case Value::FromInput:
        return state.numbers->inputs.empty() || state.numbers->inputs.front().row.tensor < 0
            ? Role::Embedding
            : state.tensor(state.numbers->inputs.front().row.tensor).role;
    case Value::Gate:
    case Value::Rest:
        return Role::Gate;
    case Value::Cell:
    case Value::CellBefore:
    case Value::TanhOfCell:
        return state.tensor(layer.cells).role;
    default:
        return state.states().role;
    }
}

CellRow termRow(const CellState& state, const StepTerm& term)
{
    const RecurrentLayer& layer = *state.shown();
    const StepNumbers& numbers = *state.numbers;
    CellRow row;
    row.term = term;
    row.label = termText(state.words, *layer.cell, term);
    row.isUnit = isGateLike(state, term);
    row.limit = limitOf(state, term);
    row.role = roleOf(state, term);
    for (std::size_t unit = 0; unit < numbers.state.size(); ++unit)
        row.values.push_back(numbers.at(term, unit));
    switch (term.value) {
    case Value::StateBefore:
    case Value::CellBefore:
        row.place = term.value == Value::StateBefore ? numbers.before : numbers.cellBefore;
        row.isThere = state.isThere(row.place);
        return row;
    case Value::Cell:
        row.place = {layer.cells, state.row, -1};
        break;
    default:
        row.place = {layer.states, state.row, -1};
    }
    const CellState::When when = state.whenOf(term);
    row.isThere = state.isThere(when);
    row.isNow = state.isNow(when);
    return row;
}

CellSection readSection(const CellState& state)
{
    const StepNumbers& numbers = *state.numbers;
    CellSection section{CellRows::tr("What is read"), {}};
    const bool isNow = state.isNow(state.whenRead());
    for (std::size_t i = 0; i < numbers.inputs.size(); ++i) {
        const StepNumbers::Input& input = numbers.inputs[i];
        CellRow row;
        row.isInput = true;
        row.values = input.values;
        row.limit = std::max(1e-6, magnitudeOf(input.values));
        row.place = input.row;
        row.label = QStringLiteral("x");
        row.role = Role::Embedding;
        if (input.row.tensor >= 0) {
            const TraceTensor& tensor = state.tensor(input.row.tensor);
            row.role = tensor.role;
            // Of two that are read side by side the first has a letter of its own.
            const QString symbol = symbolsOf(tensor.source.formula).value(0);
            if (i + 1 < numbers.inputs.size() && symbol.startsWith(QLatin1Char('*')))
                row.label = symbol.mid(1);
        }
        row.isThere = state.isThere(input.row);
        row.isNow = isNow && row.isThere;
        section.rows.push_back(std::move(row));
    }
    CellRow before = termRow(state, {{}, Value::StateBefore});
    before.isNow = isNow && before.isThere;
    section.rows.push_back(std::move(before));
    return section;
}

} // namespace

std::vector<CellSection> cellSections(const CellState& state)
{
    std::vector<CellSection> sections;
    if (!state.numbers)
        return sections;
    sections.push_back(readSection(state));
    const RecurrentCell& cell = *state.shown()->cell;
    for (const StepEquation& equation : cell.equations) {
        CellSection section{equationText(state.words, cell, equation), {}};
        for (const StepTerm& term : equation.terms) {
            CellRow row = termRow(state, term);
            row.sign = term.sign == StepTerm::Sign::Times ? QStringLiteral("×")
                : section.rows.empty()                    ? QString()
                                                          : QStringLiteral("+");
            // What is computed is outlined where it comes out.
            const bool isResultOf = std::any_of(
                cell.equations.begin(), cell.equations.end(), [&](const StepEquation& other) {
                    return other.result.value == term.value && other.result.gate == term.gate;
                });
            row.isNow = row.isNow && term.value != Value::TanhOfCell
                && term.value != Value::FromInput && term.value != Value::FromState && !isResultOf;
            section.rows.push_back(std::move(row));
        }
        CellRow result = termRow(state, equation.result);
        result.sign = equation.isTanh ? QStringLiteral("tanh") : QStringLiteral("=");
        result.isResult = true;
        section.rows.push_back(std::move(result));
        sections.push_back(std::move(section));
    }
    return sections;
}

} // namespace regard
