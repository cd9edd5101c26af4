// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/kernel_regression/model.h"
#include "core/trace/scene.h"

#include <string>

namespace regard {

/// Points and queries of a text as its scene shows them.
CurveScene sceneOf(const KernelData& data, const std::string& text);

/// Takes the numbers of points and queries as they are in their own units.
void placePoints(const KernelData& data, CurveScene& scene);

/// The curve through points of one number, with the memory and the width [1 × 1] that the trace
/// names.
void drawCurve(Tape& tape, const KernelRegression& model, const Memory& memory, Var width,
               CurveScene& scene);

/// Root mean square error at each point, told from all the others; −1 for fewer than two.
double errorLeavingOneOut(KernelData data, const SimilarityKernel& kernel, Real width);

} // namespace regard
