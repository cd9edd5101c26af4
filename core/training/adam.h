// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"

namespace regard {

/// Adam, Kingma & Ba 2015, algorithm 1, with PyTorch's placing of epsilon:
///   m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,
///   θ ← θ − rate · (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
class Adam {
public:
    explicit Adam(std::size_t size, double beta1 = 0.9, double beta2 = 0.999,
                  double epsilon = 1e-8);

    /// One step over the whole block; gradients are multiplied by `gradientScale` first.
    void step(std::span<Real> parameters, std::span<const Real> gradients, double rate,
              double gradientScale = 1);

private:
    double m_beta1, m_beta2, m_epsilon;
    std::int64_t m_steps = 0;
    Buffer m_mean;
    Buffer m_square;
};

} // namespace regard
