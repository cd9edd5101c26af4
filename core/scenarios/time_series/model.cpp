// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/model.h"

#include "core/attention/projected.h"
#include "core/models/state_formulas.h"
#include "core/nn/recurrent_told.h"
#include "core/tape/operations.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

/// Steps that the attention model's embedding sees.
constexpr std::size_t kernel = 3;

Var zeros(Tape& tape, const Shape& shape)
{
    return tape.adopt(tape.arena().zeros(shape));
}

// Within what was typed x_t = (n_t − μ) / σ, behind it the forecast of step t. Number: the steps
// typed.
constexpr Formula inputFormula{
    .name = "series_input",
    .line = "({0} − mean) ∕ deviation; the forecast behind them",
    .spoken = "x t = number t less the mean, divided by the deviation; behind the numbers typed, "
              "the forecast of x t",
    .symbols = "*x *n *μ *s *x̂ t",
    .cell =
        [](CellWork& work) {
            const Index row = work.row();
            if (row >= static_cast<Index>(work.number(0))) {
                const double forecast = work.at(3, row - 1, work.column());
                work.show(work.rowOf(3, row - 1, "x̂"));
                work.worked("{}, the forecast", {{forecast, {}}});
                return forecast;
            }
            const double typed = work.at(0, row, work.column());
            const double mean = work.at(1, work.column());
            const double deviation = work.at(2, work.column());
            work.show(work.rowOf(0, row, "n"));
            work.stage("mean", mean);
            work.stage("deviation", deviation);
            work.worked("({} − {f}) ∕ {}", {{typed, {}}, {mean, {}}, {deviation, {}}});
            return (typed - mean) / deviation;
        },
};
// [x_t; c_{t−1}]
constexpr Formula cellInputFormula{
    .name = "cell_input",
    .line = "[{0}; last {1}]",
    .spoken = "x t and context t−1 side by side",
    .symbols = "[*x;*c] [;] *x *c t",
    .cell = [](CellWork& work) { return sideBySide(work, work.row(), work.row() - 1); },
};
double joinedCell(CellWork& work)
{
    return sideBySide(work, work.row(), work.row());
}
// [h_t; c_t]
constexpr Formula joinedFormula{
    .name = "joined",
    .line = "[{0}; {1}]",
    .spoken = "state t and context t side by side",
    .symbols = "[*h;*c] [;] *h *c t",
    .cell = joinedCell,
};
// [e_t; c_t]
constexpr Formula joinedEmbedding{
    .name = "joined_embedding",
    .line = "[{0}; {1}]",
    .spoken = "e t and context t side by side",
    .symbols = "[*e;*c] [;] *e *c t",
    .cell = joinedCell,
};
// e_t = tanh(W [x_t; x_{t−1}; x_{t−2}] + b), zeros before the first step
constexpr Formula recentFormula{
    .name = "recent_numbers",
    .line = "tanh(W [{0}, and the two before] + b)",
    .spoken = "e t = tanh(W times the last three x side by side + b)",
    .symbols = "*e tanh W [;] *x *b t",
    .cell =
        [](CellWork& work) {
            Operand near{{}, {}, "[;]", {}};
            for (Index back = 0; back < static_cast<Index>(kernel); ++back)
                for (Index column = 0; column < work.columnsOf(0); ++column)
                    near.values.push_back(back <= work.row() ? work.at(0, work.row() - back, column)
                                                             : 0);
            const double sum = work.products(std::move(near), work.rowOf(1, work.column(), "W"));
            for (Index back = 0; back < static_cast<Index>(kernel) && back <= work.row(); ++back)
                work.show(work.rowOf(0, work.row() - back, "x"));
            return tanhWithBias(work, sum, 2, work.column());
        },
};
// δ_t = W [h_t; c_t] + b
constexpr Formula changeFormula{
    .name = "change",
    .line = "W {0} + b",
    .spoken = "change t = W times the state and the context + b",
    .symbols = "*δ W [;] *h *c *b t",
    .cell = linearCell,
};
// δ_t = W [e_t; c_t] + b
constexpr Formula changeOfEmbedding{
    .name = "change_embedding",
    .line = "W {0} + b",
    .spoken = "change t = W times e t and the context + b",
    .symbols = "*δ W [;] *e *c *b t",
    .cell = linearCell,
};
// δ_t = W h_t + b
constexpr Formula changeOfState{
    .name = "change_state",
    .line = "W {0} + b",
    .spoken = "change t = W times the state + b",
    .symbols = "*δ W *h *b t",
    .cell = linearCell,
};
// x̂_{t+1} = x_t + δ_t
constexpr Formula forecastFormula{
    .name = "forecast",
    .line = "{0} + {1}",
    .spoken = "forecast of x t+1 = x t + change t",
    .symbols = "*x̂ *x *δ t",
    .cell = sumCell,
};
const Formula& changeOf(SeriesKind kind)
{
    switch (kind) {
    case SeriesKind::Recurrent:
        return changeOfState;
    case SeriesKind::RecurrentAttention:
        return changeFormula;
    case SeriesKind::Attention:
        return changeOfEmbedding;
    }
    throw std::logic_error("kind of a series model");
}

