// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace regard {

/// The tensors of one attention head, by role; −1 for what the trace has not.
struct FlowHead {
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
    std::string scope; ///< "layer0", "decoder/layer0/cross"
    std::vector<FlowHead> heads;
    int input = -1; ///< vectors the queries are made from
    int keyInput = -1; ///< vectors the keys and values are made from, if others
    int output = -1; ///< what the layer gives on
    int embedding = -1; ///< only for a layer that reads the embeddings
    int position = -1;
    /// Keys belong to other tokens than queries: they are named beside K and V.
    bool apart = false;
    /// What lies between the steps that the picture shows, as the projection behind the context.
    std::vector<int> between;
    /// What the layer does around its attention, as layerTensors() gives it: pages of their own.
    std::vector<int> layer;
};

/// The attention layers of a trace in the order of computation: its attentions, and around each
/// what the operands lead to.
std::vector<FlowBlock> flowBlocks(const Trace& trace);

/// Of each tensor the layer whose picture stands for it, −1 for none.
std::vector<int> blockOfEach(const Trace& trace, const std::vector<FlowBlock>& blocks);

} // namespace regard
