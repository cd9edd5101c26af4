// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/series_model.h"

#include "core/tape/operations.h"

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
Var joined(Tape& tape, std::span<const Var> steps, std::size_t width, Index batch, Index features)
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
    x = probe.name(x, "input", Role::Embedding, label, control.channels);
    state.inputs.add(x);
    Step result;
    Var features;
    if (m_options.kind == SeriesKind::Attention) {
        features = embed(tape, probe, state, label);
        keep(tape, probe, state, m_key(tape, features), m_value(tape, features), label);
        const Attended attended =
            lookBack(tape, probe, state, m_query(tape, features), control, label);
        result.weights = attended.weights;
        state.context = asRow(tape, attended.context);
    } else {
        features = recur(tape, probe, state, x, label);
        if (m_options.kind == SeriesKind::RecurrentAttention) {
            if (!state.keys.empty() || control.width > 0) {
                const Attended attended = lookBack(tape, probe, state, features, control, label);
                result.weights = attended.weights;
                state.context = asRow(tape, attended.context);
            }
            keep(tape, probe, state, features, features, label);
        }
    }
    if (state.context)
        features =
            probe.name(concatenate(tape, features, state.context), "joined", Role::Hidden, label);
    features = dropout(tape, features, control.dropout, control.random);
    const Var change =
        probe.name(m_output(tape, features), "change", Role::Hidden, next, control.channels);
    result.forecast =
        probe.name(add(tape, x, change), "forecast", Role::Hidden, next, control.channels);
    return result;
}

/// h_t, and with it state.recurrent.
Var SeriesModel::recur(Tape& tape, const Probe& probe, State& state, Var x, const Axis& label) const
{
    const Index batch = tape.shape(x)[0];
    const Index hidden = m_options.hidden;
    if (m_options.kind == SeriesKind::RecurrentAttention) {
        if (!state.context)
            state.context = zeros(tape, {batch, hidden});
        x = probe.name(concatenate(tape, x, state.context), "cell_input", Role::Hidden, label);
    }
    if (!state.recurrent)
        state.recurrent = zeros(tape, {batch, stateWidth(m_options.cell, hidden)});
    state.recurrent =
        m_cell.run(tape, asStep(tape, x), std::span(&state.recurrent, 1), {}).last.back();
    if (m_options.cell != Cell::Lstm)
        return state.recurrent = probe.name(state.recurrent, "states", Role::State, label);
    const Var h =
        probe.name(columns(tape, state.recurrent, 0, hidden), "states", Role::State, label);
    const Var c =
        probe.name(columns(tape, state.recurrent, hidden, hidden), "cells", Role::State, label);
    state.recurrent = concatenate(tape, h, c);
    return h;
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
    return probe.name(tanh(tape, m_embedding(tape, near)), "embedding", Role::Hidden, label);
}

void SeriesModel::keep(Tape& tape, const Probe& probe, State& state, Var key, Var value,
                       const Axis& label) const
{
    const auto scope = probe.scope("attention");
    const Memory memory =
        remember(tape, probe, *m_score, asStep(tape, key), asStep(tape, value), label);
    state.keys.add(asRow(tape, memory.prepared));
    state.values.add(asRow(tape, memory.values));
}

Attended SeriesModel::lookBack(Tape& tape, const Probe& probe, const State& state, Var query,
                               const Control& control, const Axis& label) const
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
    const Memory memory{joined(tape, state.keys, width, batch, keyWidth),
                        joined(tape, state.values, width, batch, m_options.hidden), control.steps, state.keys.empty() ? Var{} : state.keys[state.keys.size() - 1], state.values.empty() ? Var{} : state.values[state.values.size() - 1]};
    query = probe.name(asStep(tape, query), "Q", Role::Query, label);
    return attend(tape, probe, *m_score, query, memory, options, label);
}

Var SeriesModel::normalised(Tape& tape, ConstView values) const
{
    const ConstView mean = tape.value(tape.parameter(m_mean));
    const ConstView deviation = tape.value(tape.parameter(m_deviation));
    const View result = tape.allocate(values.shape);
    for (Index row = 0; row < values.shape.rows(); ++row)
        for (Index c = 0; c < m_options.channels; ++c)
            result.at(row, c) = (values.at(row, c) - mean.data[c]) / deviation.data[c];
    return tape.adopt(result);
}

Var SeriesModel::inUnits(Tape& tape, Var normalised) const
{
    const ConstView mean = tape.value(tape.parameter(m_mean));
    const ConstView deviation = tape.value(tape.parameter(m_deviation));
    const ConstView values = tape.value(normalised);
    const View result = tape.allocate(values.shape);
    for (Index row = 0; row < values.shape.rows(); ++row)
        for (Index c = 0; c < m_options.channels; ++c)
            result.at(row, c) = values.at(row, c) * deviation.data[c] + mean.data[c];
    return tape.adopt(result);
}

void SeriesModel::measure(Parameters& parameters, ConstView values,
                          std::span<const std::uint8_t> measured) const
{
    const View means = parameters[m_mean];
    const View deviations = parameters[m_deviation];
    const Index rows = values.shape.rows();
    for (Index c = 0; c < m_options.channels; ++c) {
        const auto forEach = [&](const auto& take) {
            for (Index row = 0; row < rows; ++row)
                if (measured.empty()
                    || measured[static_cast<std::size_t>(row * m_options.channels + c)] != 0)
                    take(static_cast<double>(values.at(row, c)));
        };
        double count = 0;
        double sum = 0;
        forEach([&](double value) {
            sum += value;
            count += 1;
        });
        const double mean = count > 0 ? sum / count : 0;
        double squares = 0;
        forEach([&](double value) { squares += (value - mean) * (value - mean); });
        const double deviation = count > 0 ? std::sqrt(squares / count) : 0;
        means.data[c] = static_cast<Real>(mean);
        // Below it there is nothing but the rounding of floats.
        const bool constant = deviation <= 1e-6 * std::max(1.0, std::abs(mean));
        deviations.data[c] = constant ? Real(1) : static_cast<Real>(deviation);
    }
}

} // namespace regard