/// [batch × features] as [batch × 1 × features] and back.
Var asStep(Tape& tape, Var x)
{
    const Shape& shape = tape.shape(x);
    return reshape(tape, x, {shape[0], 1, shape.columns()});
}
Var asRow(Tape& tape, Var x)
{
    const Shape& shape = tape.shape(x);
    return reshape(tape, x, {shape[0], shape.columns()});
}

/// Steps joined to [batch × steps × features], with zeros for those up to `width`.
Var stackedSteps(Tape& tape, std::span<const Var> steps, std::size_t width, Index batch,
                 Index features)
{
    if (steps.size() >= width)
        return stackTime(tape, steps);
    const std::span<Var> padded = tape.arena().array<Var>(width);
    std::fill(std::copy(steps.begin(), steps.end(), padded.begin()), padded.end(),
              zeros(tape, {batch, features}));
    return stackTime(tape, padded);
}

} // namespace

SeriesKind seriesKindOf(std::string_view name)
{
    if (name == "recurrent")
        return SeriesKind::Recurrent;
    if (name == "recurrent_attention")
        return SeriesKind::RecurrentAttention;
    if (name == "attention")
        return SeriesKind::Attention;
    throw std::invalid_argument("unknown model '" + std::string(name)
                                + "': use recurrent, recurrent_attention or attention");
}

SeriesModel::SeriesModel(ParameterLayout& layout, const SeriesOptions& options)
    : m_options(options)
    , m_mean(layout.add("normalise.mean", {options.channels}, {Initial::Kind::Constant, 0}))
    , m_deviation(
          layout.add("normalise.deviation", {options.channels}, {Initial::Kind::Constant, 1}))
{
    const Index width = options.hidden;
    const bool attends = options.kind != SeriesKind::Recurrent;
    if (options.kind == SeriesKind::Attention) {
        m_embedding = Linear(layout, "embedding.", kernel * options.channels, width);
        m_query = Linear(layout, "query.", width, width, false);
        m_key = Linear(layout, "key.", width, width, false);
        m_value = Linear(layout, "value.", width, width, false);
    } else {
        m_cell = RecurrentLayers(layout, "rnn.", options.cell,
                                 options.channels + (attends ? width : 0), width);
    }
    if (attends)
        m_score = Score(layout, "attention.", scoreFunctionOf(options.score),
                        {width, width, width, options.positions});
    m_output = Linear(layout, "output.", attends ? 2 * width : width, options.channels);
}

SeriesModel::Step SeriesModel::step(Tape& tape, const Probe& probe, State& state, Var x,
                                    const Control& control, const Axis& label,
                                    const Axis& next) const
{
    if (probe.active())
        x = probe.name(
            x, "input", Role::Embedding,
            {inputFormula,
             {control.series, tape.parameter(m_mean), tape.parameter(m_deviation), state.forecast},
             {static_cast<double>(control.typed)}},
            label, control.channels);
    state.inputs.add(x);
    Step result;
    Var features;
    if (m_options.kind == SeriesKind::Attention) {
        features = embed(tape, probe, state, label);
        keep(tape, probe, state, m_key(tape, features),
             {keyFormula, {features, m_key.weight(tape)}}, m_value(tape, features),
             {valueFormula, {features, m_value.weight(tape)}}, label);
        const Attended attended =
            lookBack(tape, probe, state, m_query(tape, features),
                     {queryFormula, {features, m_query.weight(tape)}}, control, label);
        result.weights = attended.weights;
        state.context = asRow(tape, attended.context);
    } else {
        features = recur(tape, probe, state, x, label);
        if (m_options.kind == SeriesKind::RecurrentAttention) {
            if (!state.keys.empty() || control.width > 0) {
                const Attended attended =
                    lookBack(tape, probe, state, features, ownQuery(features), control, label);
                result.weights = attended.weights;
                state.context = asRow(tape, attended.context);
            }
            keep(tape, probe, state, features, ownKeys(features), features, ownValues(features),
                 label);
        }
    }
    if (state.context)
        features =
            probe.name(concatenate(tape, features, state.context), "joined", Role::Hidden,
                       {m_options.kind == SeriesKind::Attention ? joinedEmbedding : joinedFormula,
                        {features, state.context}},
                       label);
    const Var joined = features;
    features = dropout(tape, features, control.dropout, control.random);
    const Var change =
        probe.name(m_output(tape, features), "change", Role::Hidden,
                   {changeOf(m_options.kind), {joined, m_output.weight(tape), m_output.bias(tape)}},
                   next, control.channels);
    result.forecast = probe.name(add(tape, x, change), "forecast", Role::Hidden,
                                 {forecastFormula, {x, change}}, next, control.channels);
    state.forecast = result.forecast;
    return result;
}

