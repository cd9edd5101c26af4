// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/row_scorer.h"

namespace regard {

/// Scores rows by q · k. queries: [… × M × d]; keys: [… × N × d].
const RowScorer& dotScorer(Tape& tape, Var queries, Var keys);

} // namespace regard
