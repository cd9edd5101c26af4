// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/score.h"

namespace regard {

/// qᵀk. Luong et al. 2015, equation 8.
ScoreFunction dotScore();
/// qᵀk/√d. Vaswani et al. 2017, equation 1.
ScoreFunction scaledDotScore();
/// qᵀWk. Luong et al. 2015, equation 8.
ScoreFunction generalScore();
/// vᵀ tanh(W_q q + W_k k), without biases. Bahdanau et al. 2015, appendix A.1.2.
ScoreFunction additiveScore();

} // namespace regard
