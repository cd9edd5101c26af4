// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/formula.h"

#include <vector>

namespace regard {

// Parts of attention once more in double precision, for explanations of single numbers.

/// ‖v‖
double lengthOf(const std::vector<double>& values);

/// K(u) with u = ‖q − k‖/σ, for a Gaussian its logarithm −u²/2.
double kernelValue(FormulaId formula, double squaredDistance, double width);

/// θ of the sparsemax of some scores: Σ max(score − θ, 0) = 1 (Martins & Astudillo 2016).
double sparsemaxThreshold(std::vector<double> scores);

} // namespace regard
