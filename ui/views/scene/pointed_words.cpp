// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/pointed_words.h"

#include "ui/views/scene/scene_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <set>

namespace regard {

namespace {

QString said(const char* text)
{
    return QCoreApplication::translate("SceneView", text);
}

} // namespace

int stepsWritten(const SceneState& state, const PointedInputs& scene)
{
    const int steps = static_cast<int>(scene.order.size());
    int written = 0;
    while (written < steps && state.trace->endOfStep(written) >= 0
           && state.trace->endOfStep(written) <= state.moment)
        ++written;
    return written;
}

int stepShown(const SceneState& state, const PointedInputs& scene)
{
    const TraceTensor* weights = state.tensor(scene.weights);
    if (!weights)
        return -1;
    const CellRef& cell = state.shown();
    if (cell && cell.row >= 0) {
        const TraceTensor& tensor = state.trace->tensors[static_cast<std::size_t>(cell.tensor)];
        if (tensor.rows == weights->rows && state.isComputed(weights, cell.row))
            return static_cast<int>(cell.row);
    }
    int last = -1;
    for (Index row = 0; row < weights->value.rows() && state.isComputed(weights, row); ++row)
        last = static_cast<int>(row);
    return last;
}

double weightAt(const SceneState& state, const PointedInputs& scene, int step, int input)
{
    const TraceTensor* weights = state.tensor(scene.weights);
    if (step < 0 || !state.isComputed(weights, step) || input >= weights->value.columns())
        return 0;
    const auto weight = static_cast<double>(weights->value.at(step, input));
    return std::isfinite(weight) ? weight : 0;
}

bool isWrong(const SceneState& state, int step)
{
    const auto at = static_cast<std::size_t>(step);
    return step >= 0 && at < state.trace->output.size() && state.trace->output[at].wrong;
}

QString placesText(const std::vector<int>& places)
{
    QStringList parts;
    for (const int place : places)
        parts << QString::number(place + 1);
    return parts.join(QStringLiteral(", "));
}

QString inputText(const SceneState& state, const PointedInputs& scene, int input)
{
    QString text = said(QT_TRANSLATE_NOOP("SceneView", "input %1: %2"))
                       .arg(input + 1)
                       .arg(coordinatesText(scene.inputs[static_cast<std::size_t>(input)]));
    const int step = stepShown(state, scene);
    const TraceTensor* weights = state.tensor(scene.weights);
    if (step >= 0 && input < weights->value.columns())
        text += said(QT_TRANSLATE_NOOP("SceneView", ", weight %1 at step %2"))
                    .arg(SceneState::number(static_cast<double>(weights->value.at(step, input))))
                    .arg(step + 1);
    const int written = stepsWritten(state, scene);
    for (int i = 0; i < written; ++i)
        if (scene.order[static_cast<std::size_t>(i)] == input)
            text +=
                said(isWrong(state, i)
                         ? QT_TRANSLATE_NOOP("SceneView", ", written at step %1, which is wrong")
                         : QT_TRANSLATE_NOOP("SceneView", ", written at step %1"))
                    .arg(i + 1);
    return text;
}

QString wrongText(const SceneState& state, const PointedInputs& scene)
{
    const int steps = static_cast<int>(scene.order.size());
    bool wrong = false;
    for (int i = 0; i < steps; ++i)
        wrong = wrong || isWrong(state, i);
    if (!wrong || stepsWritten(state, scene) < steps)
        return {};
    return said(QT_TRANSLATE_NOOP("SceneView", "✗ The answer is wrong: right are the inputs %1."))
        .arg(placesText(scene.right));
}

QString answerText(const SceneState& state, const PointedInputs& scene)
{
    const int written = stepsWritten(state, scene);
    if (written == 0)
        return said(QT_TRANSLATE_NOOP("SceneView", "nothing is written yet"));
    return said(QT_TRANSLATE_NOOP("SceneView", "written so far: inputs %1"))
        .arg(placesText({scene.order.begin(), scene.order.begin() + written}));
}

std::vector<int> pointedStops(const SceneState& state, const PointedInputs& scene)
{
    const std::vector<int> weights = momentsOf(*state.trace, {scene.weights});
    std::set<int> moments(weights.begin(), weights.end());
    for (int step = 0; step < static_cast<int>(scene.order.size()); ++step)
        if (const int end = state.trace->endOfStep(step); end >= 0)
            moments.insert(end);
    return {moments.begin(), moments.end()};
}

} // namespace regard
