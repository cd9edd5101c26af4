// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/seq2seq_trace.h"
#include "core/scenarios/transformer/model.h"

namespace regard {

/// Encodes and decodes one text, every step named. What is written is found a token at a time;
/// the decoder then runs over the finished sequence at once, as in training, and this run is
/// what the trace holds: the causal mask keeps from each step what comes later, so its numbers
/// are those of decoding, and the scores that the mask hides are there to be seen. The rows of
/// the decoder are given to the steps one by one, labelled with the token that the step writes;
/// keys of self-attention are labelled with the token that was read.
Trace traceTransformer(const TransformerModel& model, const Parameters& parameters,
                       const Vocabulary& targetVocabulary, const DecodingRequest& request,
                       const AttendOptions& options, const std::vector<Edit>& edits,
                       std::stop_token stop);

} // namespace regard
