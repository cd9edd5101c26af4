// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/explanation_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace regard {

namespace {

struct ExplanationText {
    Q_DECLARE_TR_FUNCTIONS(ExplanationText)
};

constexpr int digits = 4;
/// Products that are written out; the strips show all.
constexpr std::size_t shownTerms = 4;

QString number(double value)
{
    return numberText(value, digits);
}

/// A number inside a product or a difference: "(−2)".
QString factor(double value)
{
    const QString text = numberText(value, 3);
    return value < 0 ? QStringLiteral("(%1)").arg(text) : text;
}

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

const TraceTensor& tensorOf(const Trace& trace, const CellRef& place)
{
    return trace.tensors[static_cast<std::size_t>(place.tensor)];
}

/// The token of a row or column, or its number counted from one.
QString rowText(const TraceTensor& tensor, Index row)
{
    const std::string* label = tensor.rowLabel(row);
    return label ? toText(*label) : ExplanationText::tr("row %1").arg(row + 1);
}

QString columnText(const TraceTensor& tensor, Index column)
{
    const std::string* label = tensor.columnLabel(column);
    return label ? toText(*label) : ExplanationText::tr("feature %1").arg(column + 1);
}

QString colored(const QString& text, Role role, const Theme& theme)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(theme.role(role).name(), text);
}

std::optional<double> stageValue(const Explanation& explanation, Stage::Kind kind)
{
    for (const Stage& stage : explanation.stages)
        if (stage.kind == kind)
            return stage.value;
    return std::nullopt;
}

/// "1·2 + 2·1 + … = 112"
QString sumHtml(const Explanation& explanation, Role left, Role right, const Theme& theme)
{
    QStringList products;
    for (std::size_t i = 0; i < std::min(shownTerms, explanation.terms.size()); ++i) {
        const Term& term = explanation.terms[i];
        products << colored(factor(term.left), left, theme) + QStringLiteral("·")
                + colored(factor(term.right), right, theme);
    }
    QString sum = products.join(QStringLiteral(" + "));
    if (explanation.terms.size() > shownTerms)
        sum += QStringLiteral(" + … ")
            + ExplanationText::tr("(%n more)", nullptr,
                                  static_cast<int>(explanation.terms.size() - shownTerms));
    return sum;
}

QString scaledHtml(const Explanation& explanation, const Theme& theme)
{
    QStringList divisors;
    for (const Stage::Kind kind : {Stage::Kind::RootOfWidth, Stage::Kind::Temperature})
        if (const auto value = stageValue(explanation, kind))
            divisors << number(*value);
    const auto score = stageValue(explanation, Stage::Kind::Score);
    if (!score)
        return {};
    QString text = colored(number(*score), Role::Scores, theme);
    if (divisors.size() == 1)
        text += QStringLiteral(" ∕ ") + divisors.first();
    else if (divisors.size() == 2)
        text += QStringLiteral(" ∕ (%1)").arg(divisors.join(QStringLiteral(" · ")));
    return text;
}

/// "(1 − 2)² + (3 − 1)² + …"
QString squaresHtml(const Explanation& explanation, const Theme& theme)
{
    QStringList squares;
    for (std::size_t i = 0; i < std::min(shownTerms, explanation.terms.size()); ++i) {
        const Term& term = explanation.terms[i];
        squares << QStringLiteral("(%1 − %2)²")
                       .arg(colored(numberText(term.left, 3), Role::Query, theme),
                            colored(factor(term.right), Role::Key, theme));
    }
    QString sum = squares.join(QStringLiteral(" + "));
    if (explanation.terms.size() > shownTerms)
        sum += QStringLiteral(" + … ")
            + ExplanationText::tr("(%n more)", nullptr,
                                  static_cast<int>(explanation.terms.size() - shownTerms));
    return sum;
}

/// "‖q − k‖² = (1 − 2)² + … = 1", where a score depends on the distance alone.
QString distanceHtml(const Explanation& explanation, const Theme& theme)
{
    const auto squared = stageValue(explanation, Stage::Kind::SquaredDistance);
    return squared ? QStringLiteral("‖q − k‖² = %1 = %2<br>")
                         .arg(squaresHtml(explanation, theme), number(*squared))
                   : QString();
}

/// A score from its terms: a kernel of the distance, products alone or over the vectors' lengths.
QString scoreHtml(const Explanation& explanation, const Theme& theme)
{
    if (explanation.terms.empty())
        return {};
    const auto squared = stageValue(explanation, Stage::Kind::SquaredDistance);
    const auto width = stageValue(explanation, Stage::Kind::KernelWidth);
    if (squared && width)
        return explanation.formula == FormulaId::GaussianScore
            ? QStringLiteral("−%1 ∕ (2 · %2²)").arg(number(*squared), number(*width))
            : QStringLiteral("K(√%1 ∕ %2)").arg(number(*squared), number(*width));
    if (squared)
        return {};
    QString sum = sumHtml(explanation, Role::Query, Role::Key, theme);
    const auto query = stageValue(explanation, Stage::Kind::QueryLength);
    const auto key = stageValue(explanation, Stage::Kind::KeyLength);
    if (!query || !key)
        return sum;
    return QStringLiteral("(%1) ∕ (%2 · %3)")
        .arg(sum, colored(number(*query), Role::Query, theme),
             colored(number(*key), Role::Key, theme));
}

