// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/seq2seq.h"

#include "core/attention/projected.h"
#include "core/attention/token_input.h"
#include "core/attention/token_output.h"
#include "core/models/state_formulas.h"
#include "core/nn/recurrent_told.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

/// tanh(W [x; y] + b) of rows of operands 0 and 1, which may be missing, with a row of operand 2
/// and, if there is one, an entry of operand 3.
double tanhLayer(CellWork& work, Index row, Index weightRow)
{
    Operand joined = work.rowOf(0, row);
    if (work.has(1)) {
        const Operand behind = work.rowOf(1, row);
        joined.values.insert(joined.values.end(), behind.values.begin(), behind.values.end());
        joined.place = {};
        joined.symbol = "[;]";
    }
    const double sum = work.products(std::move(joined), work.rowOf(2, weightRow));
    return tanhWithBias(work, sum, 3, weightRow);
}

double bridgeCell(CellWork& work)
{
    return tanhLayer(work, 0, static_cast<Index>(work.number(0)) + work.column());
}

// s_0 = tanh(W ←h_1 + b): Bahdanau et al. 2015, A.2.2
constexpr Formula bridgeFormula{
    .name = "initial_state",
    .line = "tanh(W {0} of the first token + b)",
    .spoken = "s 0 = tanh(W times the backward state of token 1 + b)",
    .symbols = "*s tanh W *h *b",
    .cell = bridgeCell,
};
// [s_0; m_0] = tanh(W [←h_1; ←c_1] + b). Number: the first row of W
constexpr Formula cellBridgeFormula{
    .name = "initial_state_lstm",
    .line = "tanh(W [{0}; {1}] of the first token + b)",
    .spoken = "s 0 and m 0 side by side = tanh(W times the backward state and cell of token 1 + b)",
    .symbols = "[*s;*m] [;] *s *m tanh W *h *c *b",
    .cell = bridgeCell,
};
// k_j = W h_j, as wide as a query
constexpr Formula projectedKeyFormula{
    .name = "encoder_key_projected",
    .line = "W·{0}",
    .spoken = "key j = W times encoder state j",
    .symbols = "*k W *h j",
    .cell = linearCell,
};
// q_i = s_{i−1}
constexpr Formula queryBeforeFormula{
    .name = "decoder_query",
    .line = "last decoder state",
    .spoken = "query i = the decoder state before step i",
    .symbols = "*q *s i",
    .cell =
        [](CellWork& work) {
            return work.row() == 0 ? copiedFrom(work, 1, 0) : copiedFrom(work, 0, work.row() - 1);
        },
};
// c = h_T
constexpr Formula fixedContextFormula{
    .name = "context_fixed",
    .line = "last of {0}",
    .spoken = "context = the encoder's last state",
    .symbols = "*c *h T",
    .cell = lastRowCell,
};
// c = [→h_T; ←h_1]
constexpr Formula fixedContextOfBoth{
    .name = "context_fixed_both",
    .line = "[last of {0}; first of {1}]",
    .spoken = "context = the last forward state and the first backward state, side by side: each "
              "one's when it has read the whole text",
    .symbols = "*c [;] *h T",
    .cell = [](CellWork& work) { return sideBySide(work, work.rowsOf(0) - 1, 0); },
};
// c_i = c
constexpr Formula sameContextFormula{
    .name = "context_same",
    .line = "{0}",
    .spoken = "context i = the encoder's context, the same at every step",
    .symbols = "*c i",
    .cell = [](CellWork& work) { return copiedFrom(work, 0, 0); },
};
// h̃_i = tanh(W_c [c_i; s_i]): Luong et al. 2015, equation 5
constexpr Formula attentionalFormula{
    .name = "attentional",
    .line = "tanh(W_c [{0}; {1}])",
    .spoken = "attentional state i = tanh(W c times context i and state i side by side)",
    .symbols = "*h̃ tanh W_c [;] *c *s i",
    .cell = [](CellWork& work) { return tanhLayer(work, work.row(), work.column()); },
};
// h̃_{i−1}, zeros before the first step: Luong et al. 2015, section 3.3
constexpr Formula fedFormula{
    .name = "fed",
    .line = "last step's attentional",
    .spoken = "the attentional state of the step before; zeros at the first step",
    .symbols = "*h̃ i",
    .cell = [](CellWork& work) { return copiedFrom(work, 0, work.row() - 1); },
};

} // namespace

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

