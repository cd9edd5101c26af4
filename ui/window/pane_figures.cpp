// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pane_figures.h"
#include "ui/session/measured_figures.h"

#include "core/scenarios/catalogue.h"
#include "core/trace/attention_statistics.h"

#include "ui/views/shared/theme.h"
#include "ui/words/output_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace regard {

namespace {

/// Characters of an output that leave room for what stands behind it.
constexpr qsizetype longestOutput = 60;

struct FiguresText {
    Q_DECLARE_TR_FUNCTIONS(FiguresText)
};

/// Of the selected row, where that is one of weights.
std::optional<double> entropyOfRow(const Trace& trace, const CellRef& cell)
{
    if (!cell || cell.row < 0)
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    if (tensor.role != Role::Weights)
        return {};
    Tensor one({1, tensor.value.columns()});
    for (Index column = 0; column < tensor.value.columns(); ++column)
        one.at(0, column) = tensor.value.at(cell.row, column);
    const double entropy = rowStatistics(TraceValue(std::move(one))).entropy.front();
    return std::isfinite(entropy) ? std::optional(entropy) : std::nullopt;
}

} // namespace

PaneFigures figuresOf(const Pane& pane, const Pane& first,
                      const std::optional<SentenceAlignment>& alignment)
{
    const TracePtr& trace = pane.explorer().trace();
    if (!trace)
        return {};
    QStringList parts;
    QStringList help;
    const std::shared_ptr<const Weights> weights = pane.explorer().weights();
    const ScenarioSpec& spec = scenarioOf(trace->scenario);
    const bool untrained = weights && spec.task && !weights->trained;
    if (untrained) {
        parts << FiguresText::tr("untrained");
        help << FiguresText::tr("Its weights are untrained: they mean nothing yet.");
    }
    if (!trace->output.empty()) {
        const QString output = outputInWords(*trace);
        const TracePtr& other = first.explorer().trace();
        const bool differs = &pane != &first && other && outputInWords(*other) != output;
        parts << (differs ? QStringLiteral("≠ %1") : QStringLiteral("→ %1"))
                     .arg(output.size() > longestOutput
                              ? output.left(longestOutput) + QStringLiteral("…")
                              : output);
        help << (differs ? FiguresText::tr("Writes “%1”: another output than the first pane's.")
                         : FiguresText::tr("Writes “%1”."))
                    .arg(output);
    }
    const std::vector<MeasuredFigure> measured =
        weights ? measuredFigures(spec, *trace, *weights) : std::vector<MeasuredFigure>();
    for (const MeasuredFigure& figure : measured) {
        const QString value = numberText(figure.value, 3);
        parts << QStringLiteral("%1 %2").arg(figure.label, value);
        help << FiguresText::tr("Measured on held-out data: %1 %2.").arg(figure.label, value);
    }
    if (measured.empty() && !untrained && !spec.mainFigures.empty())
        help << FiguresText::tr("Nothing was measured with these settings.");
    if (alignment) {
        const QString value = numberText(alignment->error, 3);
        parts << FiguresText::tr("alignment error here %1").arg(value);
        help << (alignment->heads > 1
                     ? FiguresText::tr("Of this text, beside the alignment that the corpus's rules "
                                       "give, the mean of the %1 heads of the last attention over "
                                       "the input has an alignment error rate of %2.")
                           .arg(QString::number(alignment->heads), value)
                     : FiguresText::tr("Of this text, beside the alignment that the corpus's rules "
                                       "give, the weights have an alignment error rate of %1.")
                           .arg(value));
    }
    const std::optional<double> ofRow = entropyOfRow(*trace, pane.selection().shown());
    const std::optional<double> entropy = ofRow ? ofRow : pane.explorer().entropy();
    if (entropy) {
        const QString bits = numberText(*entropy, 3);
        parts << (ofRow ? FiguresText::tr("row's entropy %1 bits").arg(bits)
                        : FiguresText::tr("entropy %1 bits").arg(bits));
        help << (ofRow ? FiguresText::tr("The weights of the selected row have an entropy of %1 "
                                         "bits: 0 for one key, more the more keys share.")
                       : FiguresText::tr("The weights of the last attention have an entropy of %1 "
                                         "bits, the mean over its rows and heads: 0 for one key, "
                                         "more the more keys share."))
                    .arg(bits);
    }
    if (weights && weights->parameters.layout().count() > 0)
        help << FiguresText::tr("%1 parameters.")
                    .arg(QLocale().toString(
                        static_cast<qlonglong>(weights->parameters.layout().count())));
    const QString time = numberText(trace->seconds * 1000, 2);
    parts << FiguresText::tr("%1 ms").arg(time);
    help << FiguresText::tr("Computed in %1 ms.").arg(time);
    if (const QString memory = memoryText(trace->bytes); !memory.isEmpty()) {
        parts << memory;
        help << FiguresText::tr("Keeps %1 of memory.").arg(memory);
    }
    return {parts.join(QStringLiteral(" · ")), help.join(QLatin1Char('\n'))};
}

} // namespace regard
