// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/seq2seq.h"

#include "core/text/vocabulary.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace regard {

Placement placementOf(std::string_view name)
{
    if (name == "bahdanau")
        return Placement::Bahdanau;
    if (name == "luong")
        return Placement::Luong;
    throw std::invalid_argument("unknown placement '" + std::string(name)
                                + "': use bahdanau or luong");
}

Seq2Seq::Seq2Seq(ParameterLayout& layout, const Seq2SeqOptions& options)
    : m_options(options)
    , m_normaliser(&normaliserOf(options.normaliser))
    , m_sourceEmbedding(layout, "encoder.embedding.", options.sourceVocabulary, options.embedding)
    , m_encoder(layout, "encoder.rnn.", options.cell, options.embedding, options.hidden,
                options.layers, options.bidirectional)
{
    const Index keys = m_encoder.outputWidth();
    if (options.bidirectional)
        for (int layer = 0; layer < options.layers; ++layer) {
            const Index width = stateWidth(options.cell, options.hidden);
            m_bridge.emplace_back(layout, "decoder.bridge." + std::to_string(layer) + ".", width,
                                  width);
        }
    m_targetEmbedding =
        Embedding(layout, "decoder.embedding.", options.targetVocabulary, options.embedding);
    if (options.score) {
        const ScoreFunction& function = scoreFunctionOf(*options.score);
        if (!function.anyWidths && keys != options.hidden)
            m_keys = Linear(layout, "decoder.keys.", keys, options.hidden, false);
        m_score = Score(
            layout, "decoder.attention.", function,
            {options.hidden, m_keys ? options.hidden : keys, options.hidden, options.positions});
    }
    m_decoder = RecurrentLayers(layout, "decoder.rnn.", options.cell,
                                joinedWidth() + options.embedding, options.hidden, options.layers);
    if (isLuong())
        m_combine =
            Linear(layout, "decoder.combine.", keys + options.hidden, options.hidden, false);
    m_output = Linear(layout, "decoder.output.", options.hidden, options.targetVocabulary);
}

Index Seq2Seq::joinedWidth() const
{
    if (!isLuong())
        return m_encoder.outputWidth();
    return m_options.inputFeeding ? m_options.hidden : 0;
}

Seq2Seq::Encoded Seq2Seq::encode(Tape& tape, const Probe& probe, const PaddedIds& source,
                                 const Control& control, const Axis& labels) const
{
    Encoded encoded;
    const auto lengths = tape.arena().array<std::int32_t>(source.lengths.size());
    std::copy(source.lengths.begin(), source.lengths.end(), lengths.begin());
    encoded.lengths = lengths;
    const auto scope = probe.scope("encoder");
    Var x = m_sourceEmbedding(tape, source.ids, source.batch);
    x = probe.name(x, "embedding", Role::Embedding, labels);
    x = dropout(tape, x, control.dropout, control.random);
    const RecurrentLayers::Output output =
        m_encoder.run(tape, x, {}, source.lengths, control.dropout, control.random);
    Var states = output.states;
    if (m_options.bidirectional && probe.active()) {
        const Index hidden = m_options.hidden;
        const Var forward =
            probe.name(columns(tape, states, 0, hidden), "forward", Role::State, labels);
        const Var backward =
            probe.name(columns(tape, states, hidden, hidden), "backward", Role::State, labels);
        states = concatenate(tape, forward, backward);
    }
    states = probe.name(states, "states", Role::State, labels);
    encoded.state.layers = output.last;
    if (isLuong() && m_options.inputFeeding)
        encoded.state.fed = tape.adopt(tape.arena().zeros({source.batch, m_options.hidden}));
    // s₀ = tanh(W h₁ + b)
    for (std::size_t layer = 0; layer < m_bridge.size(); ++layer)
        encoded.state.layers[layer] =
            tanh(tape, m_bridge[layer](tape, output.firstBackward[layer]));
    if (hasAttention()) {
        const auto inner = probe.scope("attention");
        const Var keys = m_keys ? (*m_keys)(tape, states) : states;
        encoded.memory = remember(tape, probe, m_score, keys, states, labels);
    } else {
        // h_T; of two directions each one's state when it has read the whole text, (→h_T | ←h₁).
        const auto top = [&](const LayerStates& layers) {
            return hiddenPart(tape, m_options.cell, layers.back(), m_options.hidden);
        };
        Var context = top(output.last);
        if (m_options.bidirectional)
            context = concatenate(tape, context, top(output.firstBackward));
        encoded.context = probe.name(context, "fixed_context", Role::Context);
    }
    return encoded;
}

