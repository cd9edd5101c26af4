// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/explanation_text.h"

#include "ui/words/formula_words.h"
#include "ui/words/labels.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>

namespace regard {

namespace {

struct ExplanationText {
    Q_DECLARE_TR_FUNCTIONS(ExplanationText)
};

constexpr int digits = 4;
constexpr int termDigits = 3; ///< of the numbers of a sum that is written out
/// Products that are written out; the strips show all.
constexpr std::size_t shownTerms = 4;

QString number(double value)
{
    return numberText(value, digits);
}

/// A number inside a product or a difference: "(−2)".
QString factor(double value, int shownDigits = termDigits)
{
    const QString text = numberText(value, shownDigits);
    return value < 0 ? QStringLiteral("(%1)").arg(text) : text;
}

const TraceTensor& tensorOf(const Trace& trace, const CellRef& place)
{
    return trace.tensors[static_cast<std::size_t>(place.tensor)];
}

QString colored(const QString& text, Role role, const Theme& theme)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(theme.role(role).name(), text);
}

/// The colour of an operand's numbers; those of a parameter have the text's.
QString inColourOf(const Trace& trace, const Operand& operand, const QString& text,
                   const Theme& theme)
{
    return operand.place.tensor < 0 ? text
                                    : colored(text, tensorOf(trace, operand.place).role, theme);
}

/// "1·2 + 2·1 + … (2 more)", or "(1 − 2)² + …": the terms of their two operands.
QString sumHtml(const Trace& trace, const Explanation& explanation, const Theme& theme)
{
    const auto& operands = explanation.operands;
    if (operands.size() < explanation.pair + 2)
        return {};
    const Operand& left = operands[explanation.pair];
    const Operand& right = operands[explanation.pair + 1];
    QStringList terms;
    for (std::size_t i = 0; i < std::min(shownTerms, explanation.terms.size()); ++i) {
        const Term& term = explanation.terms[i];
        const QString second = inColourOf(trace, right, factor(term.right), theme);
        terms << (explanation.squares
                      ? QStringLiteral("(%1 − %2)²")
                            .arg(inColourOf(trace, left, numberText(term.left, termDigits), theme),
                                 second)
                      : inColourOf(trace, left, factor(term.left), theme) + QStringLiteral("·")
                          + second);
    }
    QString sum = terms.join(QStringLiteral(" + "));
    if (explanation.terms.size() > shownTerms)
        sum += QStringLiteral(" + … ")
            + ExplanationText::tr("(%n more)", nullptr,
                                  static_cast<int>(explanation.terms.size() - shownTerms));
    return sum;
}

/// "‖q − k‖² = (1 − 2)² + … = 1", where a score depends on the distance alone.
QString distanceHtml(const Trace& trace, const Explanation& explanation, const Theme& theme)
{
    if (!explanation.squares || tensorOf(trace, explanation.cell).role != Role::Scores)
        return {};
    double sum = 0;
    for (const Term& term : explanation.terms)
        sum += term.product;
    return QStringLiteral("‖q − k‖² = %1 = %2<br>")
        .arg(sumHtml(trace, explanation, theme), number(sum));
}

/// The worked line with its numbers: {} in full, {f} as a factor, {i} as a whole number.
QString workedHtml(const Trace& trace, const Explanation& explanation, const Theme& theme)
{
    QString text = formulaTr(explanation.worked.text);
    QString html;
    auto next = explanation.worked.numbers.begin();
    for (qsizetype at = 0; at < text.size(); ++at) {
        const qsizetype end =
            text[at] == QLatin1Char('{') ? text.indexOf(QLatin1Char('}'), at) : -1;
        if (end < 0) {
            html += QString(text[at]).toHtmlEscaped();
            continue;
        }
        const QString place = text.mid(at + 1, end - at - 1);
        at = end;
        if (place == QLatin1String("sum")) {
            html += sumHtml(trace, explanation, theme);
            continue;
        }
        if (next == explanation.worked.numbers.end())
            continue;
        const QString shown = place == QLatin1String("f") ? factor(next->value, digits)
            : place == QLatin1String("i") ? QString::number(std::llround(next->value))
                                          : number(next->value);
        html += next->role ? colored(shown, *next->role, theme) : shown;
        ++next;
    }
    return html;
}

} // namespace

