// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/models/seq2seq.h"
#include "core/models/sequence_task.h"
#include "core/models/typed_text.h"

namespace regard {

/// What to decode and how.
struct DecodingRequest {
    TypedText source;
    std::vector<std::int32_t> forced; ///< written in place of greedy decoding; empty: greedy
    Index longest = 48; ///< steps after which decoding ends without <eos>
};

/// What a person typed, by the vocabularies and the lengths of the weights; a target that is given
/// is forced.
DecodingRequest readDecoding(const TextForms& forms, const Exploration& exploration,
                             const Weights& weights, std::vector<std::string>& notes);

/// Notes where greedy decoding has ended because `request` allows no more tokens.
void noteUnended(const Trace& trace, const DecodingRequest& request,
                 std::vector<std::string>& notes);

/// Encodes and decodes one text, every step named. Rows of decoding steps are labelled with
/// the token that the step writes, those of the previous token's embedding with that token.
Trace traceSeq2Seq(const Seq2Seq& model, const Parameters& parameters,
                   const Vocabulary& targetVocabulary, const DecodingRequest& request,
                   const std::vector<Edit>& edits, std::stop_token stop);

/// Labels the rows that a decoding step computed with the token it wrote.
void labelSteps(Trace& trace);

/// Takes what a recurrent encoder computed apart by token, in the order in which it reads: each
/// token and the state behind it, of each layer; of two directions then the states of the backward
/// one, from the last token to the first, layer by layer.
void readTokenByToken(Trace& trace);

} // namespace regard
