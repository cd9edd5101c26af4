// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/axis.h"

#include <array>
#include <string>

namespace regard {

// What a model says of how its tensors belong together. All members that name a tensor are indices
// into Trace::tensors, −1 for what is not there.

/// One attention of a computation. Each of its stages is [heads × rows × columns]: a map for each
/// label of the axis of heads, one behind the other in Trace::tensors, the first of which is named
/// here.
struct Attention {
    std::string scope; ///< "layer0", "decoder/layer0/cross"
    Axis heads = makeHeads(1);
    int query = -1;
    int key = -1;
    int value = -1; ///< −1: the weights are the result
    int scores = -1;
    int scaled = -1;
    int masked = -1;
    int weights = -1;
    int context = -1;
    /// What its layer reads, and what it makes of the context and gives on: one for all heads.
    int input = -1;
    int output = -1;
    /// Queries and keys were made of the same vectors.
    bool isSelf = false;

    /// Its stages in the order of the equations, as members.
    static constexpr std::array stages{&Attention::query,   &Attention::key,    &Attention::value,
                                       &Attention::scores,  &Attention::scaled, &Attention::masked,
                                       &Attention::weights, &Attention::context};

    int headCount() const { return static_cast<int>(heads->size()); }
    /// The map of a head (from 0) in a stage: an index into Trace::tensors, −1 if it is not there.
    int mapOf(int Attention::*stage, int head) const
    {
        return this->*stage < 0 ? -1 : this->*stage + head;
    }
    /// The head, from 0, that a tensor is a map of in one of the stages; −1 for another tensor.
    int headOf(int tensor) const;
};

/// A recurrent encoder that reads the input token by token, and a recurrent decoder that writes
/// token by token.
struct Recurrence {
    int states = -1; ///< of the encoder, [input tokens × features]
    /// The halves of the states of an encoder that reads in two directions.
    int forward = -1;
    int backward = -1;
    int start = -1; ///< the encoder's states of which one is what the decoder starts from
    int decoderStates = -1; ///< [steps × features]
    /// h̃, made of the context and the current state before the token is written, [steps × features]
    int attentional = -1;
    int fed = -1; ///< h̃ of the step before, as the decoder's input, [steps × features]
    int query = -1; ///< [steps × features]
    int weights = -1; ///< [steps × input tokens]; −1 with attention off
    int context = -1; ///< [steps × features]; −1 where the weights are the answer
    /// Attention stands behind the decoder's state of its step, which is the query.
    bool queriesCurrent = false;

    explicit operator bool() const { return states >= 0 && decoderStates >= 0; }
};

} // namespace regard
