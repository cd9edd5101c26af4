// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/ablation_text.h"

#include "ui/words/scope_text.h"

#include <QCoreApplication>

namespace regard {

namespace {

struct AblationText {
    Q_DECLARE_TR_FUNCTIONS(AblationText)
};

} // namespace

QString ablationName(const Ablation& ablation)
{
    switch (ablation.part) {
    case Ablated::Scale:
        return AblationText::tr("Division of the scores");
    case Ablated::Mask:
        return AblationText::tr("Mask");
    case Ablated::Choice:
        return AblationText::tr("Choice: all keys alike");
    case Ablated::Attention:
        return AblationText::tr("Attention itself");
    case Ablated::Head:
        return headText(ablation.head);
    case Ablated::Residual:
        return AblationText::tr("Ways around (residual)");
    case Ablated::Layer:
        return AblationText::tr("The whole layer");
    case Ablated::Positions:
        return AblationText::tr("Positions");
    case Ablated::Feeding:
        return AblationText::tr("Input feeding");
    case Ablated::Order:
        return AblationText::tr("Order: read backwards");
    }
    return {};
}

QString ablationText(const Trace& trace, const Ablation& ablation)
{
    const QString name = ablationName(ablation);
    if (ablation.attention < 0)
        return name;
    const QString of =
        attentionText(trace.attentions[static_cast<std::size_t>(ablation.attention)]);
    return QStringLiteral("%1 › %2").arg(of, name);
}

QString ablationHelp(Ablated part)
{
    switch (part) {
    case Ablated::Scale:
        return AblationText::tr("Scores go into the normaliser as they are, divided by neither √d "
                                "nor the temperature");
    case Ablated::Mask:
        return AblationText::tr("Every query sees every key");
    case Ablated::Choice:
        return AblationText::tr("Each key that may be seen has the same weight: the context is the "
                                "mean of the values");
    case Ablated::Attention:
        return AblationText::tr("The context is 0: nothing comes through this attention");
    case Ablated::Head:
        return AblationText::tr("The context of this head alone is 0");
    case Ablated::Residual:
        return AblationText::tr("What the layer reads is not added to what its parts give");
    case Ablated::Layer:
        return AblationText::tr("The layer gives on what it reads");
    case Ablated::Positions:
        return AblationText::tr("The vectors of positions are 0: the model does not know where a "
                                "token stands");
    case Ablated::Feeding:
        return AblationText::tr("The decoder is fed 0 in place of what it attended to at the step "
                                "before");
    case Ablated::Order:
        return AblationText::tr("The tokens of the input are read from the last to the first");
    }
    return {};
}

} // namespace regard
