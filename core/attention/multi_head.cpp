// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/multi_head.h"

#include "core/attention/projected.h"

#include <cmath>

namespace regard {

namespace {

/// A head's share of one of the three projections that in_proj_weight stacks. Number: its first
/// row.
double headCell(CellWork& work)
{
    return projectedCell(
        work, static_cast<Index>(work.number(0)) + work.head() * work.width() + work.column());
}

// q = x W^Q + b^Q, and so on; of another sequence than the queries, y and h.
constexpr Formula selfQuery{
    .name = "query_head",
    .line = "{0}·W_Q + b_Q",
    .spoken = "query i = x i times W Q + b Q",
    .symbols = "*q *x W^Q *b^Q i",
    .cell = headCell,
};
constexpr Formula selfKey{
    .name = "key_head",
    .line = "{0}·W_K + b_K",
    .spoken = "key j = x j times W K + b K",
    .symbols = "*k *x W^K *b^K j",
    .cell = headCell,
};
constexpr Formula selfValue{
    .name = "value_head",
    .line = "{0}·W_V + b_V",
    .spoken = "value j = x j times W V + b V",
    .symbols = "*v *x W^V *b^V j",
    .cell = headCell,
};
constexpr Formula crossQuery{
    .name = "query_cross",
    .line = "{0}·W_Q + b_Q",
    .spoken = "query i = y i, of the decoder, times W Q + b Q",
    .symbols = "*q *y W^Q *b^Q i",
    .cell = headCell,
};
constexpr Formula crossKey{
    .name = "key_cross",
    .line = "{0}·W_K + b_K",
    .spoken = "key j = h j, of the encoder, times W K + b K",
    .symbols = "*k *h W^K *b^K j",
    .cell = headCell,
};
constexpr Formula crossValue{
    .name = "value_cross",
    .line = "{0}·W_V + b_V",
    .spoken = "value j = h j, of the encoder, times W V + b V",
    .symbols = "*v *h W^V *b^V j",
    .cell = headCell,
};

// o = [c_1; …; c_H] W^O + b^O
constexpr Formula outputFormula{
    .name = "attention_output",
    .line = "heads side by side · W_O + b_O",
    .spoken = "the contexts of all heads side by side, times W O, + b O",
    .symbols = "*o [;] *c H W^O *b^O i",
    .cell = linearCell,
};

} // namespace

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

/// How a third of the projection of x came about: 0 for queries, 1 for keys, 2 for values.
How MultiHeadAttention::told(Tape& tape, const Formula& formula, Var x, Index part) const
{
    return How(formula, {x, tape.parameter(m_projection), tape.parameter(m_projectionBias)},
               {static_cast<double>(part * m_width)});
}

/// The heads' contexts side by side through the output projection.
MultiHeadAttention::Output MultiHeadAttention::join(Tape& tape, const Probe& probe,
                                                    const Attended& attended,
                                                    const Axis& labels) const
{
    const Var concatenated = joinHeads(tape, attended.context);
    const Var result = probe.name(
        m_output(tape, concatenated), "attention_output", Role::Hidden,
        {outputFormula, {attended.context, m_output.weight(tape), m_output.bias(tape)}}, labels);
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
    const Var queries =
        probe.name(split(tape, joined, 0), "Q", Role::Query, told(tape, selfQuery, x, 0), labels);
    const Memory memory =
        regard::remember(tape, probe, m_score, split(tape, joined, 1), told(tape, selfKey, x, 1),
                         split(tape, joined, 2), told(tape, selfValue, x, 2), keyLabels);
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
    return regard::remember(tape, probe, m_score, split(tape, joined, 0),
                            told(tape, crossKey, seen, 1), split(tape, joined, 1),
                            told(tape, crossValue, seen, 2), labels);
}

MultiHeadAttention::Output MultiHeadAttention::operator()(Tape& tape, const Probe& probe, Var x,
                                                          const Memory& memory,
                                                          const AttendOptions& options,
                                                          const Axis& labels) const
{
    // Q = x · W_inᵀ + b with the first third of W_in.
    const Var projected = linear(tape, x, slice(tape, tape.parameter(m_projection), 0, m_width),
                                 slice(tape, tape.parameter(m_projectionBias), 0, m_width));
    const Var queries = probe.name(split(tape, projected, 0), "Q", Role::Query,
                                   told(tape, crossQuery, x, 0), labels);
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
        regard::remember(tape, m_score, split(tape, joined, 1), split(tape, joined, 2));
    past = past.values ? Memory{stackRows(tape, past.prepared, own.prepared),
                                stackRows(tape, past.values, own.values),
                                nullptr,
                                {},
                                {}}
                       : own;
    return join(tape, silent, attend(tape, silent, m_score, split(tape, joined, 0), past, options),
                nullptr);
}

} // namespace regard
