// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_making.h"

#include "core/trace/cell_rules.h"
#include "core/trace/graph.h"
#include "core/trace/layer_parts.h"
#include "ui/words/formula_words.h"
#include "ui/words/to_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace regard {

namespace {

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

/// The letters of a formula's parameters, matrices or vectors, in the order in which one reads
/// them: upright capitals, and bold ones that are no numbers of a tensor.
QStringList lettersOf(const Formula& formula, bool matrices)
{
    QStringList letters;
    const QStringList symbols = symbolsOf(&formula);
    for (const QString& symbol : symbols.mid(1)) {
        const bool bold = symbol.startsWith(QLatin1Char('*'));
        const QChar letter = symbol[bold ? 1 : 0];
        const bool isVector = bold && QStringLiteral("bcβγ").contains(letter) && symbol.size() <= 4;
        if (matrices ? !bold && letter.isUpper() && letter != QLatin1Char('H') : isVector)
            letters << QString(symbol)
                           .remove(QLatin1Char('*'))
                           .replace(QLatin1Char('^'), QLatin1Char('_'));
    }
    return letters;
}

} // namespace

QString signBefore(const Formula& formula, std::size_t operand)
{
    const QString line = formulaTr(*formula.line);
    qsizetype at = line.indexOf(QStringLiteral("{%1}").arg(operand));
    while (--at >= 0)
        if (line[at] != QLatin1Char(' ') && line[at] != QLatin1Char('('))
            return QStringLiteral("+−·/⊙").contains(line[at]) ? QString(line[at]) : QString();
    return {};
}

QString signOfStatistic(const Trace& trace, int statistic, int tensor)
{
    const TraceTensor& one = tensorAt(trace, statistic);
    const TraceTensor& made = tensorAt(trace, tensor);
    if (!made.source.formula || one.value.columns() != 1 || made.value.columns() == 1
        || one.value.rows() != made.value.rows())
        return {};
    const auto operands = made.source.used();
    for (std::size_t i = 1; i < operands.size(); ++i)
        if (operands[i].kind == SourceOperand::Kind::Tensor && operands[i].first == statistic)
            return signBefore(*made.source.formula, i);
    return {};
}

FlowMaking makingOf(const Trace& trace, int index)
{
    const TraceTensor& tensor = tensorAt(trace, index);
    const Source& source = tensor.source;
    FlowMaking making;
    if (!source.formula)
        return making;
    const auto isTensor = [](const SourceOperand& operand) {
        return operand.kind == SourceOperand::Kind::Tensor;
    };
    const auto operands = source.used();
    making.isSum = *source.formula->cell == CellRule(sumCell) && operands.size() == 2
        && std::all_of(operands.begin(), operands.end(), isTensor);
    static const QRegularExpression function(QStringLiteral("^(\\p{L}+)\\(\\{0\\}\\)$"));
    making.function = function.match(formulaTr(*source.formula->line)).captured(1);
    for (std::size_t i = 0; i < trace.attentions.size(); ++i) {
        const Attention& attention = trace.attentions[i];
        if (attention.context >= 0 && !operands.empty() && isTensor(operands[0])
            && operands[0].first == attention.context && operands[0].count == attention.headCount()
            && trace.attentionOf(index) == nullptr)
            making.attention = static_cast<int>(i);
    }
    if (!trace.parameters || !source.ids.empty()) // a row of a table is no product with it
        return making;
    const auto isParameter = [](const SourceOperand& operand) {
        return operand.kind == SourceOperand::Kind::Parameter;
    };
    const auto rankOf = [&](const SourceOperand& operand) {
        return trace.parameters->layout().entry({operand.first}).shape.rank();
    };
    qsizetype vectorsLeft =
        std::count_if(operands.begin(), operands.end(), [&](const SourceOperand& operand) {
            return isParameter(operand) && rankOf(operand) <= 1;
        });
    QStringList matrices = lettersOf(*source.formula, true);
    QStringList vectors = lettersOf(*source.formula, false);
    for (const SourceOperand& operand : operands) {
        if (!isParameter(operand))
            continue;
        const bool isMatrix = rankOf(operand) > 1;
        QStringList& letters = isMatrix ? matrices : vectors;
        // An offset is read last, behind what is not a parameter.
        while (!isMatrix && letters.size() > vectorsLeft)
            letters.removeFirst();
        vectorsLeft -= isMatrix ? 0 : 1;
        const QString letter = letters.isEmpty() ? QString() : letters.takeFirst();
        const bool multiplies = isMatrix || letter.startsWith(QStringLiteral("γ"));
        making.parameters.push_back(
            {operand.first,
             (multiplies ? isMatrix ? QStringLiteral("· ") : QStringLiteral("⊙ ")
                         : QStringLiteral("+ "))
                 + letter});
    }
    return making;
}

bool isNormed(const Trace& trace, int tensor)
{
    const int standardised = madeFrom(trace, tensor);
    if (standardised < 0)
        return false;
    const std::vector<int> operands = operandsOf(trace, standardised);
    return std::any_of(operands.begin(), operands.end(), [&](int operand) {
        return !signOfStatistic(trace, operand, standardised).isEmpty();
    });
}

std::vector<int> layerTensors(const Trace& trace, const Attention& attention)
{
    if (partsAround(trace, attention).empty())
        return {};
    const auto heads = [&](int first) {
        std::vector<int> maps;
        for (int head = 0; first >= 0 && head < attention.headCount(); ++head)
            maps.push_back(first + head);
        return maps;
    };
    std::set<int> found;
    const auto take = [&](const std::vector<int>& tensors) {
        for (const int tensor : tensors)
            if (!trace.attentionOf(tensor))
                found.insert(tensor);
    };
    std::vector<int> from = heads(attention.context);
    from.push_back(attention.input);
    take(tensorsBetween(trace, {attention.input}, heads(attention.query)));
    take(tensorsBetween(trace, from, {attention.output}));
    return {found.begin(), found.end()};
}

} // namespace regard
