// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_structure.h"

#include "core/trace/graph.h"
#include "ui/views/flow/flow_making.h"

#include <algorithm>

namespace regard {

namespace {

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

bool sameLabels(const TraceTensor& a, const TraceTensor& b)
{
    if (a.value.rows() != b.value.rows())
        return false;
    return !a.rows || !b.rows || *a.rows == *b.rows;
}

FlowHead headOf(const Attention& attention, int head)
{
    const auto stage = [head](int first) { return first < 0 ? -1 : first + head; };
    return {stage(attention.query),   stage(attention.key),     stage(attention.value),
            stage(attention.scores),  stage(attention.scaled),  stage(attention.masked),
            stage(attention.weights), stage(attention.context), {}};
}

/// The stages of a head, of which one that leaves every number as it was is none. `model`: a head
/// of the same layer whose stages are known; what holds for its numbers holds for all heads'.
std::vector<int> stagesOf(const Trace& trace, const FlowHead& head, const FlowHead* model)
{
    const auto isStage = [&](int FlowHead::*stage, int before) {
        if (before < 0 || head.*stage < 0)
            return head.*stage >= 0;
        if (tensorAt(trace, head.*stage).edited || tensorAt(trace, before).edited)
            return true;
        if (model)
            return std::count(model->stages.begin(), model->stages.end(), model->*stage) > 0;
        return !tensorAt(trace, head.*stage).value.isSameAs(tensorAt(trace, before).value);
    };
    std::vector<int> stages;
    for (int FlowHead::*stage : {&FlowHead::scores, &FlowHead::scaled, &FlowHead::masked})
        if (isStage(stage, stages.empty() ? -1 : stages.back()))
            stages.push_back(head.*stage);
    if (head.weights >= 0)
        stages.push_back(head.weights);
    return stages;
}

/// All heads' tensors of some stages.
std::vector<int> tensorsOf(const Attention& attention, std::initializer_list<int> firsts)
{
    std::vector<int> tensors;
    for (const int first : firsts)
        for (int head = 0; first >= 0 && head < attention.headCount(); ++head)
            tensors.push_back(first + head);
    return tensors;
}

/// What a score projects on the way from Q and K, and a layer on the way from the context to what
/// it gives on.
std::vector<int> betweenStages(const Trace& trace, const Attention& attention,
                               const FlowBlock& block)
{
    const std::vector<int> from =
        tensorsOf(attention, {attention.query, attention.key, attention.value, attention.context});
    std::vector<int> to = tensorsOf(attention, {attention.scores});
    if (attention.output >= 0)
        to.push_back(attention.output);
    std::vector<int> stops;
    for (const int input : {block.input, block.keyInput})
        if (input >= 0)
            stops.push_back(input);
    for (const Attention& other : trace.attentions)
        if (&other != &attention && other.output >= 0)
            stops.push_back(other.output);
    return tensorsBetween(trace, from, to, stops);
}

FlowBlock blockOf(const Trace& trace, const Attention& attention)
{
    FlowBlock block;
    block.scope = attention.scope;
    for (int head = 0; head < attention.headCount(); ++head) {
        FlowHead& added = block.heads.emplace_back(headOf(attention, head));
        added.stages = stagesOf(trace, added, head > 0 ? &block.heads.front() : nullptr);
    }
    block.input = madeFrom(trace, attention.query);
    const int keyInput = madeFrom(trace, attention.key);
    block.keyInput = keyInput == block.input ? -1 : keyInput;
    block.output = attention.output;
    block.apart = block.keyInput >= 0
        || (block.input < 0 && attention.query >= 0 && attention.key >= 0
            && !sameLabels(tensorAt(trace, attention.query), tensorAt(trace, attention.key)));
    // X = E + P, or X = E.
    for (const int part : block.input < 0 ? std::vector<int>() : operandsOf(trace, block.input)) {
        const TraceTensor& summand = tensorAt(trace, part);
        if (summand.value.shape() != tensorAt(trace, block.input).value.shape())
            continue;
        if (summand.role == Role::Embedding)
            block.embedding = part;
        if (summand.role == Role::Position)
            block.position = part;
    }
    block.between = betweenStages(trace, attention, block);
    block.layer = layerTensors(trace, attention);
    return block;
}

} // namespace

int FlowHead::lastStage() const
{
    for (int stage : {weights, masked, scaled, scores}) {
        if (stage >= 0)
            return stage;
    }
    return -1;
}

std::vector<FlowBlock> flowBlocks(const Trace& trace)
{
    std::vector<FlowBlock> blocks;
    for (const Attention& attention : trace.attentions)
        blocks.push_back(blockOf(trace, attention));
    return blocks;
}

std::vector<int> blockOfEach(const Trace& trace, const std::vector<FlowBlock>& blocks)
{
    constexpr int elsewhere = -2;
    std::vector<int> found(trace.tensors.size(), -1);
    for (const FlowBlock& block : blocks)
        for (const int tensor : block.layer) // has a page of its own
            found[static_cast<std::size_t>(tensor)] = elsewhere;
    // What one layer gives on and the next one reads belongs to the first.
    const auto take = [&](int tensor, std::size_t block) {
        if (tensor >= 0 && found[static_cast<std::size_t>(tensor)] == -1)
            found[static_cast<std::size_t>(tensor)] = static_cast<int>(block);
    };
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (const FlowHead& head : blocks[b].heads)
            for (const int part : {head.query, head.key, head.value, head.scores, head.scaled,
                                   head.masked, head.weights, head.context})
                take(part, b);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const FlowBlock& block = blocks[b];
        for (const int part :
             {block.output, block.input, block.keyInput, block.embedding, block.position})
            if (part < 0 || !isNormed(trace, part))
                take(part, b);
        for (const int part : block.between)
            take(part, b);
    }
    std::replace(found.begin(), found.end(), elsewhere, -1);
    return found;
}

} // namespace regard
