// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <cstdint>
#include <span>
#include <utility>

namespace regard {

/// A small generator whose numbers are the same with every compiler and library:
/// xoshiro256** (Blackman & Vigna 2018) seeded through splitmix64.
class Random {
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform in [0, 1).
    double uniform();
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in [0, bound); bound > 0.
    std::size_t below(std::size_t bound);
    /// Standard normal (Box–Muller).
    double normal();
    /// True with the given probability.
    bool chance(double probability) { return uniform() < probability; }

    template <class T> void shuffle(std::span<T> items)
    {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

    /// A generator of its own for part `index` of the work, independent of the others.
    static Random forPart(std::uint64_t seed, std::uint64_t index);

private:
    std::uint64_t m_state[4]{};
};

} // namespace regard
