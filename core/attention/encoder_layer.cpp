// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/encoder_layer.h"

namespace regard {

EncoderLayer::EncoderLayer(ParameterLayout& layout, const std::string& prefix, Index width,
                           Index heads, Index feedForward, const ScoreFunction& score,
                           NormOrder order)
    : m_attention(layout, prefix + "self_attn.", width, heads, score)
    , m_feedForward(layout, prefix, width, feedForward)
    , m_first(layout, prefix + "norm1.", width, order)
    , m_second(layout, prefix + "norm2.", width, order)
{
}

MultiHeadAttention::Output EncoderLayer::operator()(Tape& tape, const Probe& probe, Var x,
                                                    const AttendOptions& options,
                                                    const Axis& labels) const
{
    const Var read = m_first.enter(tape, probe, x, labels);
    const MultiHeadAttention::Output attended =
        m_attention(tape, probe, read, options, labels, labels);
    const Var y = m_first.leave(tape, probe, x, attended.result, labels);
    const Var z = m_second.leaveNet(tape, probe, y, m_feedForward, labels);
    probe.layer(x, attended.weights, z);
    return {attended.masked, attended.weights, z};
}

} // namespace regard
