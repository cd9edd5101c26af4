// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario_run.h"
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
DecodingRequest readDecoding(ScenarioRun& run, const TextForms& forms);

/// Notes where greedy decoding has ended because `request` allows no more tokens.
void noteUnended(ScenarioRun& run, const DecodingRequest& request);

/// The scene of what was read and what is written for it. attention: its scope; "": there is none.
void showAligned(ScenarioRun& run, const std::string& attention);

/// Encodes and decodes one text, every step named.
void decodeSeq2Seq(ScenarioRun& run, const Seq2Seq& model, const DecodingRequest& request);

/// Puts the trace of a recurrent encoder and a decoder into order. The rows of decoding steps are
/// labelled with the token that the step writes, those of the previous token's embedding with that
/// token. What the encoder computed is taken apart by token, in the order in which it reads: each
/// token and the state behind it, of each layer; of two directions then the states of the backward
/// one, from the last token to the first, layer by layer.
void arrangeDecoding(Trace& trace);

} // namespace regard
