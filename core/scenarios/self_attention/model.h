// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/encoder_layer.h"
#include "core/attention/token_input.h"
#include "core/data/padded_ids.h"

namespace regard {

/// Sizes and parts of a self-attention encoder over tokens.
struct EncoderOptions {
    Index width = 64;
    Index heads = 4;
    Index layers = 2;
    Index feedForward = 128;
    std::string score = "scaled_dot";
    Index vocabulary = 0;
};

/// Embedding + positions, layers of PyTorch's TransformerEncoder, and a Linear over the
/// vocabulary for each token: what the token stands for. Parameters: embedding.weight,
/// encoder.layers.N.…, output.weight, output.bias.
class EncoderModel {
public:
    EncoderModel() = default;
    EncoderModel(ParameterLayout& layout, const EncoderOptions& options);

    struct Output {
        std::pmr::vector<Var> weights; ///< by layer, [batch × heads × time × time]
        Var lastMasked; ///< last layer's scores before softmax, of the same shape
        Var states; ///< what they were scored from
        Var logits; ///< [batch × time × vocabulary]
    };
    Output operator()(Tape& tape, const Probe& probe, const PaddedIds& tokens, Positions positions,
                      AttendOptions options, const Axis& labels = nullptr) const;
    const Linear& output() const { return m_output; }

private:
    TokenInput m_input;
    std::vector<EncoderLayer> m_layers;
    Linear m_output;
};

} // namespace regard
