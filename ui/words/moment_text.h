// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

namespace regard {

/// What moment `index` of the trace computes, in one line for people:
/// "scores = q·kᵀ · layer 1, 4 heads", "step 3 “free” · weights = softmax(masked)".
/// The equation is that of its tensor; a tensor without one is named alone. Of a moment that is
/// taken apart (partsOf()) up to one of its parts: "“free” · reset gate r = σ(…) · encoder"; −1 for
/// all of it.
QString momentText(const Trace& trace, int index, int part = -1);

} // namespace regard
