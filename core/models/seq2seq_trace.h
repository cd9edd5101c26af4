// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/decoding.h"
#include "core/models/seq2seq.h"
#include "core/models/sequence_task.h"

namespace regard {

/// What a person typed, by the vocabularies and the lengths of the weights; a target or first
/// tokens that are given are forced.
DecodingRequest readDecoding(ScenarioRun& run, const TextForms& forms);

/// The scene of what was read and what is written for it. attention: its scope; "": there is none.
void showAligned(ScenarioRun& run, const std::string& attention);

/// Encodes and decodes one text, every step named.
void decodeSeq2Seq(ScenarioRun& run, const Seq2Seq& model, DecodingRequest request);

/// Puts the trace of a recurrent encoder and a decoder into order. The rows of decoding steps are
/// labelled with the token that the step writes, those of the previous token's embedding with that
/// token. What the encoder computed is taken apart by token, in the order in which it reads: each
/// token and the state behind it, of each layer; of two directions then the states of the backward
/// one, from the last token to the first, layer by layer.
void arrangeDecoding(Trace& trace);

} // namespace regard
