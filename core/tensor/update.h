// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

namespace regard {

// The arithmetic of an optimiser over runs of numbers, compiled with the compute library.

/// What Adam multiplies with at every step: β₁, 1 − β₁, β₂, 1 − β₂ and ε.
struct AdamFactors {
    Real keepMean, addMean, keepSquare, addSquare, epsilon;
};

/// What one step adds to them: rate / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ).
struct AdamStep {
    Real size, inverse;
};

/// One step over `count` numbers, gradients times `scale`:
///   m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  θ ← θ − size · m / (√v · inverse + ε)
void adamStep(const AdamFactors& factors, const AdamStep& step, Real scale, Index count,
              Real* theta, Real* mean, Real* square, const Real* gradient);

/// `steps` steps in which the gradient is zero, in one pass: the same bits as adamStep().
void adamRest(const AdamFactors& factors, const AdamStep* steps, Index stepCount, Index count,
              Real* theta, Real* mean, Real* square);

/// v ← momentum · v + g, θ ← θ − rate · v, gradients times `scale`.
void momentumStep(Real momentum, Real rate, Real scale, Index count, Real* theta, Real* velocity,
                  const Real* gradient);

/// θ ← θ − rate · g.
void descend(Real rate, Index count, Real* theta, const Real* gradient);

/// numbers ← factor · numbers.
void multiplyBy(Real* numbers, Real factor, Index count);

/// sum += values.
void addTo(Real* sum, const Real* values, Index count);

/// Σ x², in double.
double squaredNorm(const Real* values, Index count);

} // namespace regard
