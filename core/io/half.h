// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace regard {

/// The number of an IEEE 754 binary16.
float fromHalf(std::uint16_t bits);

/// The nearest binary16 of a number, of two the even one; infinite beyond 65,504.
std::uint16_t toHalf(float number);

} // namespace regard
