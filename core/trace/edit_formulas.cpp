// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/edit_formulas.h"

#include "core/trace/cell_rules.h"

#include <cmath>

namespace regard {

const Formula takenOutFormula{
    .name = "taken_out",
    .line = "0, taken out by hand",
    .spoken = "zero: taken out by hand",
    .symbols = "0",
    .cell = [](CellWork&) { return 0.0; },
};

const Formula passedOnFormula{
    .name = "passed_on",
    .line = "{0}, passed on by hand",
    .spoken = "passed on as it is, by hand: z i = s i",
    .symbols = "z s i",
    .cell = sameCell,
};

const Formula evenFormula{
    .name = "even",
    .line = "1 / number of keys that are seen, by hand",
    .spoken = "weight i j = 1 divided by n i, the number of keys that query i may see: by hand",
    .symbols = "a n i j",
    .cell =
        [](CellWork& work) {
            const std::vector<double> row = work.rowOf(0, work.row()).values;
            double seen = 0;
            for (const double score : row)
                seen += std::isinf(score) ? 0 : 1;
            work.stage("keys that are seen", seen);
            if (std::isinf(work.at(0, work.row(), work.column())))
                return 0.0;
            work.worked("1 ∕ {}", {{seen, {}}});
            return 1 / seen;
        },
};

} // namespace regard
