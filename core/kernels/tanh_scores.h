// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"

namespace regard {

/// s_ij = Σ_h v_h tanh(q_ih + k_jh): the scores of an additive form. queries: [… × M × h],
/// keys: [… × N × h], both projected; v: [1 × h]. Result: [… × M × N].
Var tanhScores(Tape& tape, Var queries, Var keys, Var v);

} // namespace regard