Attended Seq2Seq::attendTo(Tape& tape, const Probe& probe, const Encoded& encoded, Var query,
                           const Control& control) const
{
    const auto scope = probe.scope("attention");
    AttendOptions options;
    options.mask.lengths = encoded.lengths;
    options.temperature = m_options.temperature;
    options.normaliser = m_normaliser;
    options.dropout = control.dropout;
    options.random = control.random;
    query = reshape(tape, query, {tape.shape(query)[0], 1, m_options.hidden});
    query = probe.name(query, "Q", Role::Query);
    return attend(tape, probe, m_score, query, encoded.memory, options);
}

Seq2Seq::Step Seq2Seq::step(Tape& tape, const Probe& probe, const Encoded& encoded,
                            std::span<const std::int32_t> previous, const State& state,
                            const Control& control) const
{
    const Index batch = static_cast<Index>(previous.size());
    Var embedded = m_targetEmbedding(tape, previous, batch); // [batch × 1 × embedding]
    {
        const auto scope = probe.scope("decoder");
        embedded = probe.name(embedded, "embedding", Role::Embedding);
    }
    embedded = reshape(tape, embedded, {batch, m_options.embedding});
    embedded = dropout(tape, embedded, control.dropout, control.random);
    const Var projected = m_decoder.project(tape, embedded, joinedWidth());
    return advance(tape, probe, encoded, projected, state, control);
}

Seq2Seq::Step Seq2Seq::advance(Tape& tape, const Probe& probe, const Encoded& encoded,
                               Var projected, const State& state, const Control& control) const
{
    const auto scope = probe.scope("decoder");
    const Index batch = tape.shape(projected)[0];
    const Index hidden = m_options.hidden;
    Step result;
    Var joined; // what stands before the embedding in the input of the recurrent layers
    if (isLuong()) {
        if (m_options.inputFeeding)
            joined = probe.name(state.fed, "fed", Role::Hidden);
    } else if (hasAttention()) {
        const Var query = hiddenPart(tape, m_options.cell, state.layers.back(), hidden);
        const Attended attended = attendTo(tape, probe, encoded, query, control);
        result.weights = attended.weights;
        joined = reshape(tape, attended.context, {batch, joinedWidth()});
    } else {
        joined = probe.name(encoded.context, "context", Role::Context);
    }
    if (joined)
        joined = dropout(tape, joined, control.dropout, control.random);
    const RecurrentLayers::Output output =
        m_decoder.step(tape, joined, projected, state.layers, control.dropout, control.random);
    result.state.layers = output.last;
    result.features =
        probe.name(reshape(tape, output.states, {batch, hidden}), "states", Role::DecoderState);
    if (isLuong()) {
        const Attended attended = attendTo(tape, probe, encoded, result.features, control);
        result.weights = attended.weights;
        const Index width = tape.shape(attended.context).columns();
        const Var context = reshape(tape, attended.context, {batch, width});
        const Var both = concatenate(tape, context, result.features);
        result.features =
            probe.name(tanh(tape, m_combine(tape, both)), "attentional", Role::Hidden);
        if (m_options.inputFeeding)
            result.state.fed = result.features;
    }
    return result;
}

Seq2Seq::Encoded Seq2Seq::leadingOf(Tape& tape, const Encoded& encoded, Index count) const
{
    Encoded part = encoded;
    if (hasAttention()) {
        part.memory.prepared = leading(tape, encoded.memory.prepared, count);
        part.memory.values = leading(tape, encoded.memory.values, count);
    } else {
        part.context = leading(tape, encoded.context, count);
    }
    part.lengths = encoded.lengths.first(static_cast<std::size_t>(count));
    return part;
}

Seq2Seq::State Seq2Seq::leadingOf(Tape& tape, const State& state, Index count) const
{
    State part;
    for (const Var layer : state.layers)
        part.layers.add(leading(tape, layer, count));
    if (state.fed)
        part.fed = leading(tape, state.fed, count);
    return part;
}

