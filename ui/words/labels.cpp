// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/labels.h"

#include "ui/words/to_text.h"

#include <QCoreApplication>

namespace regard {

namespace {

struct Labels {
    Q_DECLARE_TR_FUNCTIONS(Labels)
};

QString wordsOf(const Trace& trace, const Axis& axis, Index label, int moment)
{
    return isWritten(trace, axis, label, moment)
        ? labelText(trace, axis, label, moment)
        : Labels::tr("step %1").arg(trace.tokenAt(axis, label, TokensOf::Output) + 1);
}

} // namespace

bool isWritten(const Trace& trace, const Axis& axis, Index label, int moment)
{
    const int token = trace.tokenAt(axis, label, TokensOf::Output);
    return token < 0 || trace.endOfStep(token) <= moment;
}

QString labelText(const Trace& trace, const Axis& axis, Index label, int moment)
{
    if (!axis || label < 0 || label >= static_cast<Index>(axis->size()))
        return QString::number(label + 1);
    if (!isWritten(trace, axis, label, moment))
        return {};
    const QString text = QString::fromStdString((*axis)[static_cast<std::size_t>(label)]);
    return isUnknown(trace, axis, label) ? Labels::tr("%1 (unknown)").arg(text) : text;
}

QString rowText(const Trace& trace, const TraceTensor& tensor, Index row, int moment)
{
    return labelText(trace, tensor.rows, row, moment);
}

QString columnText(const Trace& trace, const TraceTensor& tensor, Index column, int moment)
{
    return labelText(trace, tensor.columns, column, moment);
}

QString rowInWords(const Trace& trace, const TraceTensor& tensor, Index row, int moment)
{
    return wordsOf(trace, tensor.rows, row, moment);
}

QString columnInWords(const Trace& trace, const TraceTensor& tensor, Index column, int moment)
{
    return wordsOf(trace, tensor.columns, column, moment);
}

QString rowNamed(const TraceTensor& tensor, Index row)
{
    const std::string* label = tensor.rowLabel(row);
    return label ? toText(*label) : Labels::tr("row %1").arg(row + 1);
}

QString columnNamed(const TraceTensor& tensor, Index column)
{
    const std::string* label = tensor.columnLabel(column);
    return label ? toText(*label) : Labels::tr("feature %1").arg(column + 1);
}

QString namesInWords(std::size_t count, const std::function<QString(std::size_t)>& name)
{
    constexpr std::size_t most = 6;
    QStringList names;
    for (std::size_t i = 0; i < std::min(most, count); ++i)
        names << QStringLiteral("“%1”").arg(name(i));
    const QString listed = names.join(QStringLiteral(", "));
    return count <= most ? listed : Labels::tr("%1 and %2 more").arg(listed).arg(count - most);
}

bool isUnknown(const Trace& trace, const Axis& axis, Index label)
{
    const int token = trace.tokenAt(axis, label, TokensOf::Input);
    return token >= 0 && !trace.input[static_cast<std::size_t>(token)].known;
}

} // namespace regard
