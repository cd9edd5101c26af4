// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/nn/layers.h"

#include <string>

namespace regard {

/// Multi-head self-attention under the names of PyTorch's MultiheadAttention: PREFIX +
/// "in_proj_weight" [3·width × width], "in_proj_bias", "out_proj.weight", "out_proj.bias".
/// Vaswani et al. 2017, section 3.2.2, with any score function.
class MultiHeadAttention {
public:
    MultiHeadAttention() = default;
    MultiHeadAttention(ParameterLayout& layout, const std::string& prefix, Index width, Index heads,
                       const ScoreFunction& score);

    struct Output {
        Var masked; ///< scores before softmax, [batch × heads × time × time]
        Var weights; ///< [batch × heads × time × time]
        Var result; ///< [batch × time × width]
    };
    /// x: [batch × time × width]. Names Q, K, V, scores … of each head.
    Output operator()(Tape& tape, const Probe& probe, Var x, const AttendOptions& options,
                      const Axis& labels) const;

private:
    Var heads(Tape& tape, Var joined, Index part) const;

    Index m_width = 0;
    Index m_heads = 1;
    ParameterId m_projection;
    ParameterId m_projectionBias;
    Linear m_output;
    Score m_score;
};

/// PyTorch's TransformerEncoderLayer (post-norm, ReLU) under its names:
///   y = norm1(x + attention(x)),  z = norm2(y + linear2(relu(linear1(y))))
class EncoderLayer {
public:
    EncoderLayer() = default;
    EncoderLayer(ParameterLayout& layout, const std::string& prefix, Index width, Index heads,
                 Index feedForward, const ScoreFunction& score);

    MultiHeadAttention::Output operator()(Tape& tape, const Probe& probe, Var x,
                                          const AttendOptions& options, const Axis& labels) const;

private:
    MultiHeadAttention m_attention;
    Linear m_linear1;
    Linear m_linear2;
    LayerNorm m_norm1;
    LayerNorm m_norm2;
};

} // namespace regard
