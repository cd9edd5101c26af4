// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/row_scorer.h"

namespace regard {

/// Scores rows by Σ_h v_h tanh(q_ih + k_jh). queries: [… × M × h], keys: [… × N × h], both
/// projected; v: [1 × h].
const RowScorer& tanhScorer(Tape& tape, Var queries, Var keys, Var v);

} // namespace regard