QString placeTitle(const Trace& trace, const CellRef& place)
{
    const TraceTensor& tensor = tensorOf(trace, place);
    QString name = toText(tensor.name());
    if (place.isCell()) {
        const QString row = rowNamed(tensor, place.row);
        const QString column = columnNamed(tensor, place.column);
        return tensor.columnLabel(place.column)
            ? ExplanationText::tr("%1 · %2 → %3").arg(name, row, column)
            : ExplanationText::tr("%1 · %2, %3").arg(name, row, column);
    }
    if (place.row >= 0)
        return ExplanationText::tr("%1 · %2").arg(name, rowNamed(tensor, place.row));
    if (place.column >= 0)
        return ExplanationText::tr("%1 · → %2").arg(name, columnNamed(tensor, place.column));
    return name;
}

QString operandLabel(const Trace& trace, const Operand& operand)
{
    const auto symbolOf = [](const TraceTensor& tensor) {
        switch (tensor.role) {
        case Role::Query:
            return QStringLiteral("q");
        case Role::Key:
            return QStringLiteral("k");
        case Role::Value:
            return QStringLiteral("v");
        case Role::Weights:
            return QStringLiteral("a");
        default:
            return tensor.name() == "projected_queries" ? QStringLiteral("W q")
                : tensor.name() == "projected_keys"     ? QStringLiteral("W k")
                                                        : toText(tensor.name());
        }
    };
    const QString given = formulaTr(operand.symbol);
    if (operand.place.tensor < 0)
        return !given.isEmpty() ? given : QString::fromStdString(operand.parameter);
    const TraceTensor& tensor = tensorOf(trace, operand.place);
    const QString symbol = given.isEmpty() ? symbolOf(tensor) : given;
    return operand.place.row >= 0
        ? QStringLiteral("%1(%2)").arg(symbol, rowNamed(tensor, operand.place.row))
        : QStringLiteral("%1[%2]").arg(symbol).arg(operand.place.column + 1);
}

QString numbersHtml(const Trace& trace, const Explanation& explanation, const Theme& theme)
{
    if (!explanation.cell.isCell())
        return {};
    const TraceTensor& tensor = tensorOf(trace, explanation.cell);
    const QString result =
        QStringLiteral("<b>%1</b>").arg(colored(number(explanation.recorded), tensor.role, theme));
    const QString worked = workedHtml(trace, explanation, theme);
    QString html = worked.isEmpty() ? QStringLiteral("= %1").arg(result)
        : explanation.hidden && tensor.role == Role::Masked
        ? QStringLiteral("%1: %2").arg(worked, result)
        : QStringLiteral("= %1 = %2").arg(worked, result);
    html.prepend(distanceHtml(trace, explanation, theme));
    if (explanation.replaced && explanation.recomputed)
        html += QStringLiteral("<br>")
            + ExplanationText::tr("Set by hand: the formula gives %1.")
                  .arg(number(*explanation.recomputed));
    return html;
}

