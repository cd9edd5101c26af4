// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_state.h"

namespace regard {

/// How many steps of an answer are written at the moment.
int stepsWritten(const SceneState& state, const PointedInputs& scene);
/// The step whose weights are shown: the one that is pointed at or fixed, else the last that is
/// computed; −1 for none.
int stepShown(const SceneState& state, const PointedInputs& scene);
/// The weight of an input at a step; 0 where it is not computed or no number.
double weightAt(const SceneState& state, const PointedInputs& scene, int step, int input);
/// Whether the answer of a step was checked and is wrong.
bool isWrong(const SceneState& state, int step);
/// "input 3: 0.4, weight 0.9 at step 2, written as 1".
QString inputText(const SceneState& state, const PointedInputs& scene, int input);
/// "1, 3, 2": places of inputs, counted from 1.
QString placesText(const std::vector<int>& places);
/// What is said of an answer that is wrong, as soon as all of it is written; else nothing.
QString wrongText(const SceneState& state, const PointedInputs& scene);
/// The answer as far as it is written.
QString answerText(const SceneState& state, const PointedInputs& scene);
std::vector<int> pointedStops(const SceneState& state, const PointedInputs& scene);

} // namespace regard
