// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/multi_head.h"
#include "core/attention/sublayer.h"

namespace regard {

/// PyTorch's TransformerDecoderLayer (ReLU) under its names. With self-attention over what has
/// been written and cross attention to a memory:
///   post-norm: a = norm1(x + self(x)),  b = norm2(a + cross(a)),  z = norm3(b + net(b))
///   pre-norm:  a = x + self(norm1(x)),  b = a + cross(norm2(a)),  z = b + net(norm3(b))
/// where net = linear2(relu(linear1)).
class DecoderLayer {
public:
    DecoderLayer() = default;
    DecoderLayer(ParameterLayout& layout, const std::string& prefix, Index width, Index heads,
                 Index feedForward, const ScoreFunction& score, NormOrder order = NormOrder::Post);

    /// What the two attentions are told beside temperature and the like.
    struct Options {
        AttendOptions self; ///< with the causal mask for whole sequences
        AttendOptions cross;
    };
    struct Output {
        MultiHeadAttention::Output self;
        MultiHeadAttention::Output cross;
        Var result; ///< z, [batch × time × width]
    };

    /// Keys and values of cross attention, made once. memory: [batch × keys × width].
    Memory remember(Tape& tape, const Probe& probe, Var memory, const Axis& labels) const;

    /// All steps at once. x: [batch × time × width]. Names are under "self/" and "cross/";
    /// `labels` say what each step writes, `readLabels` what it reads.
    Output operator()(Tape& tape, const Probe& probe, Var x, const Memory& memory,
                      const Options& options, const Axis& labels, const Axis& readLabels) const;

    /// The next step alone, x: [batch × 1 × width], after those in `past`, to which it is added.
    Output next(Tape& tape, Var x, const Memory& memory, Memory& past,
                const Options& options) const;

private:
    Output finish(Tape& tape, const Probe& probe, Var a, const MultiHeadAttention::Output& self,
                  const Memory& memory, const AttendOptions& options, const Axis& labels) const;

    MultiHeadAttention m_self;
    MultiHeadAttention m_cross;
    FeedForward m_feedForward;
    Sublayer m_first;
    Sublayer m_second;
    Sublayer m_third;
};

} // namespace regard
