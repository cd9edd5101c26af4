// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace regard {

/// The scalar of the whole engine: float in the program. The same sources are
/// compiled a second time with REGARD_DOUBLE for the finite-difference tests.
#ifdef REGARD_DOUBLE
using Real = double;
#else
using Real = float;
#endif

using Index = std::ptrdiff_t;

} // namespace regard
