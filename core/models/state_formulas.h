// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/probe.h"

namespace regard {

// What attention puts to recurrent states, and what it reads of them. The operand is a tensor of
// states named before.

/// k_j = h_j and v_j = h_j of an encoder.
How encoderKeys(Var states);
How encoderValues(Var states);
/// q_i = s_i, the state of the decoder's step itself.
How currentQuery(Var states);

/// k_j = h_j, v_j = h_j and q_t = h_t where one recurrence looks back at its own states.
How ownKeys(Var states);
How ownValues(Var states);
How ownQuery(Var states);

} // namespace regard
