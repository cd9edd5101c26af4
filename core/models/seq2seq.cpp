// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/seq2seq.h"

#include "core/text/vocabulary.h"

#include <algorithm>
#include <stdexcept>

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
    if (options.score)
        m_score = Score(layout, "decoder.attention.", scoreFunctionOf(*options.score),
                        {options.hidden, keys, options.hidden, options.positions});
    const Index joined = !isLuong() ? keys : options.inputFeeding ? options.hidden : 0;
    m_decoder = RecurrentLayers(layout, "decoder.rnn.", options.cell, joined + options.embedding,
                                options.hidden, options.layers);
    if (isLuong())
        m_combine =
            Linear(layout, "decoder.combine.", keys + options.hidden, options.hidden, false);
    m_output = Linear(layout, "decoder.output.", options.hidden, options.targetVocabulary);
}

Seq2Seq::Encoded Seq2Seq::encode(Tape& tape, const Probe& probe, const PaddedIds& source,
                                 const Control& control, const Axis& labels) const
{
    Encoded encoded;
    encoded.lengths = source.lengths;
    const auto scope = probe.scope("encoder");
    Var x = m_sourceEmbedding(tape, source.ids, source.batch);
    x = probe.name(x, "embedding", Role::Embedding, labels);
    x = dropout(tape, x, control.dropout, control.random);
    const RecurrentLayers::Output output =
        m_encoder.run(tape, x, {}, source.lengths, control.dropout, control.random);
    const Var states = probe.name(output.states, "states", Role::State, labels);
    encoded.state.layers = output.last;
    if (isLuong() && m_options.inputFeeding)
        encoded.state.fed = tape.adopt(tape.arena().zeros({source.batch, m_options.hidden}));
    for (std::size_t layer = 0; layer < m_bridge.size(); ++layer)
        encoded.state.layers[layer] =
            tanh(tape, m_bridge[layer](tape, encoded.state.layers[layer]));
    if (hasAttention()) {
        const auto inner = probe.scope("attention");
        encoded.memory = remember(tape, probe, m_score, states, states, labels);
    } else {
        encoded.context =
            probe.name(lastState(tape, states, source.lengths), "fixed_context", Role::Context);
    }
    return encoded;
}

Attended Seq2Seq::attendTo(Tape& tape, const Probe& probe, const Encoded& encoded, Var query,
                           const Control& control) const
{
    const auto scope = probe.scope("attention");
    AttendOptions options;
    options.mask.lengths = encoded.lengths;
    options.temperature = control.temperature;
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
    const auto scope = probe.scope("decoder");
    const Index batch = static_cast<Index>(previous.size());
    const Index hidden = m_options.hidden;
    Step result;
    Var embedded = m_targetEmbedding(tape, previous, batch); // [batch × 1 × embedding]
    embedded = probe.name(embedded, "embedding", Role::Embedding);
    Var joined; // what stands before the embedding in the input of the recurrent layers
    if (isLuong()) {
        if (m_options.inputFeeding)
            joined = probe.name(reshape(tape, state.fed, {batch, 1, hidden}), "fed", Role::Hidden);
    } else if (hasAttention()) {
        const Var query = hiddenPart(tape, m_options.cell, state.layers.back(), hidden);
        const Attended attended = attendTo(tape, probe, encoded, query, control);
        result.weights = attended.weights;
        joined = attended.context;
    } else {
        const Index features = tape.shape(encoded.context).columns();
        joined = probe.name(reshape(tape, encoded.context, {batch, 1, features}), "context",
                            Role::Context);
    }
    const Var input = dropout(tape, joined ? concatenate(tape, joined, embedded) : embedded,
                              control.dropout, control.random);
    const RecurrentLayers::Output output =
        m_decoder.run(tape, input, state.layers, {}, control.dropout, control.random);
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

LossSum Seq2Seq::loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                      std::span<const std::vector<std::int32_t>* const> targets,
                      const Control& control) const
{
    const Probe silent;
    const PaddedIds target = PaddedIds::of(targets);
    const Encoded encoded = encode(tape, silent, PaddedIds::of(sources), control);
    State state = encoded.state;
    std::vector<Var> features;
    std::vector<std::int32_t> previous(targets.size(), Vocabulary::begin);
    const Index steps = target.time + 1;
    std::vector<std::int32_t> wanted(targets.size() * static_cast<std::size_t>(steps), -1);
    LossSum total;
    for (Index t = 0; t < steps; ++t) {
        Step next = step(tape, silent, encoded, previous, state, control);
        state = next.state;
        features.push_back(next.features);
        for (std::size_t b = 0; b < targets.size(); ++b) {
            const Index length = target.lengths[b];
            if (t > length)
                continue;
            const std::int32_t token =
                t == length ? Vocabulary::end : (*targets[b])[static_cast<std::size_t>(t)];
            wanted[b * static_cast<std::size_t>(steps) + static_cast<std::size_t>(t)] = token;
            previous[b] = token;
            total.count += 1;
        }
    }
    // One product over the vocabulary for all steps.
    const Var all = dropout(tape, stackTime(tape, features), control.dropout, control.random);
    total.sum = crossEntropy(tape, logits(tape, all), wanted);
    return total;
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
