// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/task.h"

#include <cmath>
#include <numbers>

namespace regard {

double Schedule::rate(double first, std::size_t step, std::size_t steps) const
{
    if (decay > 0)
        return first / (1 + decay * static_cast<double>(step));
    const double done = static_cast<double>(step) / static_cast<double>(steps);
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * done));
    return first * (finalShare + (1 - finalShare) * cosine);
}

} // namespace regard
