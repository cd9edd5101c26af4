// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/formula_view.h"

#include "ui/panels/drawings.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

/// Units of the drawings in the height of one em.
constexpr double unitsPerEm = 1000;
/// Formulae are this much larger than the text around them.
constexpr double emphasis = 1.3;

} // namespace

FormulaView::FormulaView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FormulaView::setFormula(FormulaId formula)
{
    if (formula == m_formula)
        return;
    m_formula = formula;
    reload();
}

void FormulaView::setTheme(const Theme& theme)
{
    m_theme = theme;
    reload();
}

void FormulaView::reload()
{
    const std::string_view name = formulaName(m_formula);
    m_drawing.load(themedFormula(
        QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), m_theme));
    setAccessibleName(tr("Formula"));
    setAccessibleDescription(formulaText(m_formula));
    setToolTip(formulaText(m_formula));
    updateGeometry();
    update();
}

QSizeF FormulaView::drawingSize() const
{
    if (m_formula == FormulaId::None || !m_drawing.isValid())
        return {};
    const double em = fontMetrics().ascent() * emphasis;
    return m_drawing.viewBoxF().size() * (em / unitsPerEm);
}

QSize FormulaView::sizeHint() const
{
    const QSizeF size = drawingSize();
    return size.isEmpty() ? QSize(0, 0) : QSize(qCeil(size.width()), qCeil(size.height()) + 12);
}

QSize FormulaView::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

void FormulaView::paintEvent(QPaintEvent*)
{
    const QSizeF full = drawingSize();
    if (full.isEmpty())
        return;
    const double scale =
        std::min({1.0, width() / full.width(), std::max(1.0, height() - 4.0) / full.height()});
    const QSizeF size = full * scale;
    QPainter painter(this);
    m_drawing.render(&painter, QRectF({0, (height() - size.height()) / 2}, size));
}

void FormulaView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

QString formulaText(FormulaId formula)
{
    switch (formula) {
    case FormulaId::None:
        return {};
    case FormulaId::Embedding:
        return FormulaView::tr("x of token i is row token i of the embedding table E");
    case FormulaId::Position:
        return FormulaView::tr(
            "sines and cosines of the position, slower with each pair of features");
    case FormulaId::PositionedInput:
        return FormulaView::tr("x i = embedding of token i + position i");
    case FormulaId::Query:
        return FormulaView::tr("query i = x i times W Q");
    case FormulaId::Key:
        return FormulaView::tr("key j = x j times W K");
    case FormulaId::Value:
        return FormulaView::tr("value j = x j times W V");
    case FormulaId::DecoderQuery:
        return FormulaView::tr("query i = the decoder state before step i");
    case FormulaId::EncoderKey:
        return FormulaView::tr("key j = encoder state j");
    case FormulaId::EncoderValue:
        return FormulaView::tr("value j = encoder state j");
    case FormulaId::DotScore:
        return FormulaView::tr("score i j = query i · key j, summed over the features");
    case FormulaId::GeneralScore:
        return FormulaView::tr("score i j = query i times W times key j");
    case FormulaId::AdditiveScore:
        return FormulaView::tr("score i j = w · tanh(W q query i + W k key j)");
    case FormulaId::Scaled:
        return FormulaView::tr("scaled i j = score i j divided by √d and by the temperature τ");
    case FormulaId::Tempered:
        return FormulaView::tr("scaled i j = score i j divided by the temperature τ");
    case FormulaId::Masked:
        return FormulaView::tr("masked i j = scaled i j where j is not later than i, else −∞");
    case FormulaId::Unmasked:
        return FormulaView::tr("masked i j = scaled i j: no key is hidden");
    case FormulaId::Softmax:
        return FormulaView::tr("weight i j = exp masked i j divided by the sum of exp over row i");
    case FormulaId::Context:
        return FormulaView::tr("context i = the sum over j of weight i j times value j");
    case FormulaId::FixedContext:
        return FormulaView::tr("context i = the encoder's last state, the same at every step");
    case FormulaId::ProjectedQuery:
        return FormulaView::tr("projected query i = W q times query i");
    case FormulaId::ProjectedKey:
        return FormulaView::tr("projected key j = W k times key j");
    case FormulaId::AttentionOutput:
        return FormulaView::tr("the contexts of all heads side by side, times W O");
    case FormulaId::Attended:
        return FormulaView::tr("y i = layer norm of x i + the attention's output");
    case FormulaId::LayerOutput:
        return FormulaView::tr("layer norm of y i + the feed-forward net of y i");
    case FormulaId::RnnState:
        return FormulaView::tr("h t = tanh(W x t + U h t−1 + b)");
    case FormulaId::GruState:
        return FormulaView::tr("h t = (1 − z t) times n t + z t times h t−1");
    case FormulaId::LstmState:
        return FormulaView::tr("c t = f t times c t−1 + i t times g t; h t = o t times tanh c t");
    case FormulaId::LstmCell:
        return FormulaView::tr("c t = f t times c t−1 + i t times g t");
    case FormulaId::DecoderState:
        return FormulaView::tr("s i is computed from s i−1, the last output and the context");
    case FormulaId::ResetGate:
        return FormulaView::tr("reset gate r t = σ(W x t + U h t−1 + b)");
    case FormulaId::UpdateGate:
        return FormulaView::tr("update gate z t = σ(W x t + U h t−1 + b)");
    case FormulaId::NewGate:
        return FormulaView::tr("candidate n t = tanh(W x t + b + r t times (U h t−1 + b′))");
    case FormulaId::InputGate:
        return FormulaView::tr("input gate i t = σ(W x t + U h t−1 + b)");
    case FormulaId::ForgetGate:
        return FormulaView::tr("forget gate f t = σ(W x t + U h t−1 + b)");
    case FormulaId::CellGate:
        return FormulaView::tr("candidate g t = tanh(W x t + U h t−1 + b)");
    case FormulaId::OutputGate:
        return FormulaView::tr("output gate o t = σ(W x t + U h t−1 + b)");
    case FormulaId::Logits:
        return FormulaView::tr("logits = W o times the state + b o");
    case FormulaId::Probabilities:
        return FormulaView::tr(
            "probability of a word = exp of its logit divided by the sum of exp");
    }
    return {};
}

} // namespace regard
