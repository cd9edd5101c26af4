// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam.h"

#include <cmath>

namespace regard {

Adam::Adam(std::size_t size, double beta1, double beta2, double epsilon)
    : m_beta1(beta1)
    , m_beta2(beta2)
    , m_epsilon(epsilon)
    , m_mean(size)
    , m_square(size)
{
}

void Adam::step(std::span<Real> parameters, std::span<const Real> gradients, double rate,
                double gradientScale)
{
    ++m_steps;
    const Real scale = static_cast<Real>(gradientScale);
    const Real keepMean = static_cast<Real>(m_beta1);
    const Real addMean = static_cast<Real>(1 - m_beta1);
    const Real keepSquare = static_cast<Real>(m_beta2);
    const Real addSquare = static_cast<Real>(1 - m_beta2);
    const double steps = static_cast<double>(m_steps);
    const Real size = static_cast<Real>(rate / (1 - std::pow(m_beta1, steps)));
    const Real inverse = static_cast<Real>(1 / std::sqrt(1 - std::pow(m_beta2, steps)));
    const Real epsilon = static_cast<Real>(m_epsilon);
    Real* theta = parameters.data();
    Real* mean = m_mean.data();
    Real* square = m_square.data();
    const Real* gradient = gradients.data();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Real g = gradient[i] * scale;
        mean[i] = keepMean * mean[i] + addMean * g;
        square[i] = keepSquare * square[i] + addSquare * g * g;
        theta[i] -= size * mean[i] / (std::sqrt(square[i]) * inverse + epsilon);
    }
}

} // namespace regard
