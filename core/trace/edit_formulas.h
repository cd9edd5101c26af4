// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/formula.h"

namespace regard {

// How tensors come about that a person put in the place of what is computed (EditKind).

extern const Formula takenOutFormula; ///< 0
extern const Formula passedOnFormula; ///< operand: whose numbers it takes over
extern const Formula evenFormula; ///< 1 / number of keys that are seen; operand: the masked scores

} // namespace regard
