// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_text.h"

#include "ui/words/labels.h"
#include "ui/words/scope_text.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace regard {

namespace {

struct CellText {
    Q_DECLARE_TR_FUNCTIONS(CellText)
};

using Value = StepTerm::Value;

/// How a number is written.
using Written = QString (*)(double);

QString asItIs(double value)
{
    return numberText(value);
}

QString asLongAsAny(double /*value*/)
{
    return QStringLiteral("−8.88e−88");
}

/// A number within an equation: a negative one in parentheses, but for the first.
QString factor(const QString& text, bool isFirst)
{
    return isFirst || !text.startsWith(QChar(0x2212)) ? text : QStringLiteral("(%1)").arg(text);
}

const StepEquation* equationOf(const RecurrentCell& cell, Value result)
{
    const auto found = std::find_if(
        cell.equations.begin(), cell.equations.end(),
        [result](const StepEquation& equation) { return equation.result.value == result; });
    return found == cell.equations.end() ? nullptr : &*found;
}

QString numbersOf(const CellState& state, const StepEquation& equation, std::size_t unit,
                  Written written = asItIs)
{
    const StepNumbers& numbers = *state.numbers;
    bool isFirst = true;
    const QString line = equationWith(equation, [&](const StepTerm& term) {
        const bool first = std::exchange(isFirst, false);
        if (term.value == Value::Rest)
            return QStringLiteral("1 − %1").arg(
                factor(written(numbers.gates[static_cast<std::size_t>(term.gate)][unit]), false));
        if (term.value == Value::TanhOfCell)
            return QStringLiteral("tanh(%1)").arg(written(numbers.cell[unit]));
        return factor(written(numbers.at(term, unit)), first);
    });
    return QStringLiteral("%1 = %2").arg(line, written(numbers.result(equation, unit)));
}

QString numbersOf(const CellState& state, int gate, std::size_t unit, Written written = asItIs)
{
    const StepNumbers& numbers = *state.numbers;
    const auto at = static_cast<std::size_t>(gate);
    const int resetBy = state.shown()->cell->gates[at].resetBy;
    const QString reset = resetBy < 0
        ? QString()
        : factor(written(numbers.gates[static_cast<std::size_t>(resetBy)][unit]), false);
    return QStringLiteral("%1 = %2").arg(
        gateWith(*state.shown()->cell, gate, written(numbers.fromInput[at][unit]),
                 factor(written(numbers.fromState[at][unit]), false), reset),
        written(numbers.gates[at][unit]));
}

/// The equation by which a term comes about; "" for what is recorded.
QString originOf(const CellState& state, const StepTerm& term)
{
    const RecurrentCell& cell = *state.shown()->cell;
    switch (term.value) {
    case Value::Gate:
    case Value::Rest:
        return QStringLiteral("%1: %2").arg(
            capitalised(gateName(cell.gates[static_cast<std::size_t>(term.gate)])),
            gateText(state.words, cell, term.gate));
    case Value::FromInput:
        return CellText::tr("What %1 takes of x")
            .arg(toText(cell.gates[static_cast<std::size_t>(term.gate)].symbol));
    case Value::FromState:
        return CellText::tr("What %1 takes of the state before")
            .arg(toText(cell.gates[static_cast<std::size_t>(term.gate)].symbol));
    case Value::StateBefore:
        return CellText::tr("The state of the step before");
    case Value::CellBefore:
        return CellText::tr("The cell of the step before");
    case Value::Cell:
    case Value::State:
        if (const StepEquation* made = equationOf(cell, term.value))
            return equationText(state.words, cell, *made);
        return {};
    case Value::TanhOfCell:
        return CellText::tr("tanh of the cell: from −1 to 1");
    }
    return {};
}

} // namespace

QString layerText(const CellState& state, int which)
{
    const RecurrentLayer& layer = state.layers[static_cast<std::size_t>(which)];
    const std::string scope(state.tensor(layer.states).scope());
    QStringList parts{scope.empty() ? CellText::tr("Recurrent layer") : scopeText(scope)};
    bool hasLower = false;
    bool hasOther = false;
    for (const RecurrentLayer& other : state.layers) {
        const std::string_view beside = state.tensor(other.states).scope();
        hasOther = hasOther || (beside == scope && other.backwards != layer.backwards);
        hasLower = hasLower
            || (beside.size() > scope.size() && beside.starts_with(scope)
                && (scope.empty() || beside[scope.size()] == '/'));
    }
    if (hasLower)
        parts << CellText::tr("top layer");
    if (hasOther)
        parts << (layer.backwards ? CellText::tr("backward") : CellText::tr("forward"));
    return parts.join(QStringLiteral(" · "));
}

