// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/data/padded_ids.h"
#include "core/models/task.h"
#include "core/nn/layers.h"
#include "core/nn/recurrent.h"

#include <optional>

namespace regard {

/// Sizes and parts of a recurrent encoder–decoder.
struct Seq2SeqOptions {
    Cell cell = Cell::Gru;
    bool bidirectional = false;
    int layers = 1;
    Index embedding = 64;
    Index hidden = 128;
    /// Without a value the decoder gets the fixed context of Cho et al. 2014, the encoder's
    /// last state, at every step.
    std::optional<std::string> score;
    Index sourceVocabulary = 0;
    Index targetVocabulary = 0;
};

/// Recurrent encoder–decoder; with attention as in Bahdanau et al. 2015: the query is the
/// decoder's previous state, the context is joined to the embedded previous token.
/// Parameters: encoder.embedding, encoder.rnn, decoder.embedding, decoder.attention,
/// decoder.rnn, decoder.output and, with a bidirectional encoder, decoder.bridge.
class Seq2Seq {
public:
    Seq2Seq() = default;
    Seq2Seq(ParameterLayout& layout, const Seq2SeqOptions& options);

    /// How a run of the decoder is changed beside its weights.
    struct Control {
        Real temperature = 1;
        Real dropout = 0;
        Random* random = nullptr;
    };

    struct Encoded {
        Memory memory; ///< with attention
        Var context; ///< without: the fixed context, [batch × features]
        std::vector<Var> state; ///< the decoder's first state, by layer
        std::vector<std::int32_t> lengths; ///< valid keys
    };
    Encoded encode(Tape& tape, const Probe& probe, const PaddedIds& source, const Control& control,
                   const Axis& labels = nullptr) const;

    struct Step {
        Var weights; ///< [batch × 1 × keys]; none without attention
        Var features; ///< top state, [batch × hidden]
        std::vector<Var> state;
    };
    /// One decoding step from the previous tokens (one for each batch entry).
    Step step(Tape& tape, const Probe& probe, const Encoded& encoded,
              std::span<const std::int32_t> previous, const std::vector<Var>& state,
              const Control& control) const;
    /// Scores over the target vocabulary. features: [… × hidden].
    Var logits(Tape& tape, Var features) const { return m_output(tape, features); }

    /// Teacher-forced cross-entropy over all target tokens and <eos>.
    LossSum loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                 std::span<const std::vector<std::int32_t>* const> targets,
                 const Control& control) const;

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
    Seq2SeqOptions m_options;
    Embedding m_sourceEmbedding;
    RecurrentLayers m_encoder;
    std::vector<Linear> m_bridge; ///< by layer; empty for a one-way encoder
    Embedding m_targetEmbedding;
    Score m_score;
    RecurrentLayers m_decoder;
    Linear m_output;
};

} // namespace regard
