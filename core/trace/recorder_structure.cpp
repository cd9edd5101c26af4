// SPDX-License-Identifier: GPL-3.0-or-later
// What a recorder is told of a computation's parts: its attentions, layers and recurrence.
#include "core/trace/probe.h"

#include <algorithm>

namespace regard {

void Recorder::tellAttention(Var queries, Var keys, Var values, Var weights, Var context)
{
    const SourceOperand last = operandOf(weights);
    if (last.kind != SourceOperand::Kind::Tensor)
        return;
    std::vector<Attention>& all = m_trace.attentions;
    auto known = std::find_if(all.begin(), all.end(),
                              [&](const Attention& a) { return a.weights == last.first; });
    if (known == all.end()) {
        known = all.insert(known, Attention());
        if (!m_scopes.empty())
            known->scope = m_scopes.back();
        known->heads = makeHeads(last.count);
    } else if (known->key >= 0) {
        return;
    }
    const auto firstOf = [this](Var value) { return operandOf(value).first; };
    const auto before = [this](int tensor) {
        return tensor < 0
            ? -1
            : m_trace.tensors[static_cast<std::size_t>(tensor)].source.operands[0].first;
    };
    // Weights come from masked, masked from scaled and scaled from scores.
    known->weights = last.first;
    known->masked = before(known->weights);
    known->scaled = before(known->masked);
    known->scores = before(known->scaled);
    known->query = firstOf(queries);
    known->key = firstOf(keys);
    if (known->key >= 0 && m_trace.tensors[static_cast<std::size_t>(known->key)].role != Role::Key)
        known->key = before(known->key); // what a score projects
    known->value = firstOf(values);
    known->context = firstOf(context);
    known->isSelf = before(known->query) >= 0 && before(known->query) == before(known->key);
}

void Recorder::tellLayer(Var input, Var weights, Var output)
{
    const int last = operandOf(weights).first;
    for (Attention& attention : m_trace.attentions)
        if (attention.weights == last) {
            attention.input = operandOf(input).first;
            attention.output = operandOf(output).first;
        }
}

void Recorder::tellRecurrence(const RecurrenceTold& told)
{
    const auto tensor = [this](Var value) {
        const SourceOperand operand = operandOf(value);
        return operand.kind == SourceOperand::Kind::Tensor ? operand.first : -1;
    };
    Recurrence& all = m_trace.recurrence;
    all.states = tensor(told.states);
    all.forward = tensor(told.forward);
    all.backward = tensor(told.backward);
    if (const int initial = tensor(told.initial); initial >= 0)
        all.start = m_trace.tensors[static_cast<std::size_t>(initial)].source.operands[0].first;
    all.decoderStates = tensor(told.decoderStates);
    all.attentional = tensor(told.attentional);
    all.fed = tensor(told.fed);
    all.weights = tensor(told.weights);
    all.context = tensor(told.context);
    all.queriesCurrent = told.queriesCurrent;
    if (const Attention* attention = m_trace.attentionOf(all.weights))
        all.query = attention->query;
}

} // namespace regard
