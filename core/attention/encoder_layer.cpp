// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/encoder_layer.h"

#include <cmath>

namespace regard {

MultiHeadAttention::MultiHeadAttention(ParameterLayout& layout, const std::string& prefix,
                                       Index width, Index heads, const ScoreFunction& score)
    : m_width(width)
    , m_heads(heads)
{
    // Xavier for the stacked projections, as PyTorch draws them.
    const double halfWidth = std::sqrt(6.0 / static_cast<double>(4 * width));
    m_projection = layout.add(prefix + "in_proj_weight", {3 * width, width},
                              {Initial::Kind::Uniform, halfWidth});
    m_projectionBias =
        layout.add(prefix + "in_proj_bias", {3 * width}, {Initial::Kind::Constant, 0});
    m_output = Linear(layout, prefix + "out_proj.", width, width);
    const Index features = width / heads;
    m_score = Score(layout, prefix + "score.", score, {features, features, features});
}

Var MultiHeadAttention::heads(Tape& tape, Var joined, Index part) const
{
    const Shape& shape = tape.shape(joined);
    const Index batch = shape[0];
    const Index time = shape[1];
    const Var own = columns(tape, joined, part * m_width, m_width);
    return swapMiddle(tape, reshape(tape, own, {batch, time, m_heads, m_width / m_heads}));
}

MultiHeadAttention::Output MultiHeadAttention::operator()(Tape& tape, const Probe& probe, Var x,
                                                          const AttendOptions& options,
                                                          const Axis& labels) const
{
    const Shape shape = tape.shape(x);
    // [Q | K | V] = x · W_inᵀ + b, one product for all heads.
    const Var joined =
        linear(tape, x, tape.parameter(m_projection), tape.parameter(m_projectionBias));
    const Var queries = probe.name(heads(tape, joined, 0), "Q", Role::Query, labels);
    const Memory memory =
        remember(tape, probe, m_score, heads(tape, joined, 1), heads(tape, joined, 2), labels);
    const Attended attended = attend(tape, probe, m_score, queries, memory, options, labels);
    const Var concatenated = reshape(tape, swapMiddle(tape, attended.context), shape);
    const Var result =
        probe.name(m_output(tape, concatenated), "attention_output", Role::Hidden, labels);
    return {attended.masked, attended.weights, result};
}

EncoderLayer::EncoderLayer(ParameterLayout& layout, const std::string& prefix, Index width,
                           Index heads, Index feedForward, const ScoreFunction& score)
    : m_attention(layout, prefix + "self_attn.", width, heads, score)
    , m_linear1(layout, prefix + "linear1.", width, feedForward)
    , m_linear2(layout, prefix + "linear2.", feedForward, width)
    , m_norm1(layout, prefix + "norm1.", width)
    , m_norm2(layout, prefix + "norm2.", width)
{
}

MultiHeadAttention::Output EncoderLayer::operator()(Tape& tape, const Probe& probe, Var x,
                                                    const AttendOptions& options,
                                                    const Axis& labels) const
{
    const MultiHeadAttention::Output attended = m_attention(tape, probe, x, options, labels);
    const Var y =
        probe.name(m_norm1(tape, add(tape, x, attended.result)), "attended", Role::Hidden, labels);
    const Var inner = relu(tape, m_linear1(tape, y));
    const Var z = probe.name(m_norm2(tape, add(tape, y, m_linear2(tape, inner))), "output",
                             Role::Hidden, labels);
    return {attended.masked, attended.weights, z};
}

} // namespace regard
