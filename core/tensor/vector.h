// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One cache line of numbers as a value, for the few inner loops that compilers do not turn into
// vector code by themselves. GCC and Clang make of it what the instruction set has.

#include "core/tensor/tensor.h"

#include <cstring>

namespace regard {

using Vector = Real __attribute__((vector_size(bufferAlignment)));
inline constexpr Index vectorWidth = static_cast<Index>(bufferAlignment / sizeof(Real));

/// The count rounded up to whole vectors.
inline Index paddedToVector(Index count)
{
    return (count + vectorWidth - 1) / vectorWidth * vectorWidth;
}

/// Numbers that need not be aligned.
inline void load(Vector& to, const Real* from)
{
    std::memcpy(&to, from, sizeof to);
}
inline void store(Real* to, const Vector& from)
{
    std::memcpy(to, &from, sizeof from);
}

} // namespace regard
