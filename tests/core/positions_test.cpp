// SPDX-License-Identifier: GPL-3.0-or-later
// Position vectors by their formulas: Vaswani et al. 2017, section 3.5, and as Tensor2Tensor puts
// them, whose shortest wavelength is 2π and whose longest is 10000 · 2π.
#include "core/nn/positions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace regard {
namespace {

TEST(Sinusoids, interleavedOnesFollowTheirFormula)
{
    constexpr Index width = 12;
    Tensor table({40, width});
    writeSinusoids(Positions::Interleaved, table.view());
    for (Index t = 0; t < 40; ++t)
        for (Index i = 0; i < width; ++i) {
            const double angle =
                static_cast<double>(t) / std::pow(10000.0, static_cast<double>(i - i % 2) / width);
            EXPECT_NEAR(table.at(t, i), i % 2 == 0 ? std::sin(angle) : std::cos(angle), 1e-6);
        }
}

TEST(Sinusoids, concatenatedOnesFollowTheirFormula)
{
    constexpr Index width = 12;
    constexpr Index half = width / 2;
    Tensor table({40, width});
    writeSinusoids(Positions::Concatenated, table.view());
    for (Index t = 0; t < 40; ++t)
        for (Index m = 0; m < half; ++m) {
            const double angle = static_cast<double>(t)
                * std::pow(10000.0, -static_cast<double>(m) / static_cast<double>(half - 1));
            EXPECT_NEAR(table.at(t, m), std::sin(angle), 1e-6);
            EXPECT_NEAR(table.at(t, half + m), std::cos(angle), 1e-6);
        }
}

} // namespace
} // namespace regard
