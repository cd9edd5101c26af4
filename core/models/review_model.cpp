// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/review_model.h"

#include "core/tape/operations.h"

#include <cmath>

namespace regard {

ReviewModel::ReviewModel(ParameterLayout& layout, const ReviewOptions& options) : m_options(options)
{
    const Index width = options.width;
    const Initial keras{Initial::Kind::Uniform, 0.05};
    const Initial glorot{Initial::Kind::Uniform, std::sqrt(6.0 / static_cast<double>(width + 2))};
    m_embedding = layout.add("embedding.weight", {options.words, width}, keras, true);
    m_projection = layout.add("attention.in_proj_weight", {3 * width, width}, keras);
    m_score = Score(layout, "attention.score.", scoreFunctionOf("dot"), {});
    m_output = layout.add("output.weight", {2, width}, glorot);
    m_outputBias = layout.add("output.bias", {2}, {Initial::Kind::Constant, 0});
}

namespace {

/// The mean over time as a product: [batch × 1 × time], 1/n where a token counts.
Var meanWeights(Tape& tape, const PaddedIds& rows, bool maskPadding)
{
    const View weights = tape.allocate({rows.batch, 1, rows.time});
    for (Index b = 0; b < rows.batch; ++b) {
        const Index counted = maskPadding ? rows.lengths[static_cast<std::size_t>(b)] : rows.time;
        for (Index t = 0; t < rows.time; ++t)
            weights.data[b * rows.time + t] = t < counted ? 1 / static_cast<Real>(counted) : 0;
    }
    return tape.adopt(weights);
}

} // namespace

Var ReviewModel::operator()(Tape& tape, const Probe& probe, const PaddedIds& rows,
                            const Control& control, const Axis& labels) const
{
    const Index width = m_options.width;
    const Var x = probe.name(
        embed(tape, tape.parameter(m_embedding), rows.ids, {rows.batch, rows.time, width}), "X",
        Role::Embedding, labels);
    AttendOptions options = control.attention;
    if (control.maskPadding)
        options.mask.lengths = rows.lengths;
    const Var share = meanWeights(tape, rows, control.maskPadding);
    Var mean = probe.active() ? meanStepByStep(tape, probe, x, share, options, labels)
                              : meanAtOnce(tape, x, share, options);
    mean = dropout(tape, mean, control.dropout, control.random);
    return linear(tape, mean, tape.parameter(m_output), tape.parameter(m_outputBias));
}

Var ReviewModel::meanStepByStep(Tape& tape, const Probe& probe, Var x, Var share,
                                const AttendOptions& options, const Axis& labels) const
{
    const Index width = m_options.width;
    // [Q | K | V] = X · [W_Q | W_K | W_V], one product for the three.
    const Var joined = linear(tape, x, tape.parameter(m_projection));
    const Var queries = probe.name(columns(tape, joined, 0, width), "Q", Role::Query, labels);
    const Memory memory = remember(tape, probe, m_score, columns(tape, joined, width, width),
                                   columns(tape, joined, 2 * width, width), labels);
    const Attended attended = attend(tape, probe, m_score, queries, memory, options, labels);
    const Var mean = product(tape, share, attended.context);
    return probe.name(reshape(tape, mean, {tape.shape(x)[0], width}), "mean", Role::Hidden,
                      makeAxis({"review"}));
}

Var ReviewModel::meanAtOnce(Tape& tape, Var x, Var share, const AttendOptions& options) const
{
    const Index width = m_options.width;
    const Var all = tape.parameter(m_projection);
    const auto matrix = [&](Index part) {
        return tape.part(all, part * width * width, {width, width});
    };
    // The rows of `all` are those of W_Qᵀ, W_Kᵀ and W_Vᵀ.
    const Var both = transposedProduct(tape, matrix(1), matrix(0)); // W_K · W_Qᵀ
    const Memory memory = remember(tape, {}, m_score, x, {});
    const Var weights = attend(tape, {}, m_score, linear(tape, x, both), memory, options).weights;
    const Var mixed = product(tape, product(tape, share, weights), x); // [batch × 1 × width]
    return linear(tape, reshape(tape, mixed, {tape.shape(x)[0], width}), matrix(2));
}

} // namespace regard