QString stepCaption(const CellState& state, Index step)
{
    return CellText::tr("%1 · step %2 of %3 · %4 units")
        .arg(toText(state.shown()->cell->name))
        .arg(step + 1)
        .arg(state.states().value.rows())
        .arg(state.units());
}

std::vector<CellLine> cellLines(const CellState& state, Index unit)
{
    std::vector<CellLine> lines;
    if (!state.numbers || unit < 0 || unit >= state.units())
        return lines;
    const RecurrentCell& cell = *state.shown()->cell;
    const auto at = static_cast<std::size_t>(unit);
    const auto add = [&](const StepPart& part) {
        if (part.kind == StepPart::Kind::Read)
            return;
        CellLine line;
        StepTerm result{{}, Value::Gate, part.gate};
        if (part.kind == StepPart::Kind::Gate) {
            line.name = gateName(cell.gates[static_cast<std::size_t>(part.gate)]);
            line.symbols = gateText(state.words, cell, part.gate);
        } else {
            result = {{}, part.kind == StepPart::Kind::Cell ? Value::Cell : Value::State};
            line.symbols = equationText(state.words, cell, *equationOf(cell, result.value));
        }
        const CellState::When when = state.whenOf(result);
        line.isNow = state.isNow(when);
        const auto numbers = [&](Written written) {
            return part.kind == StepPart::Kind::Gate
                ? numbersOf(state, part.gate, at, written)
                : numbersOf(state, *equationOf(cell, result.value), at, written);
        };
        line.longest = numbers(asLongAsAny);
        if (state.isThere(when))
            line.numbers = numbers(asItIs);
        lines.push_back(std::move(line));
    };
    std::for_each(cell.ofCells.begin(), cell.ofCells.end(), add);
    std::for_each(cell.ofStates.begin(), cell.ofStates.end(), add);
    return lines;
}

QString unitText(const CellState& state, Index unit)
{
    const QString name = CellText::tr("Unit %1").arg(unit + 1);
    const bool isThere = state.isThere(state.whenOf({{}, Value::State}));
    if (isThere && state.isSetByHand(static_cast<std::size_t>(unit)))
        return CellText::tr("%1, set by hand to %2")
            .arg(name, numberText(state.numbers->state[static_cast<std::size_t>(unit)]));
    return state.isPicked() || !isThere ? name : CellText::tr("%1, which changes most").arg(name);
}

QString cellHelp(const CellState& state, const CellRow& row, Index number)
{
    QStringList lines;
    const auto at = static_cast<std::size_t>(number);
    if (row.isInput) {
        const int tensor = row.place.tensor;
        lines << CellText::tr("What the step reads");
        if (tensor >= 0)
            lines << pathText(state.tensor(tensor).path);
        if (row.isThere)
            lines << QStringLiteral("%1, %2 = %3")
                         .arg(row.label,
                              tensor < 0 ? QString::number(number + 1)
                                         : columnNamed(state.tensor(tensor), number),
                              numberText(row.values[at], 6));
    } else {
        lines << originOf(state, row.term);
        if (row.isThere)
            lines << CellText::tr("unit %1: %2 = %3")
                         .arg(number + 1)
                         .arg(row.label, numberText(row.values[at], 6));
        if (row.term.value == Value::Gate && row.isThere)
            lines << QStringLiteral("%1 = %2").arg(
                toText(state.shown()->cell->gates[static_cast<std::size_t>(row.term.gate)].symbol),
                numbersOf(state, row.term.gate, at));
        const bool goesBack =
            row.place && row.place.row != state.row && row.place.tensor == state.shown()->states;
        if (goesBack)
            lines << CellText::tr("Double click: to the step that made it");
    }
    if (!row.isThere)
        lines << CellText::tr("Not computed yet");
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString wordHelp(const CellState& state, Index row)
{
    return CellText::tr("Step %1: %2\nClick: look at this step")
        .arg(state.placeOf(row) + 1)
        .arg(rowInWords(*state.trace, state.states(), row, state.moment));
}

QString cellDescription(const CellState& state)
{
    if (!state.numbers)
        return CellText::tr("This computation has no recurrent cell.");
    const Index unit = state.unit();
    QStringList parts{CellText::tr("%1, %2, “%3”")
                          .arg(layerText(state, state.layer),
                               stepCaption(state, state.placeOf(state.row)),
                               rowInWords(*state.trace, state.states(), state.row, state.moment))};
    parts << unitText(state, unit);
    for (const CellLine& line : cellLines(state, unit)) {
        QString text = line.name.isEmpty() ? line.symbols
                                           : QStringLiteral("%1 %2").arg(line.name, line.symbols);
        text += line.numbers.isEmpty() ? CellText::tr(", not computed yet")
                                       : QStringLiteral(" = %1").arg(line.numbers);
        parts << text;
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace regard
