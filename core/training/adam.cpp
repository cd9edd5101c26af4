// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam.h"

#include <cmath>

namespace regard {

Adam::Adam(std::size_t size, std::size_t steps, double beta1, double beta2, double epsilon)
    : m_beta1(beta1)
    , m_beta2(beta2)
    , m_factors{static_cast<Real>(beta1), static_cast<Real>(1 - beta1), static_cast<Real>(beta2),
                static_cast<Real>(1 - beta2), static_cast<Real>(epsilon)}
    , m_mean(size)
    , m_square(size)
{
    m_steps.reserve(steps);
}

void Adam::begin(double rate)
{
    const double count = static_cast<double>(m_steps.size() + 1);
    m_steps.push_back({static_cast<Real>(rate / (1 - std::pow(m_beta1, count))),
                       static_cast<Real>(1 / std::sqrt(1 - std::pow(m_beta2, count)))});
}

void Adam::update(Real* block, const Real* gradients, Index first, Index count, Real scale)
{
    adamStep(m_factors, m_steps.back(), scale, count, block + first, m_mean.data() + first,
             m_square.data() + first, gradients + first);
}

void Adam::rest(Real* block, Index first, Index count, std::int32_t from, std::int32_t to)
{
    adamRest(m_factors, m_steps.data() + from, to - from, count, block + first,
             m_mean.data() + first, m_square.data() + first);
}

} // namespace regard
