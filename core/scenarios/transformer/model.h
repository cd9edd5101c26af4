// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/decoder_layer.h"
#include "core/attention/encoder_layer.h"
#include "core/attention/token_input.h"
#include "core/data/padded_ids.h"
#include "core/models/task.h"

namespace regard {

/// Sizes and parts of an encoder–decoder transformer.
struct TransformerOptions {
    Index width = 64;
    Index heads = 4;
    Index layers = 2; ///< of the encoder, and as many of the decoder
    Index feedForward = 128;
    std::string score = "scaled_dot";
    NormOrder norm = NormOrder::Post;
    Positions positions = Positions::Interleaved;
    /// Tokens that learnt positions have vectors for.
    Index sourcePlaces = 512;
    Index targetPlaces = 512;
    Index sourceVocabulary = 0;
    Index targetVocabulary = 0;
};

/// The transformer of Vaswani et al. 2017. Parameters: those of PyTorch's nn.Transformer
/// (encoder.layers.N.…, decoder.layers.N.… and, with pre-norm, encoder.norm and decoder.norm),
/// encoder.embedding, decoder.embedding and decoder.output; encoder.position and
/// decoder.position where positions are learnt.
class TransformerModel {
public:
    TransformerModel() = default;
    TransformerModel(ParameterLayout& layout, const TransformerOptions& options);

    struct Encoded {
        std::pmr::vector<Memory> memories; ///< keys and values of cross attention, by decoder layer
        std::pmr::vector<std::int32_t> lengths; ///< valid keys
    };
    /// `options.mask` is the encoder's.
    Encoded encode(Tape& tape, const Probe& probe, const PaddedIds& source, AttendOptions options,
                   const Axis& labels = nullptr) const;

    struct Output {
        std::pmr::vector<Var> cross; ///< weights by layer, [batch × heads × steps × keys]
        Var states; ///< what they were scored from
        Var logits; ///< [batch × steps × target vocabulary]
    };
    /// All decoding steps at once under the causal mask. `read` are the tokens that the steps
    /// read, <bos> first; `labels` say what they write, `readLabels` what they read.
    Output decode(Tape& tape, const Probe& probe, const Encoded& encoded, const PaddedIds& read,
                  const AttendOptions& options, const Axis& labels = nullptr,
                  const Axis& readLabels = nullptr) const;

    /// Teacher-forced cross-entropy over all target tokens and <eos>.
    LossSum loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                 std::span<const std::vector<std::int32_t>* const> targets,
                 const AttendOptions& options) const;

    /// Greedy outputs of a batch, without <eos>, at most `limit` tokens each, decoded a token a
    /// step with the keys and values of earlier steps kept; and each head's weights of cross
    /// attention, the heads of the first layer first, [steps × keys].
    struct Written {
        std::vector<std::int32_t> tokens;
        std::vector<Tensor> weights;
    };
    std::vector<Written> write(Tape& tape,
                               std::span<const std::vector<std::int32_t>* const> sources,
                               Index limit, const AttendOptions& options) const;
    /// Decoding of several texts token by token, with the keys and values of earlier steps kept.
    class Writing {
    public:
        /// Of the sources of `encoded`, up to `limit` tokens. The model and `encoded` must outlive
        /// it.
        Writing(Tape& tape, const TransformerModel& model, const Encoded& encoded, Index limit,
                const AttendOptions& options);
        /// Reads a token of each text; returns the logits of the next, [texts × 1 × vocabulary].
        Var read(std::span<const std::int32_t> tokens);
        /// Texts go on in the place of others: text i that of `entries[i]`.
        void follow(std::span<const std::int32_t> entries);
        /// The weights of cross attention of the step that was read last, by layer, [texts × heads
        /// × 1 × keys].
        const std::vector<Var>& cross() const { return m_cross; }

    private:
        Tape& m_tape;
        const TransformerModel& m_model;
        const Encoded& m_encoded;
        DecoderLayer::Options m_options;
        Places m_places;
        Index m_step = 0;
        std::vector<Memory> m_past; ///< by layer
        std::vector<Var> m_cross;
    };
    const Linear& output() const { return m_output; }

private:
    TransformerOptions m_options;
    TokenInput m_sourceInput;
    std::vector<EncoderLayer> m_encoder;
    LayerNorm m_encoderNorm; ///< pre-norm only
    TokenInput m_targetInput;
    std::vector<DecoderLayer> m_decoder;
    LayerNorm m_decoderNorm; ///< pre-norm only
    Linear m_output;
};

} // namespace regard