LossSum Seq2Seq::loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                      std::span<const std::vector<std::int32_t>* const> targets,
                      const Control& control) const
{
    const Probe silent;
    Arena& arena = tape.arena();
    // Longest target first: those that still go on are the first sentences of the batch.
    const auto order = arena.array<std::size_t>(targets.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(targets[b]->size(), a) < std::pair(targets[a]->size(), b);
    });
    const auto from = arena.array<const std::vector<std::int32_t>*>(order.size());
    const auto to = arena.array<const std::vector<std::int32_t>*>(order.size());
    std::size_t tokens = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        from[i] = sources[order[i]];
        to[i] = targets[order[i]];
        tokens += to[i]->size() + 1;
    }
    // What each step reads and what it is to write, one step below the other.
    const auto previous = arena.array<std::int32_t>(tokens);
    const auto wanted = arena.array<std::int32_t>(tokens);
    const std::size_t steps = to.front()->size() + 1;
    const auto going = arena.array<Index>(steps); // sentences at each step
    std::size_t row = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        std::size_t b = 0;
        for (; b < to.size() && t <= to[b]->size(); ++b, ++row) {
            previous[row] = t == 0 ? Vocabulary::begin : (*to[b])[t - 1];
            wanted[row] = t == to[b]->size() ? Vocabulary::end : (*to[b])[t];
        }
        going[t] = static_cast<Index>(b);
    }
    Encoded encoded = encode(tape, silent, PaddedIds::of(from, 0, &arena), control);
    // The part of the decoder's input that is known beforehand, for all steps in one product.
    Var embedded = m_targetEmbedding(tape, previous, static_cast<Index>(tokens));
    embedded = reshape(tape, embedded, {static_cast<Index>(tokens), m_options.embedding});
    embedded = dropout(tape, embedded, control.dropout, control.random);
    const Var projected = m_decoder.project(tape, embedded, joinedWidth());
    const Index wide = tape.shape(projected).columns();
    State state = encoded.state;
    const auto features = arena.array<Var>(steps);
    Index first = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        const Index count = going[t];
        if (t > 0 && count < going[t - 1]) {
            encoded = leadingOf(tape, encoded, count);
            state = leadingOf(tape, state, count);
        }
        const Var own = tape.part(projected, first * wide, {count, wide});
        const Step next = advance(tape, silent, encoded, own, state, control);
        state = next.state;
        features[t] = next.features;
        first += count;
    }
    // One product over the vocabulary for all steps.
    const Var all = dropout(tape, joinRows(tape, features), control.dropout, control.random);
    return {crossEntropy(tape, logits(tape, all), wanted), static_cast<double>(tokens), 0};
}

std::vector<Seq2Seq::Decoded>
Seq2Seq::decode(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                Index limit) const
{
    const Probe silent;
    const PaddedIds source = PaddedIds::of(sources);
    const Encoded encoded = encode(tape, silent, source, {});
    State state = encoded.state;
    std::vector<Decoded> results(sources.size());
    std::vector<Buffer> weights(sources.size());
    std::vector<bool> ended(sources.size(), false);
    std::vector<std::int32_t> previous(sources.size(), Vocabulary::begin);
    for (Index t = 0; t < limit && std::count(ended.begin(), ended.end(), false) > 0; ++t) {
        Step next = step(tape, silent, encoded, previous, state, {});
        state = next.state;
        const ConstView scores = tape.value(logits(tape, next.features));
        for (std::size_t b = 0; b < sources.size(); ++b) {
            const Real* row = scores.data + static_cast<Index>(b) * scores.shape.columns();
            previous[b] = static_cast<std::int32_t>(
                std::max_element(row, row + scores.shape.columns()) - row);
            if (previous[b] == Vocabulary::end)
                ended[b] = true;
            if (ended[b])
                continue;
            results[b].tokens.push_back(previous[b]);
            if (next.weights) {
                const Real* values =
                    tape.value(next.weights).data + static_cast<Index>(b) * source.time;
                weights[b].insert(weights[b].end(), values, values + source.lengths[b]);
            }
        }
    }
    if (hasAttention())
        for (std::size_t b = 0; b < sources.size(); ++b)
            results[b].weights =
                Tensor({static_cast<Index>(results[b].tokens.size()), source.lengths[b]},
                       std::move(weights[b]));
    return results;
}

} // namespace regard
