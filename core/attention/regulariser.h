// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"

namespace regard {

/// Σ (A Aᵀ − I)² over all batch entries and heads: small where every query looks at keys of its
/// own. weights: [… × M × N]. Result: a scalar, to be divided by the batch and multiplied with
/// the regulariser's weight. Lin et al. 2017, equation 8, as keras-self-attention applies it.
Var weightsRegulariser(Tape& tape, Var weights);

} // namespace regard
