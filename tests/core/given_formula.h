// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/cell_rules.h"

namespace regard {

/// Of what a test gives: there is nothing to compute.
inline constexpr Formula givenFormula{
    .name = "given",
    .line = "given",
    .spoken = "given",
    .symbols = "x",
    .cell = givenCell,
};

} // namespace regard
