// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/optimiser_kind.h"
#include "core/tape/parameters.h"
#include "core/tensor/update.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace regard {

struct OptimiserOptions {
    OptimiserKind kind = OptimiserKind::Adam;
    double weightDecay = 0.01; ///< λ of AdamW
    double momentum = 0.9; ///< μ of momentum
    double beta1 = 0.9; ///< of Adam and AdamW
    double beta2 = 0.999;
    double epsilon = 1e-8;
};

/// Numbers beside each parameter that a kind keeps from step to step.
std::size_t averagesOf(OptimiserKind kind);

/// Moves parameters against gradients g, as PyTorch's optimisers of these names do.
///   Adam, Kingma & Ba 2015, algorithm 1, with PyTorch's placing of epsilon:
///     m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,
///     θ ← θ − rate · (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
///   AdamW, Loshchilov & Hutter 2019, algorithm 2: θ ← (1 − rate·λ) θ, then a step of Adam
///   Momentum, Polyak 1964: v ← μv + g,  θ ← θ − rate · v
///   Sgd: θ ← θ − rate · g
/// Its averages cover a block of parameters; update() and rest() work on any run of it, runs
/// that do not overlap on several threads at once.
class Optimiser {
public:
    /// For `size` numbers and at most `steps` steps.
    Optimiser(std::size_t size, std::size_t steps, const OptimiserOptions& options = {});

    /// Goes on after `taken` steps with the averages of then. Throws std::invalid_argument if they
    /// are not as many as this kind keeps.
    void resume(std::size_t taken, Buffer mean, Buffer square);
    const Buffer& mean() const { return m_mean; }
    const Buffer& square() const { return m_square; }
    Buffer takeMean() { return std::move(m_mean); }
    Buffer takeSquare() { return std::move(m_square); }

    /// Begins the next step.
    void begin(double rate);
    /// Steps begun.
    std::int32_t steps() const { return static_cast<std::int32_t>(m_steps.size()); }

    /// The step begun last, on numbers [first, first + count) of the block; gradients are
    /// multiplied by `scale`.
    void update(Real* block, const Real* gradients, Index first, Index count, Real scale);

    /// Whether steps without a gradient can be made up later, by rest(): of Adam and Sgd. Of the
    /// others every number is moved at every step.
    bool restsLater() const;
    /// Makes up on numbers that saw no gradient after step `from`, up to step `to`; no step from
    /// before resume().
    void rest(Real* block, Index first, Index count, std::int32_t from, std::int32_t to);

private:
    OptimiserOptions m_options;
    AdamFactors m_factors;
    std::vector<AdamStep> m_steps;
    Real m_rate = 0; ///< of the step begun last
    Real m_keep = 1; ///< 1 − rate·λ of that step
    Buffer m_mean; ///< of Momentum: the velocity
    Buffer m_square;
};

} // namespace regard
