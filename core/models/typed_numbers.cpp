// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/typed_numbers.h"

#include "core/trace/cell_work.h"

namespace regard {

namespace {

// x_i = (x_i1, …, x_id)
constexpr Formula typedFormula{
    .name = "numbers",
    .line = "the numbers typed",
    .spoken = "x i = the numbers that were typed",
    .symbols = "*x x d i",
    .cell =
        [](CellWork& work) {
            const double typed = work.recorded();
            work.worked("{}", {{typed, {}}});
            return typed;
        },
};

} // namespace

How typedNumbers()
{
    return How(typedFormula);
}

} // namespace regard