/// h_t, and with it state.recurrent.
Var SeriesModel::recur(Tape& tape, const Probe& probe, State& state, Var x, const Axis& label) const
{
    const Index batch = tape.shape(x)[0];
    const Index hidden = m_options.hidden;
    if (m_options.kind == SeriesKind::RecurrentAttention) {
        const Var before = state.context;
        if (!state.context)
            state.context = zeros(tape, {batch, hidden});
        x = probe.name(concatenate(tape, x, state.context), "cell_input", Role::Hidden,
                       {cellInputFormula, {x, before}}, label);
    }
    if (!state.recurrent)
        state.recurrent = zeros(tape, {batch, stateWidth(m_options.cell, hidden)});
    const LayersTold told{probe, Role::State, Role::State, CellPlace::Forward, x, {}, {}, label};
    const RecurrentLayers::Output output =
        m_cell.run(tape, asStep(tape, x), std::span(&state.recurrent, 1), {}, 0, nullptr,
                   probe.active() ? &told : nullptr);
    state.recurrent = output.last.back();
    if (m_options.cell != Cell::Lstm)
        return state.recurrent;
    const Var h = columns(tape, state.recurrent, 0, hidden);
    const Var c = columns(tape, state.recurrent, hidden, hidden);
    state.recurrent = concatenate(tape, h, c);
    return probe.active() ? asRow(tape, output.states) : h;
}

/// e_t = tanh(W [x_t; x_{t−1}; x_{t−2}] + b), with zeros before the first step.
Var SeriesModel::embed(Tape& tape, const Probe& probe, const State& state, const Axis& label) const
{
    const std::size_t now = state.inputs.size() - 1;
    Var near = state.inputs[now];
    for (std::size_t back = 1; back < kernel; ++back)
        near = concatenate(tape, near,
                           back <= now ? state.inputs[now - back]
                                       : zeros(tape, tape.shape(state.inputs[now])));
    return probe.name(
        tanh(tape, m_embedding(tape, near)), "embedding", Role::Hidden,
        {recentFormula, {state.inputs[now], m_embedding.weight(tape), m_embedding.bias(tape)}},
        label);
}

void SeriesModel::keep(Tape& tape, const Probe& probe, State& state, Var key, const How& keyFrom,
                       Var value, const How& valueFrom, const Axis& label) const
{
    const auto scope = probe.scope("attention");
    const Memory memory = remember(tape, probe, *m_score, asStep(tape, key), keyFrom,
                                   asStep(tape, value), valueFrom, label);
    // Expanded only when those that are not there yet stand beside it as zeros.
    state.keys.add(asRow(tape, m_score->function().expand ? memory.namedKeys : memory.prepared));
    state.values.add(asRow(tape, memory.values));
    state.namedKeys = memory.namedKeys;
    state.namedValues = memory.namedValues;
}

Attended SeriesModel::lookBack(Tape& tape, const Probe& probe, const State& state, Var query,
                               const How& queryFrom, const Control& control,
                               const Axis& label) const
{
    const auto scope = probe.scope("attention");
    const Index batch = tape.shape(query)[0];
    const auto width = static_cast<std::size_t>(control.width);
    // Only batches of one are padded, so one length is enough.
    const std::array<std::int32_t, 1> length{static_cast<std::int32_t>(state.keys.size())};
    AttendOptions options = control.attend;
    if (width > 0)
        options.mask.lengths = length;
    const Index keyWidth =
        state.keys.empty() ? m_options.hidden : tape.shape(state.keys[0]).columns();
    const Var keys = stackedSteps(tape, state.keys, width, batch, keyWidth);
    const Memory memory{m_score->expand(tape, keys),
                        stackedSteps(tape, state.values, width, batch, m_options.hidden),
                        control.steps, state.namedKeys, state.namedValues};
    query = probe.name(asStep(tape, query), "Q", Role::Query, queryFrom, label);
    return attend(tape, probe, *m_score, query, memory, options, label);
}

} // namespace regard