RecurrentLayers::Output Seq2Seq::read(Tape& tape, const Probe& probe, const PaddedIds& source,
                                      const Draws& draws, const Axis& labels) const
{
    Var x = m_sourceEmbedding(tape, source.ids, source.batch);
    x = probe.name(x, "embedding", Role::Embedding,
                   embeddedFrom(tape, m_sourceEmbedding, source.ids), labels);
    const LayersTold told{probe, Role::State, Role::Hidden, CellPlace::Forward, x, {}, {}, labels};
    x = dropout(tape, x, draws.dropout, draws.random);
    return m_encoder.run(tape, x, {}, source.lengths, draws.dropout, draws.random,
                         probe.active() ? &told : nullptr);
}

Seq2Seq::Encoded Seq2Seq::encode(Tape& tape, const Probe& probe, const PaddedIds& source,
                                 const Draws& draws, const Axis& labels) const
{
    Encoded encoded;
    const auto lengths = tape.arena().array<std::int32_t>(source.lengths.size());
    std::copy(source.lengths.begin(), source.lengths.end(), lengths.begin());
    encoded.lengths = lengths;
    RecurrentLayers::Output output;
    {
        const auto scope = probe.scope("encoder");
        output = read(tape, probe, source, draws, labels);
        encoded.state.layers = output.last;
        if (isLuong() && m_options.inputFeeding)
            encoded.state.fed = tape.adopt(tape.arena().zeros({source.batch, m_options.hidden}));
        // s₀ = tanh(W h₁ + b)
        for (std::size_t layer = 0; layer < m_bridge.size(); ++layer)
            encoded.state.layers[layer] =
                tanh(tape, m_bridge[layer](tape, output.firstBackward[layer]));
        if (hasAttention())
            encoded.memory = memoryOf(tape, probe, output.states, labels);
        else
            encoded.context = fixedContext(tape, probe, output);
    }
    if (probe.active())
        nameFirst(tape, probe, output, encoded);
    return encoded;
}

Memory Seq2Seq::memoryOf(Tape& tape, const Probe& probe, Var states, const Axis& labels) const
{
    const auto scope = probe.scope("attention");
    const Var keys = m_keys ? (*m_keys)(tape, states) : states;
    return remember(tape, probe, m_score, keys,
                    m_keys ? How(projectedKeyFormula, {states, m_keys->weight(tape)})
                           : encoderKeys(states),
                    states, encoderValues(states), labels);
}

Var Seq2Seq::fixedContext(Tape& tape, const Probe& probe,
                          const RecurrentLayers::Output& output) const
{
    // h_T; of two directions each one's state when it has read the whole text, (→h_T | ←h₁).
    const auto top = [&](const LayerStates& layers) {
        return hiddenPart(tape, m_options.cell, layers.back(), m_options.hidden);
    };
    const std::size_t last = output.last.size() - 1;
    const Var forward = top(output.last);
    if (!m_options.bidirectional)
        return probe.name(forward, "fixed_context", Role::Context,
                          {fixedContextFormula, {output.named[last].states}});
    return probe.name(
        concatenate(tape, forward, top(output.firstBackward)), "fixed_context", Role::Context,
        {fixedContextOfBoth, {output.named[last].states, output.namedBackward[last].states}});
}

void Seq2Seq::nameFirst(Tape& tape, const Probe& probe, const RecurrentLayers::Output& output,
                        Encoded& encoded) const
{
    const auto bridge = [&](std::size_t layer, Index firstRow) {
        const NamedStates& from = output.namedBackward[layer];
        return How(
            from.cells ? cellBridgeFormula : bridgeFormula,
            {from.states, from.cells, m_bridge[layer].weight(tape), m_bridge[layer].bias(tape)},
            {static_cast<double>(firstRow)});
    };
    const auto scope = probe.scope("decoder");
    for (std::size_t layer = 0; layer < encoded.state.layers.size(); ++layer)
        encoded.first[layer] = nameInitial(
            tape, probe, m_options.cell, encoded.state.layers[layer], static_cast<int>(layer),
            m_options.layers,
            m_bridge.empty() ? lastStateTold(output.named[layer])
                             : InitialTold{bridge(layer, 0), bridge(layer, m_options.hidden)});
    const std::size_t top = encoded.state.layers.size() - 1;
    encoded.told = {.states = output.states, .initial = encoded.first[top].states};
    if (m_options.bidirectional) {
        encoded.told.forward = output.named[top].states;
        encoded.told.backward = output.namedBackward[top].states;
    }
}

