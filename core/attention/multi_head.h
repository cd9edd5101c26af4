// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/nn/layers.h"

#include <string>

namespace regard {

/// Multi-head attention under the names of PyTorch's MultiheadAttention: PREFIX +
/// "in_proj_weight" [3·width × width], "in_proj_bias", "out_proj.weight", "out_proj.bias".
/// Vaswani et al. 2017, section 3.2.2, with any score function.
class MultiHeadAttention {
public:
    MultiHeadAttention() = default;
    MultiHeadAttention(ParameterLayout& layout, const std::string& prefix, Index width, Index heads,
                       const ScoreFunction& score);

    struct Output {
        Var masked; ///< scores before softmax, [batch × heads × queries × keys]
        Var weights; ///< [batch × heads × queries × keys]
        Var result; ///< [batch × queries × width]
    };
    /// Self-attention. x: [batch × time × width]. Names Q, K, V, scores … of each head; rows of
    /// queries and of keys have labels of their own.
    Output operator()(Tape& tape, const Probe& probe, Var x, const AttendOptions& options,
                      const Axis& labels, const Axis& keyLabels) const;

    /// Keys and values of what cross attention looks at. seen: [batch × keys × width].
    Memory remember(Tape& tape, const Probe& probe, Var seen, const Axis& labels) const;
    /// Cross attention. x: [batch × queries × width].
    Output operator()(Tape& tape, const Probe& probe, Var x, const Memory& memory,
                      const AttendOptions& options, const Axis& labels) const;

    /// Causal self-attention of the next step, x: [batch × 1 × width], over itself and the steps
    /// that `past` holds, to which it is added. An empty Memory is the past of the first step.
    Output next(Tape& tape, Var x, Memory& past, const AttendOptions& options) const;

private:
    How told(Tape& tape, const Formula& formula, Var x, Index part) const;
    Var split(Tape& tape, Var joined, Index part) const;
    Output join(Tape& tape, const Probe& probe, const Attended& attended, const Axis& labels) const;

    Index m_width = 0;
    Index m_heads = 1;
    ParameterId m_projection;
    ParameterId m_projectionBias;
    Linear m_output;
    Score m_score;
};

} // namespace regard
