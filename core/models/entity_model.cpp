// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/entity_model.h"

#include <algorithm>
#include <numeric>

namespace regard {

EntityModel::EntityModel(ParameterLayout& layout, const EntityOptions& options) : m_options(options)
{
    const Index width = options.width;
    const Initial one{Initial::Kind::Constant, 1};
    m_embedding =
        layout.add("embedding.weight", {options.vocabulary, width}, {Initial::Kind::Normal, 0.1});
    m_masks = layout.add("mask.weight", {options.places, width}, one);
    m_content = Linear(layout, "memory.U.", width, width, false);
    m_key = Linear(layout, "memory.V.", width, width, false);
    m_sentence = Linear(layout, "memory.W.", width, width, false);
    m_slope = layout.add("memory.activation.weight", {1}, one);
    m_hidden = Linear(layout, "output.H.", width, width, false);
    m_outputSlope = layout.add("output.activation.weight", {1}, one);
    m_output = Linear(layout, "output.R.", width, options.vocabulary, false);
    m_score = Score(layout, "output.score.", scoreFunctionOf("dot"), {});
}

namespace {

/// [rows × 1 × columns], one where the column is below the row's length.
Var ones(Tape& tape, std::span<const std::int32_t> lengths, Index columns)
{
    const auto rows = static_cast<Index>(lengths.size());
    const View view = tape.allocate({rows, 1, columns});
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            view.data[row * columns + column] =
                column < lengths[static_cast<std::size_t>(row)] ? 1 : 0;
    return tape.adopt(view);
}

/// x repeated for each slot. x: [batch × width]. Result: [batch × slots × width].
Var forEachSlot(Tape& tape, Var x, Index slots)
{
    const Index batch = tape.shape(x)[0];
    const View view = tape.allocate({batch, slots, 1});
    std::fill_n(view.data, view.shape.size(), Real(1));
    return product(tape, tape.adopt(view), reshape(tape, x, {batch, 1, tape.shape(x).columns()}));
}

/// The keys for each story, [stories × slots × width]. keys: [slots × width].
Var beginning(Tape& tape, Var keys, Index stories)
{
    const Shape shape = tape.shape(keys);
    const View view = tape.allocate({stories, 1});
    std::fill_n(view.data, stories, Real(1));
    const Var flat = reshape(tape, keys, {1, shape.size()});
    return reshape(tape, product(tape, tape.adopt(view), flat), {stories, shape[0], shape[1]});
}

} // namespace

Var EntityModel::encode(Tape& tape, const Probe& probe, std::span<const std::int32_t> words,
                        std::span<const std::int32_t> lengths, Index places,
                        const Axis& labels) const
{
    // s = Σ fᵢ ⊙ eᵢ
    const auto count = static_cast<Index>(lengths.size());
    const Index width = m_options.width;
    Var embedded = embed(tape, tape.parameter(m_embedding), words, {count, places, width});
    embedded = probe.name(embedded, "embedding", Role::Embedding, labels);
    const auto all = tape.arena().array<std::int32_t>(static_cast<std::size_t>(places));
    std::iota(all.begin(), all.end(), 0);
    Var masks = embed(tape, tape.parameter(m_masks), all, {places, width});
    masks = probe.name(masks, "masks", Role::Position, labels);
    const Var masked =
        probe.name(times(tape, embedded, masks), "masked_words", Role::Hidden, labels);
    return reshape(tape, product(tape, ones(tape, lengths, places), masked), {count, width});
}

Var EntityModel::sentences(Tape& tape, const Probe& probe, const StoryBatch& batch,
                           const StoryLabels& labels) const
{
    const Index width = m_options.width;
    if (!probe.active())
        return reshape(tape, encode(tape, probe, batch.words, batch.lengths, batch.places, {}),
                       {batch.stories, batch.sentences, width});
    // One by one and without padding, so that a trace has the words of each.
    std::vector<Var> told;
    for (std::size_t i = 0; i < labels.sentences.size(); ++i) {
        const auto length = batch.lengths[i];
        const auto words = std::span(batch.words)
                               .subspan(i * static_cast<std::size_t>(batch.places),
                                        static_cast<std::size_t>(length));
        const auto scope = probe.scope("sentence" + std::to_string(i + 1));
        told.push_back(encode(tape, probe, words, {&batch.lengths[i], 1}, length, labels.words[i]));
    }
    return stackTime(tape, told);
}

Var EntityModel::memory(Tape& tape, const Probe& probe, const StoryBatch& batch, Var told,
                        const StoryLabels& labels) const
{
    const Index width = m_options.width;
    const auto slots = static_cast<Index>(m_options.slots.size());
    const Var keys =
        probe.name(embed(tape, tape.parameter(m_embedding), m_options.slots, {slots, width}),
                   "keys", Role::Hidden, labels.slots);
    const Var ofKeys = m_key(tape, keys); // V w
    const Var slope = tape.parameter(m_slope);
    Var h = beginning(tape, keys, batch.stories); // h = w
    for (Index t = 0; t < batch.sentences; ++t) {
        const auto number = static_cast<std::size_t>(t);
        const Axis row = probe.active() ? makeAxis({labels.sentences[number]}) : nullptr;
        const Var s = probe.name(timeStep(tape, told, t), "sentences", Role::Hidden, row);
        // g = σ(sᵀh + sᵀw)
        const Var asked = reshape(tape, s, {batch.stories, 1, width});
        const Var byContent =
            probe.name(reshape(tape, productTransposed(tape, asked, h), {batch.stories, slots}),
                       "content_match", Role::Hidden, row, labels.slots);
        const Var byKey =
            probe.name(linear(tape, s, keys), "key_match", Role::Hidden, row, labels.slots);
        Var gates = probe.name(sigmoid(tape, add(tape, byContent, byKey)), "gates", Role::Gate, row,
                               labels.slots);
        if (!probe.active()) {
            // A sentence that is not there opens no gate.
            const View there = tape.allocate({batch.stories});
            for (Index story = 0; story < batch.stories; ++story)
                there.data[story] =
                    batch.lengths[static_cast<std::size_t>(story * batch.sentences + t)] > 0 ? 1
                                                                                             : 0;
            gates = scaleRows(tape, gates, tape.adopt(there));
        }
        // h̃ = φ(U h + V w + W s),  h ← (h + g h̃) / ‖h + g h̃‖
        const auto scope = probe.scope("sentence" + std::to_string(t + 1));
        const Var inner =
            add(tape, add(tape, m_content(tape, h), forEachSlot(tape, m_sentence(tape, s), slots)),
                ofKeys);
        const Var candidate =
            probe.name(prelu(tape, inner, slope), "candidate", Role::Gate, labels.slots);
        h = unitRows(tape, add(tape, h, scaleRows(tape, candidate, gates)));
        h = probe.name(h, "memory", Role::State, labels.slots);
    }
    return h;
}

Var EntityModel::operator()(Tape& tape, const Probe& probe, const StoryBatch& batch,
                            const AttendOptions& options, const StoryLabels& labels) const
{
    const Var told = sentences(tape, probe, batch, labels);
    const Var h = memory(tape, probe, batch, told, labels);
    const auto scope = probe.scope("answer");
    const Index places = probe.active() ? batch.askedLengths[0] : batch.places;
    Var q = encode(tape, probe,
                   std::span(batch.asked)
                       .first(static_cast<std::size_t>(batch.stories * batch.questions * places)),
                   batch.askedLengths, places, labels.questionWords);
    q = reshape(tape, q, {batch.stories, batch.questions, m_options.width});
    q = probe.name(q, "Q", Role::Query, labels.question);
    const Memory slots = remember(tape, probe, m_score, h, h, labels.slots);
    const Attended attended = attend(tape, probe, m_score, q, slots, options, labels.question);
    // y = R φ(q + H u)
    const Var hidden = probe.name(
        prelu(tape, add(tape, q, m_hidden(tape, attended.context)), tape.parameter(m_outputSlope)),
        "output", Role::Hidden, labels.question);
    return m_output(tape, hidden);
}

} // namespace regard
