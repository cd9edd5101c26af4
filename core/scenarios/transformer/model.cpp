// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/transformer/model.h"

#include "core/text/vocabulary.h"

#include <algorithm>

namespace regard {

namespace {

std::string layerName(std::size_t index)
{
    return "layer" + std::to_string(index);
}

/// The options of both attentions of a decoder layer: the encoder's mask is not theirs.
DecoderLayer::Options decoderOptions(const AttendOptions& options,
                                     std::span<const std::int32_t> keys)
{
    DecoderLayer::Options both{options, options};
    both.self.mask = {};
    both.cross.mask = {};
    both.cross.mask.lengths = keys;
    return both;
}

} // namespace

TransformerModel::TransformerModel(ParameterLayout& layout, const TransformerOptions& options)
    : m_options(options)
{
    const bool learned = options.positions == Positions::Learned;
    const bool pre = options.norm == NormOrder::Pre;
    const ScoreFunction& score = scoreFunctionOf(options.score);
    m_sourceInput = TokenInput(layout, "encoder.", options.sourceVocabulary, options.width,
                               learned ? options.sourcePlaces : 0);
    for (Index i = 0; i < options.layers; ++i)
        m_encoder.emplace_back(layout, "encoder.layers." + std::to_string(i) + ".", options.width,
                               options.heads, options.feedForward, score, options.norm);
    if (pre)
        m_encoderNorm = LayerNorm(layout, "encoder.norm.", options.width);
    m_targetInput = TokenInput(layout, "decoder.", options.targetVocabulary, options.width,
                               learned ? options.targetPlaces : 0);
    for (Index i = 0; i < options.layers; ++i)
        m_decoder.emplace_back(layout, "decoder.layers." + std::to_string(i) + ".", options.width,
                               options.heads, options.feedForward, score, options.norm);
    if (pre)
        m_decoderNorm = LayerNorm(layout, "decoder.norm.", options.width);
    m_output = Linear(layout, "decoder.output.", options.width, options.targetVocabulary);
}

TransformerModel::Encoded TransformerModel::encode(Tape& tape, const Probe& probe,
                                                   const PaddedIds& source, AttendOptions options,
                                                   const Axis& labels) const
{
    Encoded encoded{std::pmr::vector<Memory>(&tape.arena()),
                    {source.lengths.begin(), source.lengths.end(), &tape.arena()}};
    encoded.memories.reserve(m_decoder.size());
    options.mask.lengths = source.lengths;
    Var x;
    {
        const auto scope = probe.scope("encoder");
        const Places places = m_sourceInput.places(tape, m_options.positions, source.time);
        x = m_sourceInput(tape, probe, source.ids, source.batch, places, labels);
        x = dropout(tape, x, options.dropout, options.random);
        for (std::size_t i = 0; i < m_encoder.size(); ++i) {
            const auto inner = probe.scope(layerName(i));
            x = m_encoder[i](tape, probe, x, options, labels).result;
        }
        if (m_options.norm == NormOrder::Pre)
            x = nameNormalised(tape, probe, m_encoderNorm, x, labels);
    }
    const auto scope = probe.scope("decoder");
    for (std::size_t i = 0; i < m_decoder.size(); ++i) {
        const auto inner = probe.scope(layerName(i));
        encoded.memories.push_back(m_decoder[i].remember(tape, probe, x, labels));
    }
    return encoded;
}

TransformerModel::Output TransformerModel::decode(Tape& tape, const Probe& probe,
                                                  const Encoded& encoded, const PaddedIds& read,
                                                  const AttendOptions& options, const Axis& labels,
                                                  const Axis& readLabels) const
{
    const auto scope = probe.scope("decoder");
    DecoderLayer::Options both = decoderOptions(options, encoded.lengths);
    both.self.mask.kind = Mask::Kind::Causal;
    both.self.mask.lengths = read.lengths;
    const Places places = m_targetInput.places(tape, m_options.positions, read.time);
    Var x = m_targetInput(tape, probe, read.ids, read.batch, places, readLabels);
    x = dropout(tape, x, options.dropout, options.random);
    Output output{std::pmr::vector<Var>(&tape.arena()), {}, {}};
    output.cross.reserve(m_decoder.size());
    for (std::size_t i = 0; i < m_decoder.size(); ++i) {
        const auto inner = probe.scope(layerName(i));
        const DecoderLayer::Output layer =
            m_decoder[i](tape, probe, x, encoded.memories[i], both, labels, readLabels);
        output.cross.push_back(layer.cross.weights);
        x = layer.result;
    }
    if (m_options.norm == NormOrder::Pre)
        x = nameNormalised(tape, probe, m_decoderNorm, x, labels);
    output.states = x;
    output.logits = m_output(tape, x);
    return output;
}

LossSum TransformerModel::loss(Tape& tape,
                               std::span<const std::vector<std::int32_t>* const> sources,
                               std::span<const std::vector<std::int32_t>* const> targets,
                               const AttendOptions& options) const
{
    const Probe silent;
    // Step t reads token t − 1 (<bos> at first) and writes token t (<eos> at last).
    std::pmr::memory_resource* memory = &tape.arena();
    PaddedIds read{std::pmr::vector<std::int32_t>(memory), std::pmr::vector<std::int32_t>(memory)};
    read.lengths.reserve(targets.size());
    read.batch = static_cast<Index>(targets.size());
    for (const auto* target : targets) {
        read.lengths.push_back(static_cast<std::int32_t>(target->size()) + 1);
        read.time = std::max(read.time, static_cast<Index>(target->size()) + 1);
    }
    const auto time = static_cast<std::size_t>(read.time);
    read.ids.assign(targets.size() * time, Vocabulary::padding);
    std::pmr::vector<std::int32_t> wanted(targets.size() * time, -1, memory);
    LossSum total;
    for (std::size_t b = 0; b < targets.size(); ++b) {
        const std::vector<std::int32_t>& target = *targets[b];
        const auto row = static_cast<std::ptrdiff_t>(b * time);
        read.ids[b * time] = Vocabulary::begin;
        std::copy(target.begin(), target.end(), read.ids.begin() + row + 1);
        std::copy(target.begin(), target.end(), wanted.begin() + row);
        wanted[b * time + target.size()] = Vocabulary::end;
        total.count += static_cast<double>(target.size() + 1);
    }
    const Encoded encoded =
        encode(tape, silent, PaddedIds::of(sources, Vocabulary::padding, memory), options);
    total.sum = crossEntropy(tape, decode(tape, silent, encoded, read, options).logits, wanted);
    return total;
}

TransformerModel::Writing::Writing(Tape& tape, const TransformerModel& model,
                                   const Encoded& encoded, Index limit,
                                   const AttendOptions& options)
    : m_tape(tape)
    , m_model(model)
    , m_encoded(encoded)
    , m_options(decoderOptions(options, encoded.lengths))
    , m_places(model.m_targetInput.places(tape, model.m_options.positions, limit))
    , m_past(model.m_decoder.size())
{
}

Var TransformerModel::Writing::read(std::span<const std::int32_t> tokens)
{
    const Places place{m_places ? slice(m_tape, m_places.vectors, m_step, 1) : Var{},
                       m_places.kind};
    ++m_step;
    Var x = m_model.m_targetInput(m_tape, Probe(), tokens, static_cast<Index>(tokens.size()), place,
                                  nullptr);
    m_cross.clear();
    for (std::size_t i = 0; i < m_past.size(); ++i) {
        const DecoderLayer::Output layer =
            m_model.m_decoder[i].next(m_tape, x, m_encoded.memories[i], m_past[i], m_options);
        m_cross.push_back(layer.cross.weights);
        x = layer.result;
    }
    if (m_model.m_options.norm == NormOrder::Pre)
        x = m_model.m_decoderNorm(m_tape, x);
    return m_model.m_output(m_tape, x);
}

void TransformerModel::Writing::follow(std::span<const std::int32_t> entries)
{
    const auto taken = [&](Var x) {
        Shape shape = m_tape.shape(x);
        const Index width = shape.size() / shape[0];
        const Var rows = reshape(m_tape, x, {shape[0], width});
        const auto count = static_cast<Index>(entries.size());
        return reshape(m_tape, embed(m_tape, rows, entries, {count, width}),
                       {count, shape[1], shape[2], shape[3]});
    };
    for (Memory& past : m_past) {
        if (past.prepared)
            past.prepared = taken(past.prepared);
        if (past.values)
            past.values = taken(past.values);
    }
}

std::vector<TransformerModel::Written>
TransformerModel::write(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                        Index limit, const AttendOptions& options) const
{
    const PaddedIds source = PaddedIds::of(sources);
    const Encoded encoded = encode(tape, Probe(), source, options);
    Writing writing(tape, *this, encoded, limit, options);
    const std::size_t heads = m_decoder.size() * static_cast<std::size_t>(m_options.heads);
    std::vector<Written> results(sources.size());
    std::vector<std::vector<Buffer>> weights(sources.size(), std::vector<Buffer>(heads));
    std::vector<bool> ended(sources.size(), false);
    std::vector<std::int32_t> previous(sources.size(), Vocabulary::begin);
    for (Index t = 0; t < limit && std::count(ended.begin(), ended.end(), false) > 0; ++t) {
        const ConstView scores = tape.value(writing.read(previous));
        for (std::size_t b = 0; b < sources.size(); ++b) {
            const Real* row = scores.data + static_cast<Index>(b) * scores.shape.columns();
            previous[b] = static_cast<std::int32_t>(
                std::max_element(row, row + scores.shape.columns()) - row);
            ended[b] = ended[b] || previous[b] == Vocabulary::end;
            if (ended[b])
                continue;
            results[b].tokens.push_back(previous[b]);
            for (std::size_t head = 0; head < heads; ++head) {
                const std::size_t layer = head / static_cast<std::size_t>(m_options.heads);
                const Index first = static_cast<Index>(b) * m_options.heads
                    + static_cast<Index>(head) % m_options.heads;
                const Real* values = tape.value(writing.cross()[layer]).data + first * source.time;
                weights[b][head].insert(weights[b][head].end(), values, values + source.lengths[b]);
            }
        }
    }
    for (std::size_t b = 0; b < sources.size(); ++b)
        for (Buffer& values : weights[b])
            results[b].weights.emplace_back(
                Shape{static_cast<Index>(results[b].tokens.size()), source.lengths[b]},
                std::move(values));
    return results;
}

} // namespace regard
