// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/operations.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

namespace regard {

/// Inputs of a gradient check: drawn from a fixed seed, well away from special points.
inline Tensor drawn(const Shape& shape, std::uint64_t seed, double scale = 1)
{
    Tensor tensor(shape);
    Random random(seed);
    for (Real& value : tensor.values())
        value = static_cast<Real>(random.uniform(-scale, scale));
    return tensor;
}

/// Compares the tape's gradients of `build` with central differences for every number of
/// every input. The loss weighs each number of the result differently, so that a wrong
/// place or sign cannot cancel out.
inline void checkGradients(std::vector<Tensor> inputs,
                           const std::function<Var(Tape&, std::span<const Var>)>& build,
                           double tolerance = 1e-6)
{
    static_assert(sizeof(Real) == 8, "finite differences need the double engine");
    const auto loss = [&](Tape& tape, std::vector<Var>& vars) {
        for (const Tensor& input : inputs)
            vars.push_back(tape.input(input.view()));
        const Var y = build(tape, vars);
        Tensor factors(tape.shape(y));
        for (Index i = 0; i < factors.shape().size(); ++i)
            factors.data()[i] = std::cos(0.7 + 1.3 * static_cast<double>(i));
        return sum(tape, times(tape, y, tape.constant(factors.view())));
    };

    Tape tape;
    std::vector<Var> vars;
    const Var total = loss(tape, vars);
    ASSERT_TRUE(std::isfinite(tape.value(total).data[0]));
    tape.backward(total);
    std::vector<Tensor> gradients;
    for (Var v : vars)
        gradients.emplace_back(ConstView(tape.gradient(v)));

    const double step = 1e-6;
    for (std::size_t k = 0; k < inputs.size(); ++k)
        for (Index i = 0; i < inputs[k].shape().size(); ++i) {
            const Real original = inputs[k].data()[i];
            double values[2];
            for (int side = 0; side < 2; ++side) {
                inputs[k].data()[i] = original + (side == 0 ? step : -step);
                Tape other;
                std::vector<Var> ignored;
                const Var shifted = loss(other, ignored);
                values[side] = other.value(shifted).data[0];
            }
            inputs[k].data()[i] = original;
            const double expected = (values[0] - values[1]) / (2 * step);
            const double got = gradients[k].data()[i];
            EXPECT_NEAR(got, expected, tolerance * std::max(1.0, std::abs(expected)))
                << "input " << k << ", number " << i;
        }
}

} // namespace regard
