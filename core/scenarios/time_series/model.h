// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/nn/layers.h"
#include "core/nn/recurrent.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace regard {

/// What a forecast is made from beside the last values.
enum class SeriesKind {
    Recurrent, ///< the state h_t of a recurrent cell
    RecurrentAttention, ///< the state, and attention over all earlier states
    Attention, ///< attention over the steps alone
};

/// "recurrent", "recurrent_attention", "attention". Throws std::invalid_argument for anything else.
SeriesKind seriesKindOf(std::string_view name);

struct SeriesOptions {
    SeriesKind kind = SeriesKind::RecurrentAttention;
    Cell cell = Cell::Gru;
    std::string score = "general";
    Index channels = 1;
    Index hidden = 32;
    Index positions = 256; ///< most steps a score by location has rows for
};

/// Forecasts the next values of a series from its values so far, step by step:
///
///   recurrent             h_t = cell(x_t, h_{t−1}),            f_t = h_t
///   recurrent_attention   h_t = cell([x_t; c_{t−1}], h_{t−1}),  f_t = [h_t; c_t]
///                         p = softmax(score(h_t, v_i)) over the earlier states v_i = h_0 …
///                         h_{t−1}, c_t = Σ p_i v_i;  the first step has none: c_0 = 0
///   attention             e_t = tanh(W [x_t; x_{t−1}; x_{t−2}] + b),  q, k, v = W_q e, W_k e, W_v
///   e,
///                         c_t = Σ p_i v_i over the steps 0 … t,  f_t = [e_t; c_t]
///   forecast of x_{t+1}   y_t = x_t + W f_t + b
///
/// Joining the context to the input, as Bahdanau et al. 2015 do, is joining it to the state: the
/// cell adds up what its weights make of both (in a GRU's candidate the reset gate spares it).
/// Values are normalised: mean 0, deviation 1 over the training data, which the parameters
/// "normalise.mean" and "normalise.deviation" keep.
class SeriesModel {
public:
    SeriesModel() = default;
    SeriesModel(ParameterLayout& layout, const SeriesOptions& options);

    /// Values of the steps so far, in a tape's arena.
    class Steps {
    public:
        Steps(Tape& tape, std::size_t most) : m_room(tape.arena().array<Var>(most)) { }
        void add(Var v) { m_room[m_size++] = v; }
        std::size_t size() const { return m_size; }
        bool empty() const { return m_size == 0; }
        Var operator[](std::size_t step) const { return m_room[step]; }
        Var back() const { return m_room[m_size - 1]; }
        operator std::span<const Var>() const { return m_room.first(m_size); }

    private:
        std::span<Var> m_room;
        std::size_t m_size = 0;
    };

    /// Where a forecast stands: all that the next step needs.
    struct State {
        /// Room for at most so many steps.
        State(Tape& tape, std::size_t most)
            : inputs(tape, most)
            , keys(tape, most)
            , values(tape, most)
        {
        }
        Var recurrent; ///< [batch × state], none before the first step
        Var context; ///< c of the step before, [batch × hidden]
        Steps inputs; ///< x of each step, [batch × channels]
        Steps keys; ///< what the score needs of each key, [batch × width]
        Steps values; ///< [batch × hidden]
        Var forecast; ///< of the step before
        Var namedKeys, namedValues; ///< of the step before, as a trace knows them
    };

    struct Control {
        AttendOptions attend;
        Real dropout = 0; ///< on f_t while training
        Random* random = nullptr;
        /// Keys in a row of the weights; those that are not there yet are hidden. 0: as many as
        /// there are.
        Index width = 0;
        Axis steps; ///< names of the keys
        Var series; ///< the numbers typed, as they were named
        std::size_t typed = 0; ///< how many steps: the later ones take the forecast before them
        Axis channels;
    };

    struct Step {
        Var forecast; ///< of the next step, [batch × channels]
        Var weights; ///< [batch × 1 × keys], none without attention
    };

    /// Takes x_t [batch × channels], normalised. `label` names the step, `next` the one that is
    /// forecast.
    Step step(Tape& tape, const Probe& probe, State& state, Var x, const Control& control,
              const Axis& label = nullptr, const Axis& next = nullptr) const;

    /// (values − mean) / deviation of each channel, as the bound parameters have them.
    /// values: [… × channels].
    Var normalised(Tape& tape, ConstView values) const;
    /// The reverse.
    Var inUnits(Tape& tape, Var normalised) const;
    /// How that came about, of forecasts as they were named.
    How unitsTold(Tape& tape, Var forecast) const;
    /// Puts mean and deviation of the rows of values [rows × channels] into the parameters, of
    /// those that are measured (a flag for each value; empty: all). A channel that never changes
    /// gets deviation 1, one without a measured value mean 0 as well.
    void measure(Parameters& parameters, ConstView values,
                 std::span<const std::uint8_t> measured = {}) const;

    const SeriesOptions& options() const { return m_options; }

private:
    Var recur(Tape& tape, const Probe& probe, State& state, Var x, const Axis& label) const;
    Var embed(Tape& tape, const Probe& probe, const State& state, const Axis& label) const;
    void keep(Tape& tape, const Probe& probe, State& state, Var key, const How& keyFrom, Var value,
              const How& valueFrom, const Axis& label) const;
    Attended lookBack(Tape& tape, const Probe& probe, const State& state, Var query,
                      const How& queryFrom, const Control& control, const Axis& label) const;

    SeriesOptions m_options;
    ParameterId m_mean;
    ParameterId m_deviation;
    RecurrentLayers m_cell;
    Linear m_embedding, m_query, m_key, m_value;
    std::optional<Score> m_score;
    Linear m_output;
};

} // namespace regard
