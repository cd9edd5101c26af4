// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/mask.h"
#include "core/tensor/random.h"
#include "core/tensor/tensor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

// What tests have in common that walk the tables of attention.
namespace regard {

/// Numbers drawn from a normal distribution.
inline Tensor drawnNormally(const Shape& shape, std::uint64_t seed)
{
    Random random(seed);
    Tensor tensor(shape);
    for (Real& number : tensor.values())
        number = static_cast<Real>(random.normal());
    return tensor;
}

/// Every number near the other, relative to its size; infinities are equal.
inline void expectNear(const Tensor& a, const Tensor& b, double tolerance, const std::string& name)
{
    ASSERT_EQ(a.values().size(), b.values().size()) << name;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const auto x = static_cast<double>(a.values()[i]);
        const auto y = static_cast<double>(b.values()[i]);
        if (x != y) {
            ASSERT_NEAR(x, y, tolerance * (1 + std::abs(y))) << name << ", number " << i;
        }
    }
}

struct NamedMask {
    std::string name;
    Mask mask;
};

/// Every kind of mask for `tokens` queries and keys, alone and with the last keys as padding and
/// with keys that nobody may see.
template <Index tokens> std::vector<NamedMask> everyMask()
{
    static const std::vector<std::int32_t> lengths{static_cast<std::int32_t>(tokens * 4 / 5)};
    static const std::vector<std::uint8_t> hidden = [] {
        std::vector<std::uint8_t> keys(tokens);
        for (std::size_t key = 2; key < keys.size(); key += 5)
            keys[key] = 1;
        return keys;
    }();
    std::vector<NamedMask> all;
    for (const Mask::Kind kind :
         {Mask::Kind::None, Mask::Kind::Causal, Mask::Kind::Window, Mask::Kind::History})
        for (const bool padded : {false, true})
            for (const bool hides : {false, true}) {
                NamedMask& added = all.emplace_back();
                added.name = "mask " + std::to_string(static_cast<int>(kind))
                    + (padded ? ", padding" : "") + (hides ? ", hidden keys" : "");
                added.mask.kind = kind;
                added.mask.width = 4;
                if (padded)
                    added.mask.lengths = lengths;
                if (hides)
                    added.mask.hiddenKeys = hidden;
            }
    return all;
}

} // namespace regard
