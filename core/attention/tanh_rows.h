// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/score_rows.h"

namespace regard {

/// Rows of Σ_h v_h tanh(q_ih + k_jh). queries: [… × M × h], keys: [… × N × h], both projected;
/// v: [1 × h].
const ScoreRows& tanhRows(Tape& tape, Var queries, Var keys, Var v);

} // namespace regard
