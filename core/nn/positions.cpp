// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/positions.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace regard {

Tensor sinusoids(Positions kind, Index time, Index width)
{
    Tensor table({time, width});
    if (kind == Positions::None)
        return table;
    const Index half = (width + 1) / 2;
    for (Index t = 0; t < time; ++t)
        for (Index i = 0; i < half; ++i) {
            // Tensor2Tensor spaces its wavelengths so that the last one is 10000 itself.
            const double exponent = kind == Positions::Interleaved
                ? 2.0 * static_cast<double>(i) / static_cast<double>(width)
                : static_cast<double>(i) / std::max<double>(static_cast<double>(half) - 1, 1);
            const double angle = static_cast<double>(t) / std::pow(10000.0, exponent);
            const Index sine = kind == Positions::Interleaved ? 2 * i : i;
            const Index cosine = kind == Positions::Interleaved ? 2 * i + 1 : half + i;
            if (sine < width)
                table.at(t, sine) = static_cast<Real>(std::sin(angle));
            if (cosine < width)
                table.at(t, cosine) = static_cast<Real>(std::cos(angle));
        }
    return table;
}

Positions positionsOf(std::string_view name)
{
    if (name == "none")
        return Positions::None;
    if (name == "interleaved")
        return Positions::Interleaved;
    if (name == "concatenated")
        return Positions::Concatenated;
    throw std::invalid_argument("unknown positions '" + std::string(name)
                                + "': use none, interleaved or concatenated");
}

} // namespace regard
