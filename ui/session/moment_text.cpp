// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/moment_text.h"

#include "core/trace/formula.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <initializer_list>

namespace regard {

namespace {

struct MomentText {
    Q_DECLARE_TR_FUNCTIONS(MomentText)
};

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

const TraceTensor* firstTensor(const Trace& trace, const Moment& moment)
{
    if (moment.pieces.empty())
        return nullptr;
    const int index = moment.pieces.front().tensor;
    return index < 0 || index >= static_cast<int>(trace.tensors.size())
        ? nullptr
        : &trace.tensors[static_cast<std::size_t>(index)];
}

/// Name of what was last computed before moment `index`, in its scope and with one of the
/// roles; a fallback if there is none.
QString operand(const Trace& trace, std::size_t index, std::initializer_list<Role> roles,
                const char* fallback)
{
    const std::string& scope = trace.moments[index].scope;
    while (index-- > 0) {
        const Moment& earlier = trace.moments[index];
        if (earlier.scope == scope
            && std::find(roles.begin(), roles.end(), earlier.role) != roles.end())
            return toText(earlier.name);
    }
    return QString::fromLatin1(fallback);
}

/// Whether the scores were divided by a temperature other than one.
bool isTempered(const Trace& trace)
{
    const auto found = trace.settings.values().find(std::string_view("temperature"));
    if (found == trace.settings.values().end())
        return false;
    const auto* number = std::get_if<double>(&found->second);
    return !number || *number != 1;
}

/// The right-hand side of the moment's equation, "" if it has none.
QString operationText(const Trace& trace, std::size_t index)
{
    const TraceTensor* tensor = firstTensor(trace, trace.moments[index]);
    if (!tensor)
        return {};
    const auto scores = [&] { return operand(trace, index, {Role::Scores}, "scores"); };
    const auto latestScores = [&] {
        return operand(trace, index, {Role::Scores, Role::Scaled, Role::Masked}, "scores");
    };
    switch (formulaOf(trace, *tensor)) {
    case FormulaId::None:
        return {};
    case FormulaId::Embedding:
        return MomentText::tr("E[token]");
    case FormulaId::Position:
        return MomentText::tr("sines and cosines of the position");
    case FormulaId::PositionedInput:
        return MomentText::tr("embedding + position");
    case FormulaId::Query:
        return QStringLiteral("X·W_Q");
    case FormulaId::Key:
        return QStringLiteral("X·W_K");
    case FormulaId::Value:
        return QStringLiteral("X·W_V");
    case FormulaId::DecoderQuery:
        return MomentText::tr("decoder state");
    case FormulaId::EncoderKey:
    case FormulaId::EncoderValue:
        return MomentText::tr("encoder states");
    case FormulaId::DotScore:
        return QStringLiteral("q·kᵀ");
    case FormulaId::GeneralScore:
        return QStringLiteral("q·W·kᵀ");
    case FormulaId::AdditiveScore:
        return QStringLiteral("vᵀ tanh(W_q q + W_k k)");
    case FormulaId::Scaled:
        return isTempered(trace) ? MomentText::tr("%1 / (√d · temperature)").arg(scores())
                                 : MomentText::tr("%1 / √d").arg(scores());
    case FormulaId::Tempered:
        return isTempered(trace) ? MomentText::tr("%1 / temperature").arg(scores()) : scores();
    case FormulaId::Masked:
        return MomentText::tr("%1, −∞ where a key is hidden").arg(latestScores());
    case FormulaId::Unmasked:
        return MomentText::tr("%1, no key hidden").arg(latestScores());
    case FormulaId::Softmax:
        return QStringLiteral("softmax(%1)").arg(latestScores());
    case FormulaId::Context:
        return QStringLiteral("%1 · %2").arg(operand(trace, index, {Role::Weights}, "weights"),
                                             operand(trace, index, {Role::Value}, "V"));
    case FormulaId::FixedContext:
        return MomentText::tr("last encoder state");
    case FormulaId::ProjectedQuery:
        return QStringLiteral("W_q q");
    case FormulaId::ProjectedKey:
        return QStringLiteral("W_k k");
    case FormulaId::AttentionOutput:
        return MomentText::tr("heads side by side · W_O");
    case FormulaId::Attended:
        return MomentText::tr("layer norm(x + attention)");
    case FormulaId::LayerOutput:
        return MomentText::tr("layer norm(y + feed-forward(y))");
    case FormulaId::RnnState:
        return QStringLiteral("tanh(W x + U h + b)");
    case FormulaId::GruState:
        return QStringLiteral("(1 − z) ⊙ n + z ⊙ h");
    case FormulaId::LstmState:
        return QStringLiteral("o ⊙ tanh(c)");
    case FormulaId::LstmCell:
        return QStringLiteral("f ⊙ c + i ⊙ g");
    case FormulaId::DecoderState:
        return MomentText::tr("f(last state, last output, context)");
    case FormulaId::ResetGate:
    case FormulaId::UpdateGate:
    case FormulaId::InputGate:
    case FormulaId::ForgetGate:
    case FormulaId::OutputGate:
        return QStringLiteral("σ(W x + U h + b)");
    case FormulaId::NewGate:
        return QStringLiteral("tanh(W x + b + r ⊙ (U h + b′))");
    case FormulaId::CellGate:
        return QStringLiteral("tanh(W x + U h + b)");
    case FormulaId::Logits:
        return MomentText::tr("one score for each entry of the vocabulary");
    case FormulaId::Probabilities:
        return QStringLiteral("softmax(%1)").arg(operand(trace, index, {Role::Logits}, "logits"));
    }
    return {};
}

/// "encoder, layer 1" for "encoder/layer0".
QString scopeText(std::string_view scope)
{
    QStringList parts = toText(scope).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    for (QString& part : parts) {
        qsizetype digits = part.size();
        while (digits > 0 && part[digits - 1].isDigit())
            --digits;
        const QString number = part.mid(digits);
        if (digits == 0 || number.isEmpty())
            continue;
        const QString word = part.left(digits);
        // Paths count from zero, people from one.
        part = word == QLatin1String("layer") ? MomentText::tr("layer %1").arg(number.toInt() + 1)
            : word == QLatin1String("head")   ? MomentText::tr("head %1").arg(number.toInt() + 1)
                                              : word + QLatin1Char(' ') + number;
    }
    return parts.join(QStringLiteral(", "));
}

/// The step, counted from one, with the token that it writes; where the output does not
/// have it (the end of the sequence), with the row's label.
QString stepText(const Trace& trace, const Moment& moment)
{
    const QString step = MomentText::tr("step %1").arg(moment.step + 1);
    const std::size_t at = static_cast<std::size_t>(moment.step);
    const TraceTensor* tensor = firstTensor(trace, moment);
    const std::string* label = at < trace.output.size() ? &trace.output[at].text
        : tensor ? tensor->rowLabel(moment.pieces.front().firstRow)
                 : nullptr;
    return label ? MomentText::tr("%1 “%2”").arg(step, toText(*label)) : step;
}

} // namespace

QString momentText(const Trace& trace, int index)
{
    const std::size_t at = static_cast<std::size_t>(index);
    const Moment& moment = trace.moments[at];
    QStringList parts;
    if (moment.step >= 0)
        parts += stepText(trace, moment);

    const QString operation = operationText(trace, at);
    const QString name = toText(moment.name);
    parts += operation.isEmpty() ? name : MomentText::tr("%1 = %2").arg(name, operation);

    QString place = scopeText(moment.scope);
    if (moment.pieces.size() > 1) {
        const QString heads = MomentText::tr("%1 heads").arg(moment.pieces.size());
        place = place.isEmpty() ? heads : MomentText::tr("%1, %2").arg(place, heads);
    }
    if (!place.isEmpty())
        parts += place;
    return parts.join(QStringLiteral(" · "));
}

} // namespace regard
