// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_text.h"

#include "core/trace/formula.h"
#include "ui/views/shared/theme.h"
#include "ui/words/formula_words.h"
#include "ui/words/scope_text.h"
#include "ui/words/to_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

namespace {

struct Run {
    QString text;
    bool lowered;
};

std::vector<Run> runsOf(const QString& text)
{
    std::vector<Run> runs;
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != QLatin1Char('_') || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        if (!plain.isEmpty())
            runs.push_back({plain, false});
        plain.clear();
        if (text[i + 1] == QLatin1Char('{')) {
            const qsizetype close = text.indexOf(QLatin1Char('}'), i);
            const qsizetype end = close < 0 ? text.size() : close;
            runs.push_back({text.mid(i + 2, end - i - 2), true});
            i = end;
        } else {
            runs.push_back({text.mid(i + 1, 1), true});
            ++i;
        }
    }
    if (!plain.isEmpty())
        runs.push_back({plain, false});
    return runs;
}

QFont lowered(QFont font)
{
    font.setPixelSize(std::max(8, qRound(font.pixelSize() * 0.72)));
    return font;
}

/// Of a kernel: its formula gives σ.
bool isWidth(const TraceTensor& tensor)
{
    return tensor.value.shape().size() == 1
        && symbolsOf(tensor.source.formula).value(0) == QStringLiteral("σ");
}

} // namespace

QFont flowFont(int pixels, bool bold)
{
    static const QFont base = interfaceFont();
    QFont font = base;
    font.setPixelSize(std::max(9, pixels));
    if (bold)
        font.setWeight(QFont::DemiBold);
    return font;
}

qreal mathWidth(const QFont& font, const QString& text)
{
    qreal width = 0;
    for (const Run& run : runsOf(text))
        width += QFontMetricsF(run.lowered ? lowered(font) : font).horizontalAdvance(run.text);
    return width;
}

void drawMath(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text)
{
    const QFont font = painter.font();
    const QFontMetricsF metrics(font);
    const qreal width = mathWidth(font, text);
    qreal x = rect.left();
    if (alignment & Qt::AlignHCenter)
        x += (rect.width() - width) / 2;
    else if (alignment & Qt::AlignRight)
        x += rect.width() - width;
    const qreal base = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    for (const Run& run : runsOf(text)) {
        const QFont face = run.lowered ? lowered(font) : font;
        painter.setFont(face);
        painter.drawText(QPointF(x, base + (run.lowered ? metrics.descent() * 0.7 : 0)), run.text);
        x += QFontMetricsF(face).horizontalAdvance(run.text);
    }
    painter.setFont(font);
}

