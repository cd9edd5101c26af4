// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.h"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace regard {

std::size_t averagesOf(OptimiserKind kind)
{
    switch (kind) {
    case OptimiserKind::Adam:
    case OptimiserKind::AdamW:
        return 2;
    case OptimiserKind::Momentum:
        return 1;
    case OptimiserKind::Sgd:
        return 0;
    }
    return 0;
}

Optimiser::Optimiser(std::size_t size, std::size_t steps, const OptimiserOptions& options)
    : m_options(options)
    , m_factors{static_cast<Real>(options.beta1), static_cast<Real>(1 - options.beta1),
                static_cast<Real>(options.beta2), static_cast<Real>(1 - options.beta2),
                static_cast<Real>(options.epsilon)}
    , m_mean(averagesOf(options.kind) > 0 ? size : 0)
    , m_square(averagesOf(options.kind) > 1 ? size : 0)
{
    m_steps.reserve(steps);
}

void Optimiser::resume(std::size_t taken, Buffer mean, Buffer square)
{
    if (mean.size() != m_mean.size() || square.size() != m_square.size())
        throw std::invalid_argument("the optimiser's averages are not those of its kind");
    m_steps.assign(taken, {});
    m_mean = std::move(mean);
    m_square = std::move(square);
}

void Optimiser::begin(double rate)
{
    const double count = static_cast<double>(m_steps.size() + 1);
    m_steps.push_back({static_cast<Real>(rate / (1 - std::pow(m_options.beta1, count))),
                       static_cast<Real>(1 / std::sqrt(1 - std::pow(m_options.beta2, count)))});
    m_rate = static_cast<Real>(rate);
    m_keep = static_cast<Real>(1 - rate * m_options.weightDecay);
}

void Optimiser::update(Real* block, const Real* gradients, Index first, Index count, Real scale)
{
    Real* const numbers = block + first;
    const Real* const slopes = gradients + first;
    switch (m_options.kind) {
    case OptimiserKind::AdamW:
        multiplyBy(numbers, m_keep, count);
        [[fallthrough]];
    case OptimiserKind::Adam:
        adamStep(m_factors, m_steps.back(), scale, count, numbers, m_mean.data() + first,
                 m_square.data() + first, slopes);
        break;
    case OptimiserKind::Momentum:
        momentumStep(static_cast<Real>(m_options.momentum), m_rate, scale, count, numbers,
                     m_mean.data() + first, slopes);
        break;
    case OptimiserKind::Sgd:
        descend(m_rate * scale, count, numbers, slopes);
        break;
    }
}

bool Optimiser::restsLater() const
{
    return m_options.kind == OptimiserKind::Adam || m_options.kind == OptimiserKind::Sgd;
}

void Optimiser::rest(Real* block, Index first, Index count, std::int32_t from, std::int32_t to)
{
    if (m_options.kind == OptimiserKind::Adam)
        adamRest(m_factors, m_steps.data() + from, to - from, count, block + first,
                 m_mean.data() + first, m_square.data() + first);
}

} // namespace regard
