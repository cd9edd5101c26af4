// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace regard {

/// The tensors of one attention head, by role; −1 for what the trace has not.
struct FlowHead {
    std::string scope; ///< "layer0/head1"
    int query = -1;
    int key = -1;
    int value = -1;
    int scores = -1;
    int scaled = -1;
    int masked = -1;
    int weights = -1;
    int context = -1;
    /// Scores, scaled, masked and weights, as far as the trace has them and they change something:
    /// without a scale or a mask the numbers are those of the stage before.
    std::vector<int> stages;

    /// The last matrix of queries × keys there is, −1 if there is none.
    int lastStage() const;
};

/// One attention layer: its heads and the layer-wide tensors around them.
struct FlowBlock {
    std::string scope; ///< "layer0", without the head
    std::vector<FlowHead> heads;
    int input = -1; ///< vectors the queries are made from
    int keyInput = -1; ///< vectors the keys and values are made from, if others
    int output = -1; ///< what the layer gives on
    int embedding = -1; ///< only for a layer that reads the embeddings
    int position = -1;
    /// Keys belong to other tokens than queries: they are named beside K and V.
    bool apart = false;
};

/// The attention layers of a trace in the order of computation: every scope that holds
/// weights of queries on keys, its heads together. A trace without any gives none.
std::vector<FlowBlock> flowBlocks(const Trace& trace);

/// Where a scope is among the layers: block and head, −1 for what it does not name.
struct FlowPlace {
    int block = -1;
    int head = -1;
};
FlowPlace flowPlace(const std::vector<FlowBlock>& blocks, std::string_view scope);

/// The tensors of a recurrent encoder and decoder, by role; −1 for what is not there.
struct FlowRecurrence {
    int states = -1; ///< [input tokens × features]
    /// The halves of an encoder's states that reads in two directions, [input tokens × features]
    int forward = -1;
    int backward = -1;
    int start = -1; ///< the encoder's states of which one is what the decoder starts from
    int decoderStates = -1; ///< [steps × features]
    /// h̃, made of the context and the current state before the token is written, [steps × features]
    int attentional = -1;
    int fed = -1; ///< h̃ of the step before, as the decoder's input, [steps × features]
    int query = -1; ///< [steps × features]
    int weights = -1; ///< [steps × input tokens]; −1 with attention off
    int context = -1; ///< [steps × features]
    int probabilities = -1; ///< [steps × vocabulary]
    /// Attention stands behind the decoder's state of its step, which is the query.
    bool queriesCurrent = false;
    explicit operator bool() const { return states >= 0 && decoderStates >= 0; }
};
FlowRecurrence flowRecurrence(const Trace& trace);

/// "layer0/head1" without its head: "layer0"; other scopes as they are.
std::string_view withoutHead(std::string_view scope);

/// "layer0", "layer12": the name of a layer's scope.
bool isLayerName(std::string_view name);

} // namespace regard
