// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/moment_text.h"

#include "core/trace/formula.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
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

/// The later one is a stage behind the earlier one and changed none of its numbers.
bool changedNothing(const TraceTensor* later, const TraceTensor* earlier)
{
    return later && earlier && earlier < later && later->value.isSameAs(earlier->value);
}

/// Name of what was last computed before moment `index`, in its scope and with one of the
/// roles; a fallback if there is none. What changed nothing gives way to what it was made of.
QString operand(const Trace& trace, std::size_t index, std::initializer_list<Role> roles,
                const char* fallback)
{
    const std::string& scope = trace.moments[index].scope;
    const Moment* found = nullptr;
    while (index-- > 0) {
        const Moment& earlier = trace.moments[index];
        if (earlier.scope != scope
            || std::find(roles.begin(), roles.end(), earlier.role) == roles.end())
            continue;
        if (found && !changedNothing(firstTensor(trace, *found), firstTensor(trace, earlier)))
            break;
        found = &earlier;
    }
    return found ? toText(found->name) : QString::fromLatin1(fallback);
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

struct Operation {
    FormulaId formula;
    /// The right-hand side; {scores}, {before}, {weights}, {values} and {logits} stand for the
    /// names of what was computed before.
    const char* text;
};

constexpr std::array operations{
    Operation{FormulaId::Embedding, QT_TRANSLATE_NOOP("MomentText", "E[token]")},
    Operation{FormulaId::Numbers, QT_TRANSLATE_NOOP("MomentText", "the numbers that go in")},
    Operation{FormulaId::ChosenState,
              QT_TRANSLATE_NOOP("MomentText", "the encoder's state of the last choice")},
    Operation{FormulaId::Position,
              QT_TRANSLATE_NOOP("MomentText", "sines and cosines of the position")},
    Operation{FormulaId::ConcatenatedPosition,
              QT_TRANSLATE_NOOP("MomentText", "sines, then cosines of the position")},
    Operation{FormulaId::LearnedPosition, QT_TRANSLATE_NOOP("MomentText", "P[position]")},
    Operation{FormulaId::PositionedInput, QT_TRANSLATE_NOOP("MomentText", "embedding + position")},
    Operation{FormulaId::Query, "X·W_Q"},
    Operation{FormulaId::Key, "X·W_K"},
    Operation{FormulaId::Value, "X·W_V"},
    Operation{FormulaId::CrossQuery, "Y·W_Q"},
    Operation{FormulaId::CrossKey, "H·W_K"},
    Operation{FormulaId::CrossValue, "H·W_V"},
    Operation{FormulaId::DecoderQuery, QT_TRANSLATE_NOOP("MomentText", "last decoder state")},
    Operation{FormulaId::CurrentQuery, QT_TRANSLATE_NOOP("MomentText", "this step's state")},
    Operation{FormulaId::EncoderKey, QT_TRANSLATE_NOOP("MomentText", "encoder states")},
    Operation{FormulaId::EncoderValue, QT_TRANSLATE_NOOP("MomentText", "encoder states")},
    Operation{FormulaId::GivenQuery, QT_TRANSLATE_NOOP("MomentText", "the places that are asked")},
    Operation{FormulaId::GivenKey, QT_TRANSLATE_NOOP("MomentText", "the points' places")},
    Operation{FormulaId::GivenValue, QT_TRANSLATE_NOOP("MomentText", "the points' values")},
    Operation{FormulaId::StandardisedQuery, "(x − mean) / deviation"},
    Operation{FormulaId::StandardisedKey, "(x − mean) / deviation"},
    Operation{FormulaId::ProjectedQuery, "W_q q"},
    Operation{FormulaId::ProjectedKey, "W_k k"},
    Operation{FormulaId::DotScore, "q·kᵀ"},
    Operation{FormulaId::GeneralScore, "q·W·kᵀ"},
    Operation{FormulaId::AdditiveScore, "vᵀ tanh(W_q q + W_k k)"},
    Operation{FormulaId::ConcatScore, "vᵀ tanh(W [q; k])"},
    Operation{FormulaId::LocationScore, "W q"},
    Operation{FormulaId::CosineScore, "q·kᵀ / (‖q‖ ‖k‖)"},
    Operation{FormulaId::GaussianScore, "−‖q − k‖² / 2σ²"},
    Operation{FormulaId::SineScore, "vᵀ sin(W_q q + W_k k)"},
    Operation{FormulaId::CosineWaveScore, "vᵀ cos(W_q q + W_k k)"},
    Operation{FormulaId::LinearScore, "vᵀ (W_q q + W_k k)"},
    Operation{FormulaId::BoxcarKernel, QT_TRANSLATE_NOOP("MomentText", "1 where ‖q − k‖ < σ")},
    Operation{FormulaId::EpanechnikovKernel, "max(1 − ‖q − k‖²/σ², 0)"},
    Operation{FormulaId::TriangularKernel, "max(1 − ‖q − k‖/σ, 0)"},
    Operation{FormulaId::ConstantKernel, "1"},
    Operation{FormulaId::Scaled, "{scores} / √d"},
    Operation{FormulaId::Tempered, "{scores}"},
    Operation{FormulaId::Masked, QT_TRANSLATE_NOOP("MomentText", "{before}, −∞ for later keys")},
    Operation{FormulaId::WindowMasked,
              QT_TRANSLATE_NOOP("MomentText", "{before}, −∞ outside the window")},
    Operation{FormulaId::HistoryMasked,
              QT_TRANSLATE_NOOP("MomentText", "{before}, −∞ outside the last keys")},
    Operation{FormulaId::PartlyMasked,
              QT_TRANSLATE_NOOP("MomentText", "{before}, −∞ where a key is hidden")},
    Operation{FormulaId::Unmasked, QT_TRANSLATE_NOOP("MomentText", "{before}, no key hidden")},
    Operation{FormulaId::Softmax, "softmax({before})"},
    Operation{FormulaId::Sparsemax, "sparsemax({before})"},
    Operation{FormulaId::Sigmoid, "sigmoid({before})"},
    Operation{FormulaId::Hardmax, QT_TRANSLATE_NOOP("MomentText", "1 for the largest of {before}")},
    Operation{FormulaId::Proportional, QT_TRANSLATE_NOOP("MomentText", "{before} / their sum")},
    Operation{FormulaId::PointerWeights,
              QT_TRANSLATE_NOOP("MomentText", "softmax({before}), the answer")},
    Operation{FormulaId::Context, "{weights} · {values}"},
    Operation{FormulaId::FixedContext, QT_TRANSLATE_NOOP("MomentText", "last encoder state")},
    Operation{FormulaId::Attentional, "tanh(W [context; state])"},
    Operation{FormulaId::FedInput, QT_TRANSLATE_NOOP("MomentText", "last step's attentional")},
    Operation{FormulaId::AttentionOutput,
              QT_TRANSLATE_NOOP("MomentText", "heads side by side · W_O")},
    Operation{FormulaId::Normalised, QT_TRANSLATE_NOOP("MomentText", "layer norm(x)")},
    Operation{FormulaId::Attended, QT_TRANSLATE_NOOP("MomentText", "layer norm(x + attention)")},
    Operation{FormulaId::PreNormAttended, QT_TRANSLATE_NOOP("MomentText", "x + attention")},
    Operation{FormulaId::LayerOutput,
              QT_TRANSLATE_NOOP("MomentText", "layer norm(y + feed-forward(y))")},
    Operation{FormulaId::PreNormLayerOutput,
              QT_TRANSLATE_NOOP("MomentText", "y + feed-forward(layer norm(y))")},
    Operation{FormulaId::RnnState, "tanh(W x + U h + b)"},
    Operation{FormulaId::GruState, "(1 − z) ⊙ n + z ⊙ h"},
    Operation{FormulaId::LstmState, "o ⊙ tanh(c)"},
    Operation{FormulaId::LstmCell, "f ⊙ c + i ⊙ g"},
    Operation{FormulaId::DecoderState,
              QT_TRANSLATE_NOOP("MomentText", "f(last state, last output, context)")},
    Operation{FormulaId::CurrentDecoderState,
              QT_TRANSLATE_NOOP("MomentText", "f(last state, last output)")},
    Operation{FormulaId::ResetGate, "σ(W x + U h + b)"},
    Operation{FormulaId::UpdateGate, "σ(W x + U h + b)"},
    Operation{FormulaId::InputGate, "σ(W x + U h + b)"},
    Operation{FormulaId::ForgetGate, "σ(W x + U h + b)"},
    Operation{FormulaId::OutputGate, "σ(W x + U h + b)"},
    Operation{FormulaId::NewGate, "tanh(W x + b + r ⊙ (U h + b′))"},
    Operation{FormulaId::CellGate, "tanh(W x + U h + b)"},
    Operation{FormulaId::RecentNumbers,
              QT_TRANSLATE_NOOP("MomentText", "tanh(W [x, and the two before] + b)")},
    Operation{FormulaId::StateQuery, QT_TRANSLATE_NOOP("MomentText", "states")},
    Operation{FormulaId::EncodedQuestion, QT_TRANSLATE_NOOP("MomentText", "sum of masks · words")},
    Operation{FormulaId::FeatureScore, QT_TRANSLATE_NOOP("MomentText", "A h + b")},
    Operation{FormulaId::CellInput, QT_TRANSLATE_NOOP("MomentText", "[x; last context]")},
    Operation{FormulaId::BothDirections, QT_TRANSLATE_NOOP("MomentText", "[forward; backward]")},
    Operation{FormulaId::JoinedState, QT_TRANSLATE_NOOP("MomentText", "[state; context]")},
    Operation{FormulaId::Change, QT_TRANSLATE_NOOP("MomentText", "W [state; context] + b")},
    Operation{FormulaId::Forecast, QT_TRANSLATE_NOOP("MomentText", "x + change")},
    Operation{FormulaId::ForecastInUnits,
              QT_TRANSLATE_NOOP("MomentText", "forecast · deviation + mean")},
    Operation{FormulaId::WordMask, QT_TRANSLATE_NOOP("MomentText", "F[place]")},
    Operation{FormulaId::MaskedWord, QT_TRANSLATE_NOOP("MomentText", "masks ⊙ embedding")},
    Operation{FormulaId::EncodedSentence,
              QT_TRANSLATE_NOOP("MomentText", "sum of the masked words")},
    Operation{FormulaId::SlotKey, QT_TRANSLATE_NOOP("MomentText", "E[slot]")},
    Operation{FormulaId::ContentMatch, QT_TRANSLATE_NOOP("MomentText", "s · contents")},
    Operation{FormulaId::KeyMatch, QT_TRANSLATE_NOOP("MomentText", "s · keys")},
    Operation{FormulaId::SlotGate, QT_TRANSLATE_NOOP("MomentText", "σ(content match + key match)")},
    Operation{FormulaId::SlotCandidate, QT_TRANSLATE_NOOP("MomentText", "φ(U h + V w + W s)")},
    Operation{FormulaId::SlotMemory,
              QT_TRANSLATE_NOOP("MomentText", "h + gate · candidate, to length 1")},
    Operation{FormulaId::Answer, QT_TRANSLATE_NOOP("MomentText", "φ(q + H c)")},
    Operation{FormulaId::Noisy, QT_TRANSLATE_NOOP("MomentText", "x, some numbers 0")},
    Operation{FormulaId::Dense, QT_TRANSLATE_NOOP("MomentText", "W x + b")},
    Operation{FormulaId::TiedDense, QT_TRANSLATE_NOOP("MomentText", "Wᵀ x + b")},
    Operation{FormulaId::Rectified, QT_TRANSLATE_NOOP("MomentText", "max(y, 0)")},
    Operation{FormulaId::MeanVariance, QT_TRANSLATE_NOOP("MomentText", "(h − mean) / deviation")},
    Operation{FormulaId::Weighed, QT_TRANSLATE_NOOP("MomentText", "weights ⊙ h")},
    Operation{FormulaId::Mixed, QT_TRANSLATE_NOOP("MomentText", "C (weights ⊙ h) + c")},
    Operation{FormulaId::Code, QT_TRANSLATE_NOOP("MomentText", "h")},
    Operation{FormulaId::Mean, QT_TRANSLATE_NOOP("MomentText", "mean of the contexts")},
    Operation{FormulaId::Logits, QT_TRANSLATE_NOOP("MomentText", "one score for each choice")},
    Operation{FormulaId::Probabilities, "softmax({logits})"},
    Operation{FormulaId::ClassProbabilities, "softmax({logits})"},
};

/// The right-hand side of the moment's equation, "" if it has none.
QString operationText(const Trace& trace, std::size_t index)
{
    const TraceTensor* tensor = firstTensor(trace, trace.moments[index]);
    if (!tensor)
        return {};
    const FormulaId formula = formulaOf(trace, *tensor);
    const auto line = std::find_if(operations.begin(), operations.end(),
                                   [&](const Operation& o) { return o.formula == formula; });
    if (line == operations.end())
        return {};
    QString text = QCoreApplication::translate("MomentText", line->text);
    const auto put = [&](const char* place, std::initializer_list<Role> roles,
                         const char* fallback) {
        if (text.contains(QLatin1String(place)))
            text.replace(QLatin1String(place), operand(trace, index, roles, fallback));
    };
    put("{scores}", {Role::Scores}, "scores");
    put("{before}", {Role::Scores, Role::Scaled, Role::Masked}, "scores");
    put("{weights}", {Role::Weights}, "weights");
    put("{values}", {Role::Value}, "V");
    put("{logits}", {Role::Logits}, "logits");
    if (!isTempered(trace))
        return text;
    if (formula == FormulaId::Scaled)
        return MomentText::tr("%1 / (√d · temperature)")
            .arg(text.section(QLatin1String(" / "), 0, 0));
    return formula == FormulaId::Tempered ? MomentText::tr("%1 / temperature").arg(text) : text;
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

QString momentText(const Trace& trace, int index)
{
    const std::size_t at = static_cast<std::size_t>(index);
    const Moment& moment = trace.moments[at];
    QStringList parts;
    if (moment.step >= 0)
        parts += stepText(trace, moment, index);
    else if (const QString read = readText(trace, moment); !read.isEmpty())
        parts += read;

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
