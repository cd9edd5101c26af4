// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/moment_text.h"

#include "ui/words/formula_words.h"
#include "ui/words/scope_text.h"
#include "ui/words/step_text.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace regard {

namespace {

struct MomentText {
    Q_DECLARE_TR_FUNCTIONS(MomentText)
};

const TraceTensor* firstTensor(const Trace& trace, const Moment& moment)
{
    if (moment.pieces.empty())
        return nullptr;
    const int index = moment.pieces.front().tensor;
    return index < 0 || index >= static_cast<int>(trace.tensors.size())
        ? nullptr
        : &trace.tensors[static_cast<std::size_t>(index)];
}

/// The step, counted from one; at its last moment with the token that it writes.
QString stepText(const Trace& trace, const Moment& moment, int index)
{
    const QString step = MomentText::tr("step %1").arg(moment.step + 1);
    const std::size_t at = static_cast<std::size_t>(moment.step);
    const bool written = at < trace.output.size() && trace.endOfStep(moment.step) == index;
    return written ? MomentText::tr("%1 “%2”").arg(step, toText(trace.output[at].text)) : step;
}

/// The token that is read where one row of several is computed outside of decoding; "" if none is.
QString readText(const Trace& trace, const Moment& moment)
{
    const TraceTensor* tensor = firstTensor(trace, moment);
    if (!tensor || moment.pieces.front().rowCount != 1 || tensor->value.rows() < 2)
        return {};
    const std::string* label = tensor->rowLabel(moment.pieces.front().firstRow);
    return label ? MomentText::tr("“%1”").arg(toText(*label)) : QString();
}

} // namespace

QString momentText(const Trace& trace, int index, int part)
{
    const std::size_t at = static_cast<std::size_t>(index);
    const Moment& moment = trace.moments[at];
    QStringList parts;
    if (moment.step >= 0)
        parts += stepText(trace, moment, index);
    else if (const QString read = readText(trace, moment); !read.isEmpty())
        parts += read;

    const TraceTensor* tensor = firstTensor(trace, moment);
    const QString operation = tensor ? lineText(trace, *tensor) : QString();
    const QString name = toText(moment.name);
    const QString apart = part < 0 ? QString() : partText(trace, index, part);
    parts += !apart.isEmpty() ? apart
        : operation.isEmpty() ? name
                              : MomentText::tr("%1 = %2").arg(name, operation);

    QString place = scopeParts(moment.scope).join(QStringLiteral(", "));
    if (moment.pieces.size() > 1) {
        const QString heads = MomentText::tr("%1 heads").arg(moment.pieces.size());
        place = place.isEmpty() ? heads : MomentText::tr("%1, %2").arg(place, heads);
    }
    if (!place.isEmpty())
        parts += place;
    return parts.join(QStringLiteral(" · "));
}

} // namespace regard
