// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/model.h"

#include "core/attention/projected.h"
#include "core/attention/token_input.h"
#include "core/attention/token_output.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// A row of one of the three matrices that stand below each other. Number: its first row.
double thirdCell(CellWork& work)
{
    return projectedCell(work, static_cast<Index>(work.number(0)) + work.column());
}

// One matrix for each, stacked: the same equations as with a matrix of its own.
const Formula reviewQuery{queryFormula.name, queryFormula.line, queryFormula.spoken,
                          queryFormula.symbols, thirdCell};
const Formula reviewKey{keyFormula.name, keyFormula.line, keyFormula.spoken, keyFormula.symbols,
                        thirdCell};
const Formula reviewValue{valueFormula.name, valueFormula.line, valueFormula.spoken,
                          valueFormula.symbols, thirdCell};
// c̄ = Σ c_i / n over the tokens that count
constexpr Formula meanFormula{
    .name = "mean",
    .line = "mean of {0}",
    .spoken = "the mean of the contexts over the tokens",
    .symbols = "*c̄ n *c i",
    .cell =
        [](CellWork& work) {
            const double count = work.number(0);
            double sum = 0;
            for (Index row = 0; row < static_cast<Index>(count); ++row)
                sum += work.at(0, row, work.column());
            work.show(work.columnOf(0, work.column()));
            work.stage(Stage::Kind::Sum, sum);
            work.stage("tokens", count);
            work.worked("{} ∕ {}", {{sum, Role::Context}, {count, {}}});
            return sum / count;
        },
};

} // namespace

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
    return logits(tape, average(tape, probe, rows, control, labels).mean);
}

Var ReviewModel::logits(Tape& tape, Var mean) const
{
    return linear(tape, mean, tape.parameter(m_output), tape.parameter(m_outputBias));
}

How ReviewModel::logitsTold(Tape& tape, Var mean) const
{
    return logitsFrom(mean, tape.parameter(m_output), tape.parameter(m_outputBias));
}

ReviewModel::Averaged ReviewModel::average(Tape& tape, const Probe& probe, const PaddedIds& rows,
                                           const Control& control, const Axis& labels) const
{
    const Index width = m_options.width;
    const Var table = tape.parameter(m_embedding);
    const Var x = probe.name(embed(tape, table, rows.ids, {rows.batch, rows.time, width}), "X",
                             Role::Embedding, embeddedFrom(table, rows.ids), labels);
    AttendOptions options = control.attention;
    if (control.maskPadding)
        options.mask.lengths = rows.lengths;
    const Var share = meanWeights(tape, rows, control.maskPadding);
    Averaged averaged = probe.active() ? averageStepByStep(tape, probe, x, share, options, labels)
                                       : Averaged{meanAtOnce(tape, x, share, options), {}, {}, {}};
    averaged.mean = dropout(tape, averaged.mean, control.dropout, control.random);
    return averaged;
}

ReviewModel::Averaged ReviewModel::averageStepByStep(Tape& tape, const Probe& probe, Var x,
                                                     Var share, const AttendOptions& options,
                                                     const Axis& labels) const
{
    const Index width = m_options.width;
    // [Q | K | V] = X · [W_Q | W_K | W_V], one product for the three.
    const Var joined = linear(tape, x, tape.parameter(m_projection));
    const auto third = [&](const Formula& formula, Index part) {
        return How(formula, {x, tape.parameter(m_projection)}, {static_cast<double>(part * width)});
    };
    const Var queries = probe.name(columns(tape, joined, 0, width), "Q", Role::Query,
                                   third(reviewQuery, 0), labels);
    const Memory memory =
        remember(tape, probe, m_score, columns(tape, joined, width, width), third(reviewKey, 1),
                 columns(tape, joined, 2 * width, width), third(reviewValue, 2), labels);
    const Attended attended = attend(tape, probe, m_score, queries, memory, options, labels);
    const Var mean = product(tape, share, attended.context);
    const ConstView shares = tape.value(share);
    const Var named = probe.name(
        reshape(tape, mean, {tape.shape(x)[0], width}), "mean", Role::Hidden,
        {meanFormula,
         {attended.context},
         {static_cast<double>(std::count_if(shares.values().begin(), shares.values().end(),
                                            [](Real s) { return s > 0; }))}},
        makeAxis({"review"}, AxisKind::Wholes));
    return {named, attended.weights, memory.values, share};
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
    const Memory memory = remember(tape, m_score, x, {});
    const Var weights = attend(tape, {}, m_score, linear(tape, x, both), memory, options).weights;
    const Var mixed = product(tape, product(tape, share, weights), x); // [batch × 1 × width]
    return linear(tape, reshape(tape, mixed, {tape.shape(x)[0], width}), matrix(2));
}

} // namespace regard
