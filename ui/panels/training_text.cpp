// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_text.h"

#include "core/training/free_memory.h"

#include "ui/views/shared/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

struct TrainingText {
    Q_DECLARE_TR_FUNCTIONS(TrainingText)
};

QString count(std::size_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

QString stepsText(const TrainingProgress& progress)
{
    const std::size_t epochs = progress.perEpoch > 0 ? progress.steps / progress.perEpoch : 0;
    const std::size_t epoch =
        progress.perEpoch > 0 ? std::min(epochs, progress.step / progress.perEpoch + 1) : 0;
    return TrainingText::tr("Epoch %1 of %2, step %3 of %4")
        .arg(count(epoch), count(epochs), count(progress.step), count(progress.steps));
}

QString figuresText(const TrainingProgress& progress)
{
    QStringList figures;
    for (const Figure& figure : progress.figures)
        figures << QStringLiteral("%1 %2").arg(QString::fromStdString(figure.label),
                                               numberText(figure.value, 3));
    return figures.join(QStringLiteral("; "));
}

QString endText(const TrainingProgress& progress)
{
    if (progress.stage == TrainingStage::Failed)
        return QString::fromStdString(progress.error);
    if (progress.stopped)
        return TrainingText::tr("Stopped after step %1 of %2.")
            .arg(count(progress.step), count(progress.steps));
    const QString done = TrainingText::tr("All %1 steps are done.").arg(count(progress.steps));
    const QString figures = figuresText(progress);
    return figures.isEmpty() ? done
                             : TrainingText::tr("%1 On %2 held-out examples: %3.")
                                   .arg(done, count(progress.heldOut), figures);
}

} // namespace

QString metricText(const QString& metric)
{
    return QString(metric).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString durationText(double seconds)
{
    const auto whole = static_cast<qlonglong>(std::llround(seconds));
    if (whole < 60)
        return TrainingText::tr("%1 s").arg(whole);
    if (whole < 3600)
        return TrainingText::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return TrainingText::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString progressText(const std::vector<const TrainingProgress*>& runs, bool active, bool paused)
{
    if (runs.empty())
        return {};
    const TrainingProgress* leading = runs.front();
    double speed = 0;
    double left = -1;
    bool known = true;
    QStringList ends;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const TrainingProgress& progress = *runs[run];
        if (progress.stage == TrainingStage::Training
            && (leading->stage != TrainingStage::Training || progress.step > leading->step))
            leading = &progress;
        if (progress.stage == TrainingStage::Training) {
            speed += progress.examplesPerSecond;
            left = std::max(left, progress.secondsLeft);
            known = known && progress.secondsLeft >= 0;
        }
        if (progress.stage == TrainingStage::Failed || !active)
            ends << (runs.size() > 1
                         ? TrainingText::tr("%1: %2").arg(run + 1).arg(endText(progress))
                         : endText(progress));
    }
    if (!active)
        return ends.join(QLatin1Char('\n'));
    QStringList parts;
    switch (leading->stage) {
    case TrainingStage::Preparing:
        parts << TrainingText::tr("Preparing the examples …");
        break;
    case TrainingStage::Measuring:
        parts << TrainingText::tr("Measuring held-out examples …");
        break;
    default:
        parts << stepsText(*leading);
    }
    if (paused) {
        parts << TrainingText::tr("paused");
    } else if (leading->stage == TrainingStage::Training && speed > 0) {
        parts
            << TrainingText::tr("%1 examples a second").arg(count(static_cast<std::size_t>(speed)));
        if (known && left >= 0)
            parts << TrainingText::tr("%1 left").arg(durationText(left));
    }
    QString text = parts.join(QStringLiteral(" · "));
    for (const QString& end : ends)
        text += QLatin1Char('\n') + end;
    return text;
}

QString filmText(std::size_t frames, std::uint64_t bytes)
{
    return TrainingText::tr("Moments on the film: %1, in %2 of memory")
        .arg(count(frames), QString::fromStdString(memoryText(bytes)));
}

QString momentOfTrainingText(std::size_t step, std::size_t steps, bool following, bool shown)
{
    if (!shown)
        return TrainingText::tr("Move the cursor to look at a moment of the training.");
    const QString text =
        TrainingText::tr("Shown: the weights after step %1 of %2").arg(count(step), count(steps));
    return following ? TrainingText::tr("%1, the newest.").arg(text) : text + QLatin1Char('.');
}

} // namespace regard
