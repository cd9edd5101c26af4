// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/typed_numbers.h"

#include "core/trace/cell_rules.h"

namespace regard {

namespace {

// x_i = (x_i1, …, x_id)
constexpr Formula typedFormula{
    .name = "numbers",
    .line = "the numbers typed",
    .spoken = "x i = the numbers that were typed",
    .symbols = "*x x d i",
    .cell = givenCell,
};

} // namespace

How typedNumbers()
{
    return How(typedFormula);
}

} // namespace regard