namespace {

/// What a stage is called and what it does to the mathematics.
StageText stageText(const Stage& stage, Role role, bool hidden)
{
    const QString value = number(stage.value);
    switch (stage.kind) {
    case Stage::Kind::Score:
        return {ExplanationText::tr("score"), value,
                ExplanationText::tr("How well the key fits the query")};
    case Stage::Kind::QueryLength:
        return {ExplanationText::tr("length of q"), value, QString()};
    case Stage::Kind::KeyLength:
        return {ExplanationText::tr("length of k"), value, QString()};
    case Stage::Kind::SquaredDistance:
        return {ExplanationText::tr("squared distance"), value, QString()};
    case Stage::Kind::KernelWidth:
        return {ExplanationText::tr("width σ"), value, QString()};
    case Stage::Kind::Threshold:
        return {ExplanationText::tr("threshold θ"), value,
                ExplanationText::tr("What a score has to exceed to get any weight: "
                                    "chosen so that the row sums to one")};
    case Stage::Kind::RootOfWidth:
        return {ExplanationText::tr("÷ √%1").arg(qRound(stage.value * stage.value)), value,
                ExplanationText::tr("Keeps the scores' spread the same however many "
                                    "features a query has")};
    case Stage::Kind::Width:
        return {ExplanationText::tr("÷ %1 features").arg(qRound(stage.value)), value,
                ExplanationText::tr("Makes the sum of the products their mean")};
    case Stage::Kind::Temperature:
        return {ExplanationText::tr("÷ temperature"), value,
                ExplanationText::tr("Below 1 the weights sharpen, above 1 they level out")};
    case Stage::Kind::Scaled:
        return {ExplanationText::tr("scaled score"), value, QString()};
    case Stage::Kind::Masked:
        return {ExplanationText::tr("mask"),
                hidden ? ExplanationText::tr("hidden: −∞") : ExplanationText::tr("not hidden"),
                ExplanationText::tr("A hidden score is −∞, which gives a weight of 0")};
    case Stage::Kind::Maximum:
        return {ExplanationText::tr("largest of the row"), value,
                ExplanationText::tr("Taken off every score before exp: it changes no weight and "
                                    "keeps exp from overflowing")};
    case Stage::Kind::Exponential:
        return {ExplanationText::tr("exp(logit − largest)"), value, QString()};
    case Stage::Kind::RowSum:
        return {ExplanationText::tr("÷ Σ exp over the row"), value,
                ExplanationText::tr("Dividing by the sum makes the row sum to one")};
    case Stage::Kind::Weight:
        return {role == Role::Weights ? ExplanationText::tr("weight")
                                      : ExplanationText::tr("probability"),
                value, QString()};
    case Stage::Kind::Sum:
        return {ExplanationText::tr("sum"), value, QString()};
    case Stage::Kind::Other:
        return {formulaTr(stage.caption), value, QString()};
    }
    return {};
}

} // namespace

std::vector<StageText> stageTexts(const Trace& trace, const Explanation& explanation)
{
    const Role role = tensorOf(trace, explanation.cell).role;
    std::vector<StageText> texts;
    const auto valueOf = [&](Stage::Kind kind) {
        const auto found = std::find_if(explanation.stages.begin(), explanation.stages.end(),
                                        [kind](const Stage& stage) { return stage.kind == kind; });
        return found == explanation.stages.end() ? std::optional<double>() : found->value;
    };
    for (const Stage& stage : explanation.stages) {
        texts.push_back(stageText(stage, role, explanation.hidden));
        const auto masked = valueOf(Stage::Kind::Masked);
        const auto largest = valueOf(Stage::Kind::Maximum);
        if (stage.kind == Stage::Kind::Exponential && masked && largest)
            texts.back().caption =
                ExplanationText::tr("exp(%1 − %2)").arg(number(*masked), factor(*largest, digits));
    }
    // The way ends at the number itself.
    const auto isNear = [](double a, double b) {
        return a == b || std::abs(a - b) <= 1e-4 * std::max(std::abs(a), std::abs(b));
    };
    if (const auto& stages = explanation.stages; !stages.empty() && explanation.recomputed
        && !isNear(stages.back().value, *explanation.recomputed))
        texts.push_back({toText(tensorOf(trace, explanation.cell).name()),
                         number(*explanation.recomputed), QString()});
    // A sum alone stands above already, with its terms.
    if (texts.size() == 1 && explanation.stages.front().kind == Stage::Kind::Sum)
        texts.clear();
    return texts;
}

} // namespace regard
