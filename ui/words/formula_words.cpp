// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/formula_words.h"

#include "ui/words/to_text.h"

#include <QCoreApplication>

namespace regard {

namespace {

bool isStage(const TraceTensor& tensor)
{
    return tensor.role == Role::Scaled || tensor.role == Role::Masked;
}

/// The name of an operand; of a stage that changed nothing, that of what it was made of.
QString nameOf(const Trace& trace, const SourceOperand& operand)
{
    if (operand.kind == SourceOperand::Kind::Parameter)
        return trace.parameters
            ? QString::fromStdString(trace.parameters->layout().entry({operand.first}).name)
            : QString();
    if (operand.kind == SourceOperand::Kind::None)
        return {};
    const TraceTensor* tensor = &trace.tensors[static_cast<std::size_t>(operand.first)];
    while (isStage(*tensor) && tensor->source.operandCount > 0
           && tensor->source.operands[0].kind == SourceOperand::Kind::Tensor) {
        const TraceTensor& before =
            trace.tensors[static_cast<std::size_t>(tensor->source.operands[0].first)];
        if (!tensor->value.isSameAs(before.value))
            break;
        tensor = &before;
    }
    return toText(tensor->name());
}

} // namespace

QString formulaTr(std::string_view text)
{
    return QCoreApplication::translate("Formula", std::string(text).c_str());
}

QString spokenText(const Formula* formula)
{
    return formula ? formulaTr(*formula->spoken) : QString();
}

QString lineText(const Trace& trace, const TraceTensor& tensor)
{
    const Formula* formula = tensor.source.formula;
    if (!formula)
        return {};
    QString line = formulaTr(*formula->line);
    int i = 0;
    for (const SourceOperand& operand : tensor.source.used()) {
        const QString place = QStringLiteral("{%1}").arg(i++);
        if (line.contains(place))
            line.replace(place, nameOf(trace, operand));
    }
    return line;
}

QStringList symbolsOf(const Formula* formula)
{
    return formula ? toText(*formula->symbols).split(QLatin1Char(' '), Qt::SkipEmptyParts)
                   : QStringList();
}

} // namespace regard
