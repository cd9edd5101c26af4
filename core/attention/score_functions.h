// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/score.h"

namespace regard {

/// qᵀk. Luong et al. 2015, equation 8.
ScoreFunction dotScore();
/// qᵀk/√d. Vaswani et al. 2017, equation 1.
ScoreFunction scaledDotScore();
/// qᵀk/d, the product averaged over the features.
ScoreFunction meanProductScore();
/// qᵀWk. Luong et al. 2015, equation 8.
ScoreFunction generalScore();
/// vᵀ tanh(W_q q + W_k k), without biases. Bahdanau et al. 2015, appendix A.1.2.
ScoreFunction additiveScore();
/// vᵀ tanh(W [q; k]). Luong et al. 2015, equation 8.
ScoreFunction concatScore();
/// W q, a row of W for each place. Luong et al. 2015, equation 9.
ScoreFunction locationScore();
/// qᵀk / (‖q‖ ‖k‖). Graves et al. 2014, equation 6.
ScoreFunction cosineScore();
/// −‖q − k‖² / 2σ²: with softmax the kernel regression of Nadaraya 1964 and Watson 1964.
ScoreFunction gaussianScore();
/// The additive form with another function, or none, in place of tanh.
ScoreFunction additiveSinScore();
ScoreFunction additiveCosScore();
ScoreFunction additiveLinearScore();

} // namespace regard
