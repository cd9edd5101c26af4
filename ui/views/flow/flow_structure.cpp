// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_structure.h"

#include <algorithm>

namespace regard {

namespace {

/// "head3" for "head".
bool isNumbered(std::string_view name, std::string_view word)
{
    return name.size() > word.size() && name.substr(0, word.size()) == word
        && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(word.size()), name.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view lastOf(std::string_view scope)
{
    const auto slash = scope.rfind('/');
    return slash == std::string_view::npos ? scope : scope.substr(slash + 1);
}

std::string_view parentOf(std::string_view scope)
{
    const auto slash = scope.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : scope.substr(0, slash);
}

bool sameLabels(const TraceTensor& a, const TraceTensor& b)
{
    if (a.value.rows() != b.value.rows())
        return false;
    return !a.rows || !b.rows || *a.rows == *b.rows;
}

/// The rows stand for the same tokens. What a decoder reads is labelled with other tokens
/// than what it writes, though they are the same steps.
bool sameTokens(const TraceTensor& a, const TraceTensor& b)
{
    const std::string_view one(a.path);
    const std::string_view other(b.path);
    return sameLabels(a, b)
        || (a.value.rows() == b.value.rows() && !a.scope().empty() && !b.scope().empty()
            && one.substr(0, one.find('/')) == other.substr(0, other.find('/')));
}

/// The nearest vector-by-token tensor outside any head that was computed before `reader`.
int inputOf(const Trace& trace, int reader)
{
    if (reader < 0)
        return -1;
    const TraceTensor& wanted = trace.tensors[static_cast<std::size_t>(reader)];
    for (int i = reader - 1; i >= 0; --i) {
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
        const bool vectors = tensor.role == Role::Embedding || tensor.role == Role::Hidden
            || tensor.role == Role::State;
        // A number that holds for all, as a kernel's width, is no token's.
        const bool tokens = !wanted.rows || tensor.rows;
        if (vectors && tokens && withoutHead(tensor.scope()) == tensor.scope()
            && sameTokens(tensor, wanted))
            return i;
    }
    return -1;
}

/// The last layer-wide tensor after the heads and before the next layer's queries: in the
/// layer's scope, or in the one around its attentions.
int outputOf(const Trace& trace, const FlowBlock& block)
{
    int output = -1;
    const std::string_view around =
        isLayerName(lastOf(block.scope)) ? std::string_view() : parentOf(block.scope);
    const FlowHead& last = block.heads.back();
    const int context = last.context >= 0 ? last.context : last.weights;
    const Index rows = trace.tensors[static_cast<std::size_t>(context)].value.rows();
    for (int i = context + 1; i < static_cast<int>(trace.tensors.size()); ++i) {
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
        if (tensor.role == Role::Query)
            break;
        if (tensor.role == Role::Hidden && tensor.value.rows() == rows && tensor.name() != "input"
            && (tensor.scope() == block.scope
                || (isLayerName(lastOf(around)) && tensor.scope() == around)))
            output = i;
    }
    return output;
}

FlowHead headAt(const Trace& trace, const std::string& scope)
{
    const auto find = [&](Role role) { return trace.indexOf(role, scope); };
    return {scope,
            find(Role::Query),
            find(Role::Key),
            find(Role::Value),
            find(Role::Scores),
            find(Role::Scaled),
            find(Role::Masked),
            find(Role::Weights),
            find(Role::Context),
            {}};
}

/// The stages of a head, of which one that leaves every number as it was is none. `model`: a head
/// of the same layer whose stages are known; what holds for its numbers holds for all heads'.
std::vector<int> stagesOf(const Trace& trace, const FlowHead& head, const FlowHead* model)
{
    const auto tensor = [&](int index) -> const TraceTensor& {
        return trace.tensors[static_cast<std::size_t>(index)];
    };
    const auto isStage = [&](int FlowHead::*stage, int before) {
        if (before < 0 || head.*stage < 0)
            return head.*stage >= 0;
        if (tensor(head.*stage).edited || tensor(before).edited)
            return true;
        if (model)
            return std::count(model->stages.begin(), model->stages.end(), model->*stage) > 0;
        return !tensor(head.*stage).value.isSameAs(tensor(before).value);
    };
    std::vector<int> stages;
    for (int FlowHead::*stage : {&FlowHead::scores, &FlowHead::scaled, &FlowHead::masked})
        if (isStage(stage, stages.empty() ? -1 : stages.back()))
            stages.push_back(head.*stage);
    if (head.weights >= 0)
        stages.push_back(head.weights);
    return stages;
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

std::string_view withoutHead(std::string_view scope)
{
    const auto slash = scope.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? scope : scope.substr(slash + 1);
    if (!isNumbered(last, "head"))
        return scope;
    return slash == std::string_view::npos ? std::string_view() : scope.substr(0, slash);
}

bool isLayerName(std::string_view name)
{
    return isNumbered(name, "layer");
}

std::vector<FlowBlock> flowBlocks(const Trace& trace)
{
    std::vector<FlowBlock> blocks;
    for (const TraceTensor& tensor : trace.tensors) {
        if (tensor.role != Role::Weights)
            continue;
        const std::string scope(tensor.scope());
        const FlowHead head = headAt(trace, scope);
        if (head.query < 0 && head.key < 0 && head.value < 0)
            continue; // a layer that weighs its own features
        const std::string_view layer = withoutHead(scope);
        auto block = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const FlowBlock& b) { return b.scope == layer; });
        if (block == blocks.end()) {
            blocks.push_back({std::string(layer), {}});
            block = blocks.end() - 1;
        }
        const bool known = std::any_of(block->heads.begin(), block->heads.end(),
                                       [&](const FlowHead& h) { return h.scope == scope; });
        if (!known) {
            block->heads.push_back(head);
            block->heads.back().stages =
                stagesOf(trace, head, block->heads.size() > 1 ? &block->heads.front() : nullptr);
        }
    }
    for (FlowBlock& block : blocks) {
        const FlowHead& head = block.heads.front();
        const auto tensor = [&](int index) -> const TraceTensor& {
            return trace.tensors[static_cast<std::size_t>(index)];
        };
        block.input = inputOf(trace, head.query >= 0 ? head.query : head.weights);
        const int keyInput = inputOf(trace, head.key);
        block.keyInput = keyInput == block.input ? -1 : keyInput;
        block.output = outputOf(trace, block);
        block.apart = block.keyInput >= 0
            || (block.input < 0 && head.query >= 0 && head.key >= 0
                && !sameLabels(tensor(head.query), tensor(head.key)));
        if (block.input < 0 || tensor(block.input).role == Role::Embedding)
            continue;
        // Embedding and position just before their sum, in its scope.
        for (int i = block.input - 1; i >= 0 && i >= block.input - 2; --i) {
            if (tensor(i).scope() != tensor(block.input).scope()
                || !sameLabels(tensor(i), tensor(block.input)))
                break;
            if (tensor(i).role == Role::Embedding)
                block.embedding = i;
            if (tensor(i).role == Role::Position)
                block.position = i;
        }
    }
    return blocks;
}

FlowPlace flowPlace(const std::vector<FlowBlock>& blocks, std::string_view scope)
{
    FlowPlace place;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (std::size_t h = 0; h < blocks[b].heads.size(); ++h) {
            if (blocks[b].heads[h].scope == scope)
                return {static_cast<int>(b), static_cast<int>(h)};
        }
        if (!scope.empty() && blocks[b].scope == scope)
            place.block = static_cast<int>(b);
    }
    return place;
}

FlowRecurrence flowRecurrence(const Trace& trace)
{
    FlowRecurrence found;
    const auto last = [&](Role role) {
        for (int i = static_cast<int>(trace.tensors.size()) - 1; i >= 0; --i) {
            if (trace.tensors[static_cast<std::size_t>(i)].role == role)
                return i;
        }
        return -1;
    };
    found.states = last(Role::State);
    found.decoderStates = last(Role::DecoderState);
    if (!found)
        return found;
    const Index tokens = trace.tensors[static_cast<std::size_t>(found.states)].value.rows();
    const Index steps = trace.tensors[static_cast<std::size_t>(found.decoderStates)].value.rows();
    const auto byStep = [&](Role role, Index columns) {
        for (std::size_t i = 0; i < trace.tensors.size(); ++i) {
            const TraceTensor& tensor = trace.tensors[i];
            if (tensor.role == role && tensor.value.rows() == steps
                && (columns < 0 || tensor.value.columns() == columns))
                return static_cast<int>(i);
        }
        return -1;
    };
    found.weights = byStep(Role::Weights, tokens);
    found.context = byStep(Role::Context, -1);
    found.query = byStep(Role::Query, -1);
    found.queriesCurrent = found.query > found.decoderStates;
    const std::string encoder(trace.tensors[static_cast<std::size_t>(found.states)].scope());
    found.forward = trace.indexOf(encoder + "/forward");
    found.backward = trace.indexOf(encoder + "/backward");
    const std::string decoder(trace.tensors[static_cast<std::size_t>(found.decoderStates)].scope());
    found.start = found.backward >= 0 ? found.backward : found.states;
    if (const TraceTensor* first = trace.find(decoder + "/initial_state"))
        if (const SourceOperand& from = first->source.operands.front();
            from.kind == SourceOperand::Kind::Tensor)
            found.start = from.first;
    found.attentional = trace.indexOf(decoder + "/attentional");
    found.fed = trace.indexOf(decoder + "/fed");
    found.probabilities = byStep(Role::Probabilities, -1);
    return found;
}

} // namespace regard