QString weightHtml(const Explanation& explanation, const Theme& theme)
{
    const auto masked = stageValue(explanation, Stage::Kind::Masked);
    const QString own = masked ? colored(number(*masked), Role::Masked, theme) : QString();
    const auto total = stageValue(explanation, Stage::Kind::Normaliser);
    switch (explanation.formula) {
    case FormulaId::Sparsemax: {
        const auto threshold = stageValue(explanation, Stage::Kind::Threshold);
        return masked && threshold ? QStringLiteral("max(%1 − %2, 0)").arg(own, factor(*threshold))
                                   : QString();
    }
    case FormulaId::Sigmoid:
        return masked ? QStringLiteral("1 ∕ (1 + exp(−%1))")
                            .arg(colored(factor(*masked), Role::Masked, theme))
                      : QString();
    case FormulaId::Hardmax: {
        const auto largest = stageValue(explanation, Stage::Kind::Maximum);
        return masked && largest
            ? ExplanationText::tr("%1, where the largest is %2").arg(own, number(*largest))
            : QString();
    }
    case FormulaId::Proportional:
        return masked && total ? QStringLiteral("%1 ∕ %2").arg(own, number(*total)) : QString();
    default:
        return {};
    }
}

QString softmaxHtml(const Explanation& explanation, Role source, const Theme& theme)
{
    const auto maximum = stageValue(explanation, Stage::Kind::Maximum);
    const auto exponential = stageValue(explanation, Stage::Kind::Exponential);
    const auto normaliser = stageValue(explanation, Stage::Kind::Normaliser);
    if (!maximum || !exponential || !normaliser)
        return {};
    QString text;
    if (const auto masked = stageValue(explanation, Stage::Kind::Masked))
        text = QStringLiteral("exp(%1 − %2) ∕ Σ = ")
                   .arg(colored(number(*masked), source, theme), factor(*maximum));
    return text + QStringLiteral("%1 ∕ %2").arg(number(*exponential), number(*normaliser));
}

} // namespace

QString placeTitle(const Trace& trace, const CellRef& place)
{
    const TraceTensor& tensor = tensorOf(trace, place);
    QString name = toText(tensor.name());
    if (place.isCell()) {
        const QString row = rowText(tensor, place.row);
        const QString column = columnText(tensor, place.column);
        return tensor.columnLabel(place.column)
            ? ExplanationText::tr("%1 · %2 → %3").arg(name, row, column)
            : ExplanationText::tr("%1 · %2, %3").arg(name, row, column);
    }
    if (place.row >= 0)
        return ExplanationText::tr("%1 · %2").arg(name, rowText(tensor, place.row));
    if (place.column >= 0)
        return ExplanationText::tr("%1 · → %2").arg(name, columnText(tensor, place.column));
    return name;
}

QString operandLabel(const Trace& trace, const Operand& operand)
{
    const TraceTensor& tensor = tensorOf(trace, operand.place);
    QString symbol;
    switch (tensor.role) {
    case Role::Query:
        symbol = QStringLiteral("q");
        break;
    case Role::Key:
        symbol = QStringLiteral("k");
        break;
    case Role::Value:
        symbol = QStringLiteral("v");
        break;
    case Role::Weights:
        symbol = QStringLiteral("a");
        break;
    default:
        symbol = tensor.name() == "projected_queries" ? QStringLiteral("W q")
            : tensor.name() == "projected_keys"       ? QStringLiteral("W k")
                                                      : toText(tensor.name());
    }
    return operand.place.row >= 0
        ? QStringLiteral("%1(%2)").arg(symbol, rowText(tensor, operand.place.row))
        : QStringLiteral("%1[%2]").arg(symbol).arg(operand.place.column + 1);
}

