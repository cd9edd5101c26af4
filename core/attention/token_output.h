// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/trace/probe.h"

namespace regard {

/// How scores over a vocabulary came about: W_o h + b_o of named features.
How logitsFrom(Tape& tape, const Linear& output, Var features);
How logitsFrom(Var features, Var weight, Var bias);
/// How probabilities came about: softmax of named logits; of one verdict, or a row each.
How probabilitiesFrom(Var logits);
How classProbabilitiesFrom(Var logits);

} // namespace regard
