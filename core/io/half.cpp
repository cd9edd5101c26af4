// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/half.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace regard {

// Half: sign, 5 bits of exponent (bias 15), 10 of fraction; single: sign, 8 (bias 127), 23.

float fromHalf(std::uint16_t bits)
{
    const std::uint32_t sign = (bits & 0x8000u) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1Fu;
    const std::uint32_t fraction = bits & 0x3FFu;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 0x1F ? 0xFFu : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

std::uint16_t toHalf(float number)
{
    constexpr std::uint32_t infinite = 0x7C00;
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t sign = (bits >> 16) & 0x8000u;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    std::uint32_t half = 0;
    if (std::isnan(number))
        half = infinite | 0x200u;
    else if (std::abs(number) < 0x1p-14f) // below the smallest with an exponent: steps of 2^-24
        half = static_cast<std::uint32_t>(std::nearbyint(std::abs(number) * 0x1p24f));
    else // the carry of rounding goes on into the exponent
        half = std::min(infinite,
                        ((magnitude + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13) - (112u << 10));
    return static_cast<std::uint16_t>(sign | half);
}

} // namespace regard