Attended Seq2Seq::attendTo(Tape& tape, const Probe& probe, const Encoded& encoded, Var query,
                           const How& queryFrom, const Draws& draws) const
{
    const auto scope = probe.scope("attention");
    AttendOptions options;
    options.mask.lengths = encoded.lengths;
    options.temperature = m_options.temperature;
    options.normaliser = m_normaliser;
    options.dropout = draws.dropout;
    options.random = draws.random;
    query = reshape(tape, query, {tape.shape(query)[0], 1, m_options.hidden});
    query = probe.name(query, "Q", Role::Query, queryFrom);
    return attend(tape, probe, m_score, query, encoded.memory, options);
}

Seq2Seq::Step Seq2Seq::step(Tape& tape, const Probe& probe, const Encoded& encoded,
                            std::span<const std::int32_t> previous, const State& state,
                            const Draws& draws) const
{
    const Index batch = static_cast<Index>(previous.size());
    Var embedded = m_targetEmbedding(tape, previous, batch); // [batch × 1 × embedding]
    {
        const auto scope = probe.scope("decoder");
        embedded = probe.name(embedded, "embedding", Role::Embedding,
                              embeddedFrom(tape, m_targetEmbedding, previous));
    }
    const Var named = embedded;
    embedded = reshape(tape, embedded, {batch, m_options.embedding});
    embedded = dropout(tape, embedded, draws.dropout, draws.random);
    const Var projected = m_decoder.project(tape, embedded, joinedWidth());
    return advance(tape, probe, encoded, projected, named, state, draws);
}

Seq2Seq::Step Seq2Seq::advance(Tape& tape, const Probe& probe, const Encoded& encoded,
                               Var projected, Var embedded, const State& state,
                               const Draws& draws) const
{
    const auto scope = probe.scope("decoder");
    const Index batch = tape.shape(projected)[0];
    const Index hidden = m_options.hidden;
    Step result;
    Var joined; // what stands before the embedding in the input of the recurrent layers
    if (isLuong()) {
        if (m_options.inputFeeding)
            joined = probe.name(state.fed, "fed", Role::Hidden, {fedFormula, {state.fed}});
    } else if (hasAttention()) {
        const Var query = hiddenPart(tape, m_options.cell, state.layers.back(), hidden);
        const Attended attended = attendTo(
            tape, probe, encoded, query,
            {queryBeforeFormula, {state.top, encoded.first[state.layers.size() - 1].states}},
            draws);
        result.weights = attended.weights;
        joined = reshape(tape, attended.context, {batch, joinedWidth()});
    } else {
        joined = probe.name(encoded.context, "context", Role::Context,
                            {sameContextFormula, {encoded.context}});
    }
    const LayersTold told{probe,
                          Role::DecoderState,
                          Role::Hidden,
                          !joined         ? CellPlace::Decoder
                              : isLuong() ? CellPlace::DecoderFed
                                          : CellPlace::DecoderWithContext,
                          joined ? joined : embedded,
                          joined ? embedded : Var{},
                          std::span(encoded.first).first(state.layers.size()),
                          {}};
    if (joined)
        joined = dropout(tape, joined, draws.dropout, draws.random);
    const RecurrentLayers::Output output =
        m_decoder.step(tape, joined, projected, state.layers, draws.dropout, draws.random,
                       probe.active() ? &told : nullptr);
    result.state.layers = output.last;
    result.features = reshape(tape, output.states, {batch, hidden});
    result.state.top = result.features;
    RecurrenceTold all = encoded.told;
    all.decoderStates = result.features;
    all.queriesCurrent = isLuong();
    (isLuong() ? all.fed : all.context) = joined;
    if (isLuong()) {
        const Attended attended =
            attendTo(tape, probe, encoded, result.features, currentQuery(result.features), draws);
        result.weights = attended.weights;
        const Index width = tape.shape(attended.context).columns();
        const Var context = reshape(tape, attended.context, {batch, width});
        const Var both = concatenate(tape, context, result.features);
        result.features =
            probe.name(tanh(tape, m_combine(tape, both)), "attentional", Role::Hidden,
                       {attentionalFormula, {context, result.features, m_combine.weight(tape)}});
        if (m_options.inputFeeding)
            result.state.fed = result.features;
        all.context = context;
        all.attentional = result.features;
    }
    all.weights = result.weights;
    probe.recurrence(all);
    return result;
}

How Seq2Seq::logitsTold(Tape& tape, Var features) const
{
    return logitsFrom(tape, m_output, features);
}

} // namespace regard