QString numbersHtml(const Trace& trace, const Explanation& explanation, const Theme& theme)
{
    if (!explanation.cell.isCell())
        return {};
    const TraceTensor& tensor = tensorOf(trace, explanation.cell);
    const QString result =
        QStringLiteral("<b>%1</b>").arg(colored(number(explanation.recorded), tensor.role, theme));
    QString middle;
    switch (tensor.role) {
    case Role::Scores:
        middle = scoreHtml(explanation, theme);
        break;
    case Role::Scaled:
        middle = scaledHtml(explanation, theme);
        break;
    case Role::Masked:
        if (const auto scaled = stageValue(explanation, Stage::Kind::Scaled))
            middle = explanation.hidden ? ExplanationText::tr("%1 is hidden by the mask")
                                              .arg(colored(number(*scaled), Role::Scaled, theme))
                                        : colored(number(*scaled), Role::Scaled, theme);
        break;
    case Role::Weights:
        middle = weightHtml(explanation, theme);
        if (middle.isEmpty())
            middle = softmaxHtml(explanation, Role::Masked, theme);
        break;
    case Role::Probabilities:
        middle = softmaxHtml(explanation, Role::Logits, theme);
        break;
    case Role::Context:
        if (!explanation.terms.empty())
            middle = sumHtml(explanation, Role::Weights, Role::Value, theme);
        break;
    default:
        break;
    }
    QString html = middle.isEmpty() ? QStringLiteral("= %1").arg(result)
        : explanation.hidden && tensor.role == Role::Masked
        ? QStringLiteral("%1: %2").arg(middle, result)
        : QStringLiteral("= %1 = %2").arg(middle, result);
    html.prepend(distanceHtml(explanation, theme));
    if (explanation.replaced)
        html += QStringLiteral("<br>")
            + ExplanationText::tr("Set by hand: the formula gives %1.")
                  .arg(number(*explanation.recomputed));
    return html;
}

std::vector<StageText> stageTexts(const Trace& trace, const Explanation& explanation)
{
    std::vector<StageText> texts;
    const TraceTensor& tensor = tensorOf(trace, explanation.cell);
    // A score or a context alone has its whole story in the terms above.
    if (tensor.role == Role::Scores || tensor.role == Role::Context)
        return texts;
    double maximum = 0;
    double masked = 0;
    for (const Stage& stage : explanation.stages) {
        const QString value = number(stage.value);
        switch (stage.kind) {
        case Stage::Kind::Score:
            texts.push_back({ExplanationText::tr("score"), value,
                             ExplanationText::tr("How well the key fits the query")});
            break;
        case Stage::Kind::QueryLength:
        case Stage::Kind::KeyLength:
        case Stage::Kind::SquaredDistance:
        case Stage::Kind::KernelWidth:
            break; // of a score alone
        case Stage::Kind::Threshold:
            texts.push_back({ExplanationText::tr("threshold θ"), value,
                             ExplanationText::tr("What a score has to exceed to get any weight: "
                                                 "chosen so that the row sums to one")});
            break;
        case Stage::Kind::RootOfWidth:
            texts.push_back({ExplanationText::tr("÷ √%1").arg(qRound(stage.value * stage.value)),
                             value,
                             ExplanationText::tr("Keeps the scores' spread the same however many "
                                                 "features a query has")});
            break;
        case Stage::Kind::Temperature:
            texts.push_back({ExplanationText::tr("÷ temperature"), value,
                             ExplanationText::tr("Below 1 the weights sharpen, above 1 they level "
                                                 "out")});
            break;
        case Stage::Kind::Scaled:
            texts.push_back({ExplanationText::tr("scaled score"), value, QString()});
            break;
        case Stage::Kind::Masked:
            masked = stage.value;
            texts.push_back(
                {ExplanationText::tr("mask"),
                 explanation.hidden ? ExplanationText::tr("hidden: −∞")
                                    : ExplanationText::tr("not hidden"),
                 ExplanationText::tr("A hidden score is −∞, which gives a weight of 0")});
            break;
        case Stage::Kind::Maximum:
            maximum = stage.value;
            texts.push_back(
                {ExplanationText::tr("largest of the row"), value,
                 explanation.formula == FormulaId::Hardmax
                     ? ExplanationText::tr("It gets all the weight")
                     : ExplanationText::tr("Taken off every score before exp: it changes no "
                                           "weight and keeps exp from overflowing")});
            break;
        case Stage::Kind::Exponential:
            texts.push_back({tensor.role == Role::Weights
                                 ? ExplanationText::tr("exp(%1 − %2)")
                                       .arg(numberText(masked, 3), factor(maximum))
                                 : ExplanationText::tr("exp(logit − largest)"),
                             value, QString()});
            break;
        case Stage::Kind::Normaliser:
            texts.push_back({explanation.formula == FormulaId::Proportional
                                 ? ExplanationText::tr("÷ Σ over the row")
                                 : ExplanationText::tr("÷ Σ exp over the row"),
                             value,
                             ExplanationText::tr("Dividing by the sum makes the row sum to one")});
            break;
        case Stage::Kind::Weight:
            texts.push_back({tensor.role == Role::Weights ? ExplanationText::tr("weight")
                                                          : ExplanationText::tr("probability"),
                             value, QString()});
            break;
        case Stage::Kind::Sum:
            texts.push_back({ExplanationText::tr("sum"), value, QString()});
            break;
        }
    }
    return texts;
}

} // namespace regard
