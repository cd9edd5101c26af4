// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/data/padded_ids.h"
#include "core/models/task.h"
#include "core/nn/layers.h"
#include "core/nn/recurrent.h"
#include "core/trace/probe.h"

#include <optional>

namespace regard {

/// Where attention stands in a decoding step.
enum class Placement {
    Bahdanau, ///< before the recurrent layers: the query is the previous state
    Luong, ///< behind them: the query is the current state
};

/// "bahdanau", "luong". Throws std::invalid_argument for anything else.
Placement placementOf(std::string_view name);

/// Sizes and parts of a recurrent encoder–decoder.
struct Seq2SeqOptions {
    Cell cell = Cell::Gru;
    bool bidirectional = false;
    int layers = 1;
    Index embedding = 64;
    Index hidden = 128;
    /// Without a value the decoder gets the fixed context of Cho et al. 2014, the encoder's
    /// last state (of each direction the one behind the whole text), at every step.
    std::optional<std::string> score;
    Placement placement = Placement::Bahdanau;
    bool inputFeeding = false; ///< with Placement::Luong: h̃ joins the next step's input
    std::string normaliser = "softmax";
    Real temperature = 1; ///< divides the scores
    Index positions = 64; ///< most source tokens that a score by location has rows for
    Index sourceVocabulary = 0;
    Index targetVocabulary = 0;
};

/// Recurrent encoder–decoder. With attention as in Bahdanau et al. 2015 the query is the
/// decoder's previous state, and the context is joined to the embedded previous token. As in
/// Luong et al. 2015 the query is the current state h, and the vocabulary is scored from
///   h̃ = tanh(W_c [c; h])
/// which with input feeding is joined to the next embedded token.
/// Parameters: encoder.embedding, encoder.rnn, decoder.embedding, decoder.attention,
/// decoder.rnn, decoder.output; after Luong decoder.combine. A one-way encoder's last states are
/// the decoder's first. With a bidirectional encoder each layer of the decoder starts from
///   s₀ = tanh(W h₁ + b)
/// where h₁ is the state of the backward direction at the first token, when it has read the whole
/// text (Bahdanau et al. 2015, A.2.2, there without b); an LSTM's is (h | c), brought over by one
/// W of twice the width. W and b are decoder.bridge.LAYER. Unless the score takes keys of any width
/// (ScoreFunction::anyWidths) decoder.keys [hidden × 2·hidden] makes keys of the states;
/// the values are the states themselves.
class Seq2Seq {
public:
    Seq2Seq() = default;
    Seq2Seq(ParameterLayout& layout, const Seq2SeqOptions& options);

    /// What a decoding step leaves to the next.
    struct State {
        LayerStates layers;
        Var fed; ///< h̃ with input feeding, [batch × hidden]
        Var top; ///< the top layer's h, from the second step on
    };

    struct Encoded {
        Memory memory; ///< with attention
        Var context; ///< without: the fixed context, [batch × features]
        State state; ///< the decoder's first
        std::span<const std::int32_t> lengths; ///< valid keys, in the tape's arena
        /// The decoder's first states by layer, as they were named.
        std::array<NamedStates, LayerStates::maximum> first;
        RecurrenceTold told; ///< the encoder's part, as it was named
    };
    /// Names, beside what is said in recurrent_told.h: what the decoder starts from
    /// (decoder/initial_state and, of an LSTM, decoder/initial_cells).
    Encoded encode(Tape& tape, const Probe& probe, const PaddedIds& source, const Draws& draws,
                   const Axis& labels = nullptr) const;

    struct Step {
        Var weights; ///< [batch × 1 × keys]; none without attention
        Var features; ///< the top layer's h or Luong's h̃, [batch × hidden]
        State state;
    };
    /// One decoding step from the previous tokens (one for each batch entry).
    Step step(Tape& tape, const Probe& probe, const Encoded& encoded,
              std::span<const std::int32_t> previous, const State& state, const Draws& draws) const;
    /// The states of some batch entries, in their order; an entry may go on as several.
    State follow(Tape& tape, const State& state, std::span<const std::int32_t> entries) const;
    /// Scores over the target vocabulary. features: [… × hidden].
    Var logits(Tape& tape, Var features) const { return m_output(tape, features); }
    How logitsTold(Tape& tape, Var features) const;

    /// Cross-entropy over all target tokens and <eos>. Sentences that have ended are left out of
    /// the steps that the others still take. Each token that the decoder is fed is the right one
    /// or, with a probability of 1 − draws.teacherForcing, the likeliest of its own last step
    /// (Bengio et al. 2015, section 2.4, with the argmax; no gradient through the choice).
    LossSum loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                 std::span<const std::vector<std::int32_t>* const> targets,
                 const Draws& draws) const;

    /// Greedy outputs of a batch, without <eos>, at most `limit` tokens each, and the
    /// attention weights of each step, [steps × keys] a sentence (empty without attention).
    struct Decoded {
        std::vector<std::int32_t> tokens;
        Tensor weights;
    };
    std::vector<Decoded> decode(Tape& tape,
                                std::span<const std::vector<std::int32_t>* const> sources,
                                Index limit) const;

    bool hasAttention() const { return m_options.score.has_value(); }
    const Seq2SeqOptions& options() const { return m_options; }

private:
    /// The part of a step behind the embedding: `projected` is W_ih x + b_ih of the embedded
    /// previous tokens, [batch × gates·hidden]; `embedded` those as they were named.
    Step advance(Tape& tape, const Probe& probe, const Encoded& encoded, Var projected,
                 Var embedded, const State& state, const Draws& draws) const;
    /// W_ih x + b_ih of embedded previous tokens, [tokens × gates·hidden].
    Var project(Tape& tape, std::span<const std::int32_t> previous, const Draws& draws) const;
    RecurrentLayers::Output read(Tape& tape, const Probe& probe, const PaddedIds& source,
                                 const Draws& draws, const Axis& labels) const;
    Memory memoryOf(Tape& tape, const Probe& probe, Var states, const Axis& labels) const;
    Var fixedContext(Tape& tape, const Probe& probe, const RecurrentLayers::Output& output) const;
    void nameFirst(Tape& tape, const Probe& probe, const RecurrentLayers::Output& output,
                   Encoded& encoded) const;
    /// The first `count` sentences of a batch.
    Encoded leadingOf(Tape& tape, const Encoded& encoded, Index count) const;
    State leadingOf(Tape& tape, const State& state, Index count) const;
    /// Features that stand before the embedding in the decoder's input.
    Index joinedWidth() const;
    /// query: [batch × hidden].
    Attended attendTo(Tape& tape, const Probe& probe, const Encoded& encoded, Var query,
                      const How& queryFrom, const Draws& draws) const;
    bool isLuong() const { return hasAttention() && m_options.placement == Placement::Luong; }

    Seq2SeqOptions m_options;
    const Normaliser* m_normaliser = nullptr;
    Embedding m_sourceEmbedding;
    RecurrentLayers m_encoder;
    std::vector<Linear> m_bridge; ///< by layer; empty for a one-way encoder
    Embedding m_targetEmbedding;
    Score m_score;
    RecurrentLayers m_decoder;
    Linear m_combine; ///< W_c
    /// States of two directions brought to the query's width, for scores that need that.
    std::optional<Linear> m_keys;
    Linear m_output;
};

} // namespace regard
