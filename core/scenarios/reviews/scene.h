// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/reviews/model.h"
#include "core/trace/scene.h"

namespace regard {

/// What each place of one review adds to its verdict. The mean is linear in the values and the
/// logits are linear in the mean, so that the difference of the logits is a sum over the places:
///   ā_j = Σ_i α_ij share_i,   logit₂ − logit₁ = Σ_j ā_j (w₂ − w₁)·v_j + b₂ − b₁
/// averaged: of a trace, with the numbers that were set by hand. logits: as named.
VerdictScene sceneOf(Tape& tape, const ReviewModel& model, const ReviewModel::Averaged& averaged,
                     Var logits);

} // namespace regard
