// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"
#include "core/tensor/update.h"

#include <cstdint>
#include <vector>

namespace regard {

/// Adam, Kingma & Ba 2015, algorithm 1, with PyTorch's placing of epsilon:
///   m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,
///   θ ← θ − rate · (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
/// Its averages cover a block of parameters; update() and rest() work on any run of it, runs
/// that do not overlap on several threads at once.
class Adam {
public:
    /// For `size` numbers and at most `steps` steps.
    Adam(std::size_t size, std::size_t steps, double beta1 = 0.9, double beta2 = 0.999,
         double epsilon = 1e-8);

    /// Begins the next step.
    void begin(double rate);
    /// Steps begun.
    std::int32_t steps() const { return static_cast<std::int32_t>(m_steps.size()); }

    /// The step begun last, on numbers [first, first + count) of the block; gradients are
    /// multiplied by `scale`.
    void update(Real* block, const Real* gradients, Index first, Index count, Real scale);
    /// Makes up on numbers that saw no gradient after step `from`, up to step `to`.
    void rest(Real* block, Index first, Index count, std::int32_t from, std::int32_t to);

private:
    double m_beta1, m_beta2;
    AdamFactors m_factors;
    std::vector<AdamStep> m_steps;
    Buffer m_mean;
    Buffer m_square;
};

} // namespace regard
