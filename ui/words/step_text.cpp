// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/step_text.h"

#include "ui/words/formula_words.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace regard {

namespace {

struct StepText {
    Q_DECLARE_TR_FUNCTIONS(StepText)
};

/// What a formula gives: "h" of "*h ⊙ …".
QString resultOf(const Trace& trace, int tensor)
{
    const auto& source = trace.tensors[static_cast<std::size_t>(tensor)].source;
    QString symbol = symbolsOf(source.formula).value(0);
    return symbol.remove(QLatin1Char('*'));
}

QString symbolOf(const RecurrentCell& cell, int gate)
{
    return toText(cell.gates[static_cast<std::size_t>(gate)].symbol);
}

} // namespace

StepWords stepWords(const Trace& trace, const RecurrentLayer& layer)
{
    const QString before = layer.backwards ? QStringLiteral("₊₁") : QStringLiteral("₋₁");
    StepWords words;
    words.state = resultOf(trace, layer.states);
    words.stateBefore = words.state + before;
    if (layer.cells >= 0) {
        words.cell = resultOf(trace, layer.cells);
        words.cellBefore = words.cell + before;
    }
    return words;
}

QString termText(const StepWords& words, const RecurrentCell& cell, const StepTerm& term)
{
    switch (term.value) {
    case StepTerm::Value::FromInput:
        return QStringLiteral("W x + b");
    case StepTerm::Value::FromState:
        return QStringLiteral("U %1 + b′").arg(words.stateBefore);
    case StepTerm::Value::Gate:
        return symbolOf(cell, term.gate);
    case StepTerm::Value::Rest:
        return QStringLiteral("1 − %1").arg(symbolOf(cell, term.gate));
    case StepTerm::Value::StateBefore:
        return words.stateBefore;
    case StepTerm::Value::CellBefore:
        return words.cellBefore;
    case StepTerm::Value::Cell:
        return words.cell;
    case StepTerm::Value::TanhOfCell:
        return QStringLiteral("tanh(%1)").arg(words.cell);
    case StepTerm::Value::State:
        return words.state;
    }
    return {};
}

QString gateName(const StepGate& gate)
{
    return formulaTr(gate.name);
}

QString equationWith(const StepEquation& equation,
                     const std::function<QString(const StepTerm&)>& text)
{
    QString line;
    for (std::size_t i = 0; i < equation.terms.size(); ++i) {
        const StepTerm& term = equation.terms[i];
        const bool times = term.sign == StepTerm::Sign::Times;
        const bool inProduct = times
            || (i + 1 < equation.terms.size()
                && equation.terms[i + 1].sign == StepTerm::Sign::Times);
        const bool isSum = term.value == StepTerm::Value::Rest
            || term.value == StepTerm::Value::FromInput || term.value == StepTerm::Value::FromState;
        const QString written = text(term);
        const bool holds = inProduct && isSum && written.contains(QLatin1Char(' '));
        line += (times       ? QStringLiteral(" · ")
                     : i > 0 ? QStringLiteral(" + ")
                             : QString())
            + (holds ? QStringLiteral("(%1)").arg(written) : written);
    }
    return equation.isTanh ? QStringLiteral("tanh(%1)").arg(line) : line;
}

QString equationText(const StepWords& words, const RecurrentCell& cell,
                     const StepEquation& equation)
{
    const auto text = [&](const StepTerm& term) { return termText(words, cell, term); };
    return QStringLiteral("%1 = %2").arg(text(equation.result), equationWith(equation, text));
}

QString gateWith(const RecurrentCell& cell, int gate, const QString& input, const QString& state,
                 const QString& reset)
{
    const StepGate& made = cell.gates[static_cast<std::size_t>(gate)];
    const bool isSum = state.contains(QLatin1Char(' '));
    const QString kept = made.resetBy < 0 ? state
        : isSum                           ? QStringLiteral("%1 · (%2)").arg(reset, state)
                                          : QStringLiteral("%1 · %2").arg(reset, state);
    return (made.isTanh ? QStringLiteral("tanh(%1 + %2)") : QStringLiteral("σ(%1 + %2)"))
        .arg(input, kept);
}

QString gateText(const StepWords& words, const RecurrentCell& cell, int gate)
{
    const StepGate& made = cell.gates[static_cast<std::size_t>(gate)];
    return QStringLiteral("%1 = %2").arg(
        toText(made.symbol),
        gateWith(cell, gate, termText(words, cell, {{}, StepTerm::Value::FromInput, gate}),
                 termText(words, cell, {{}, StepTerm::Value::FromState, gate}),
                 made.resetBy < 0 ? QString() : symbolOf(cell, made.resetBy)));
}

QString partText(const Trace& trace, int moment, int part)
{
    const auto parts = partsOf(trace, moment);
    if (part < 0 || part + 1 >= static_cast<int>(parts.size()))
        return {};
    const int tensor = trace.moments[static_cast<std::size_t>(moment)].pieces.front().tensor;
    const std::vector<RecurrentLayer> layers = recurrentLayers(trace);
    const auto layer =
        std::find_if(layers.begin(), layers.end(), [tensor](const RecurrentLayer& each) {
            return each.states == tensor || each.cells == tensor;
        });
    if (layer == layers.end())
        return {};
    const StepWords words = stepWords(trace, *layer);
    const StepPart& done = parts[static_cast<std::size_t>(part)];
    if (done.kind == StepPart::Kind::Read)
        return StepText::tr("%1 and %2 are read").arg(QStringLiteral("x"), words.stateBefore);
    return QStringLiteral("%1 %2").arg(
        gateName(layer->cell->gates[static_cast<std::size_t>(done.gate)]),
        gateText(words, *layer->cell, done.gate));
}

} // namespace regard
