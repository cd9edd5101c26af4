// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/multi_head.h"
#include "core/attention/sublayer.h"

namespace regard {

/// PyTorch's TransformerEncoderLayer (ReLU) under its names:
///   post-norm: y = norm1(x + attention(x)),  z = norm2(y + linear2(relu(linear1(y))))
///   pre-norm:  y = x + attention(norm1(x)),  z = y + linear2(relu(linear1(norm2(y))))
class EncoderLayer {
public:
    EncoderLayer() = default;
    EncoderLayer(ParameterLayout& layout, const std::string& prefix, Index width, Index heads,
                 Index feedForward, const ScoreFunction& score, NormOrder order = NormOrder::Post);

    /// x: [batch × time × width]. The result is z.
    MultiHeadAttention::Output operator()(Tape& tape, const Probe& probe, Var x,
                                          const AttendOptions& options, const Axis& labels) const;

private:
    MultiHeadAttention m_attention;
    FeedForward m_feedForward;
    Sublayer m_first;
    Sublayer m_second;
};

} // namespace regard
