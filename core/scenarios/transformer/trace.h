// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/seq2seq_trace.h"
#include "core/scenarios/transformer/model.h"

namespace regard {

/// Encodes and decodes one text, every step named. What is written is found a token at a time;
/// the decoder then goes over the finished sequence at once, as in training, and this pass is
/// what the trace holds: the causal mask keeps from each step what comes later, so its numbers
/// are those of decoding, and the scores that the mask hides are there to be seen. Rows are
/// labelled with the token that the step writes, keys of self-attention with the token that was
/// read.
void decodeTransformer(ScenarioRun& run, const TransformerModel& model, DecodingRequest request,
                       const AttendOptions& options);

/// Gives row t of all that the decoder computed to step t, in the order of decoding.
void arrangeTransformer(Trace& trace);

} // namespace regard