QString flowName(const TraceTensor& tensor)
{
    const bool plain = tensor.name() == "states";
    switch (tensor.role) {
    case Role::Query:
        return QStringLiteral("Q");
    case Role::Key:
        return QStringLiteral("K");
    case Role::Value:
        return QStringLiteral("V");
    case Role::Scores:
        return FlowWords::tr("Scores");
    case Role::Scaled:
        return FlowWords::tr("Scaled");
    case Role::Masked:
        return FlowWords::tr("Masked");
    case Role::Weights:
        return FlowWords::tr("Weights");
    case Role::Context:
        return FlowWords::tr("Context");
    case Role::State:
        if (plain && tensor.scope().substr(0, 7) == "encoder")
            return FlowWords::tr("Encoder states");
        break;
    case Role::DecoderState:
        if (plain)
            return FlowWords::tr("Decoder states");
        break;
    case Role::Logits:
        return FlowWords::tr("Logits");
    case Role::Probabilities:
        return FlowWords::tr("Probabilities");
    case Role::Embedding:
    case Role::Position:
    case Role::Hidden:
    case Role::Gate:
        break;
    }
    if (isWidth(tensor))
        return FlowWords::tr("Width σ");
    QString name = toText(tensor.name());
    name.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

QString flowTitle(const TraceTensor& tensor, bool projected)
{
    QString name = flowName(tensor);
    const auto equals = [&](const QString& right) { return name + QStringLiteral(" = ") + right; };
    const QString line =
        tensor.source.formula ? formulaTr(*tensor.source.formula->line) : QString();
    switch (tensor.role) {
    case Role::Query:
    case Role::Key:
    case Role::Value:
        // As its formula has it; what is projected is called X in the picture.
        return projected && !line.isEmpty()
            ? equals(QString(line)
                         .replace(QLatin1String("{0}"), QLatin1String("X"))
                         .replace(QLatin1String("b_") + name, QLatin1String("b")))
            : name;
    case Role::Scores:
        if (line.isEmpty() || !tensor.columns) // of features, which no query asks
            return name;
        // A product in matrices, where the formula has a cell; what is longer has no room.
        return equals(line.contains(QLatin1Char(' '))
                          ? FlowWords::tr("score(Q, K)")
                          : QString(line)
                                .replace(QLatin1Char('q'), QLatin1Char('Q'))
                                .replace(QLatin1Char('k'), QLatin1Char('K')));
    case Role::Weights: {
        // "softmax" for "softmax({0})"; what is no function of the stage before is called by name.
        if (line.isEmpty())
            return name;
        const qsizetype bracket = line.indexOf(QLatin1String("({0})"));
        return equals(bracket > 0 ? line.left(bracket) : toText(*tensor.source.formula->name));
    }
    case Role::Context:
        return equals(FlowWords::tr("Weights") + QStringLiteral("·V"));
    default:
        return name;
    }
}

QString shapeText(const TraceTensor& tensor)
{
    return QStringLiteral("%1 × %2").arg(tensor.value.rows()).arg(tensor.value.columns());
}

QString rangeText(const TraceTensor& tensor, Index rows)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto count = static_cast<std::size_t>(rows * tensor.value.columns());
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<double>(tensor.value[i]);
        if (!std::isfinite(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (low > high)
        return {};
    const auto number = [](double value) {
        const int digits = std::abs(value) >= 100 ? 3 : 2;
        return std::abs(value) < 5e-4 ? QStringLiteral("0") : numberText(value, digits);
    };
    return QStringLiteral("%1 … %2").arg(number(low), number(high));
}

namespace {

/// Whether every row of weights sums to one; one that sees no key has none.
bool sumsToOne(const TraceValue& weights)
{
    for (Index row = 0; row < weights.rows(); ++row) {
        double sum = 0;
        for (Index column = 0; column < weights.columns(); ++column)
            sum += weights.at(row, column);
        if (sum != 0 && std::abs(sum - 1) > 1e-4)
            return false;
    }
    return true;
}

QString weightsHelp(const TraceTensor& tensor)
{
    const QString share = tensor.columns
        ? FlowWords::tr("The share of attention each token (row) gives to each other (column).")
        : FlowWords::tr("The share of attention each feature (column) gets.");
    const QString sum = sumsToOne(tensor.value)
        ? FlowWords::tr("Each row sums to one.")
        : FlowWords::tr("Each weight stands by itself: a row sums to anything.");
    return share + QLatin1Char(' ') + sum;
}

} // namespace

QString tensorHelp(const TraceTensor& tensor)
{
    if (isWidth(tensor))
        return FlowWords::tr("The width of the kernel, also called bandwidth: the distance of a "
                             "point is divided by it. The smaller it is, the nearer a point must "
                             "be to have a say, and the sharper are the weights.");
    // What was computed from nothing, not even from a table of words, is what was typed.
    const bool general = tensor.role == Role::Embedding || tensor.role == Role::Hidden;
    if (general && tensor.source.formula && tensor.source.operandCount == 0)
        return capitalised(formulaTr(*tensor.source.formula->line)) + QLatin1Char('.');
    switch (tensor.role) {
    case Role::Embedding:
        return FlowWords::tr(
            "A vector of numbers for each token: what the word means to the model.");
    case Role::Position:
        return FlowWords::tr("A vector for each place in the sentence; added to the embedding, it "
                             "tells the model the order of the words.");
    case Role::Hidden:
        return FlowWords::tr("A vector for each token on its way from layer to layer.");
    case Role::Query:
        return FlowWords::tr("Query: what each token looks for.");
    case Role::Key:
        return FlowWords::tr("Key: what each token offers to be found by.");
    case Role::Value:
        return FlowWords::tr("Value: what each token hands over when it is attended to.");
    case Role::Scores:
        return FlowWords::tr("How well each query (row) fits each key (column), before scaling.");
    case Role::Scaled:
        return FlowWords::tr("The scores times the scale and over the temperature, so that the "
                             "weights neither flatten nor harden.");
    case Role::Masked:
        return FlowWords::tr("The scaled scores; −∞ (hatched or grey) where a token may not look.");
    case Role::Weights:
        return weightsHelp(tensor);
    case Role::Context:
        return FlowWords::tr("For each token the values of all tokens, mixed by its weights.");
    case Role::State:
        return FlowWords::tr("What the encoder remembers after each input token.");
    case Role::DecoderState:
        return FlowWords::tr("What the decoder remembers before it writes each token.");
    case Role::Gate:
        return FlowWords::tr("How much a recurrent cell keeps, forgets or lets through.");
    case Role::Logits:
        return FlowWords::tr("A score for each word of the vocabulary.");
    case Role::Probabilities:
        return FlowWords::tr("How likely each word of the vocabulary is.");
    }
    return {};
}

namespace {

/// "₂" for the second of several with the same name; nothing for the only one.
QString occurrence(const Axis& axis, Index place)
{
    if (!axis || place < 0 || place >= static_cast<Index>(axis->size()))
        return {};
    const std::string& name = (*axis)[static_cast<std::size_t>(place)];
    const auto before = std::count(axis->begin(), axis->begin() + place, name);
    if (std::count(axis->begin(), axis->end(), name) < 2)
        return {};
    QString digits = QString::number(before + 1);
    for (QChar& digit : digits)
        digit = QChar(0x2080 + digit.digitValue());
    return digits;
}

} // namespace

QString rowOccurrence(const TraceTensor& tensor, Index row)
{
    return occurrence(tensor.rows, row);
}

QString columnOccurrence(const TraceTensor& tensor, Index column)
{
    return occurrence(tensor.columns, column);
}

QString percentText(double share)
{
    const double percent = share * 100;
    if (percent > 0 && percent < 0.5)
        return QStringLiteral("<1 %");
    return QStringLiteral("%1 %").arg(qRound(percent));
}

} // namespace regard
