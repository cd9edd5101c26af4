// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/multi_head.h"

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

/// Columns [part · width, …) of a projection by heads.
/// joined: [batch × time × …]. Result: [batch × heads × time × width/heads].
Var MultiHeadAttention::split(Tape& tape, Var joined, Index part) const
{
    return splitHeads(tape, joined, part * m_width, m_width, m_heads);
}

/// The heads' contexts side by side through the output projection.
MultiHeadAttention::Output MultiHeadAttention::join(Tape& tape, const Probe& probe,
                                                    const Attended& attended,
                                                    const Axis& labels) const
{
    const Var concatenated = joinHeads(tape, attended.context);
    const Var result =
        probe.name(m_output(tape, concatenated), "attention_output", Role::Hidden, labels);
    return {attended.masked, attended.weights, result};
}

MultiHeadAttention::Output MultiHeadAttention::operator()(Tape& tape, const Probe& probe, Var x,
                                                          const AttendOptions& options,
                                                          const Axis& labels,
                                                          const Axis& keyLabels) const
{
    // [Q | K | V] = x · W_inᵀ + b, one product for all heads.
    const Var joined =
        linear(tape, x, tape.parameter(m_projection), tape.parameter(m_projectionBias));
    const Var queries = probe.name(split(tape, joined, 0), "Q", Role::Query, labels);
    const Memory memory = regard::remember(tape, probe, m_score, split(tape, joined, 1),
                                           split(tape, joined, 2), keyLabels);
    return join(tape, probe, attend(tape, probe, m_score, queries, memory, options, labels),
                labels);
}

Memory MultiHeadAttention::remember(Tape& tape, const Probe& probe, Var seen,
                                    const Axis& labels) const
{
    // [K | V] = seen · W_inᵀ + b with the last two thirds of W_in.
    const Var joined =
        linear(tape, seen, slice(tape, tape.parameter(m_projection), m_width, 2 * m_width),
               slice(tape, tape.parameter(m_projectionBias), m_width, 2 * m_width));
    return regard::remember(tape, probe, m_score, split(tape, joined, 0), split(tape, joined, 1),
                            labels);
}

MultiHeadAttention::Output MultiHeadAttention::operator()(Tape& tape, const Probe& probe, Var x,
                                                          const Memory& memory,
                                                          const AttendOptions& options,
                                                          const Axis& labels) const
{
    // Q = x · W_inᵀ + b with the first third of W_in.
    const Var projected = linear(tape, x, slice(tape, tape.parameter(m_projection), 0, m_width),
                                 slice(tape, tape.parameter(m_projectionBias), 0, m_width));
    const Var queries = probe.name(split(tape, projected, 0), "Q", Role::Query, labels);
    return join(tape, probe, attend(tape, probe, m_score, queries, memory, options, labels),
                labels);
}

MultiHeadAttention::Output MultiHeadAttention::next(Tape& tape, Var x, Memory& past,
                                                    const AttendOptions& options) const
{
    const Probe silent;
    const Var joined =
        linear(tape, x, tape.parameter(m_projection), tape.parameter(m_projectionBias));
    const Memory own =
        regard::remember(tape, silent, m_score, split(tape, joined, 1), split(tape, joined, 2));
    past = past.values ? Memory{stackRows(tape, past.prepared, own.prepared),
                                stackRows(tape, past.values, own.values), nullptr}
                       : own;
    return join(tape, silent, attend(tape, silent, m_score, split(tape, joined, 0), past, options),
                nullptr);
}

} // namespace regard
