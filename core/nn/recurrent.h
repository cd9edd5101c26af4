// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

enum class Cell { Rnn, Gru, Lstm };

/// "rnn", "gru", "lstm". Throws std::invalid_argument for anything else.
Cell cellOf(std::string_view name);

/// The weights of one layer and direction of PyTorch's RNN, GRU or LSTM. Gate order:
/// GRU r, z, n; LSTM i, f, g, o.
struct RecurrentWeights {
    Var inputWeight; ///< weight_ih, [gates·hidden × in]
    Var hiddenWeight; ///< weight_hh, [gates·hidden × hidden]
    Var inputBias; ///< bias_ih, [gates·hidden]
    Var hiddenBias; ///< bias_hh, [gates·hidden]
};

/// What goes into a layer at each step.
struct RecurrentInput {
    RecurrentInput(Var sequence) : x(sequence) { }
    /// For a single step: x (or nothing) beside what has been projected before.
    RecurrentInput(Var sequence, Index firstColumn, Var before)
        : x(sequence)
        , column(firstColumn)
        , projected(before)
    {
    }
    Var x; ///< [batch × time × in]
    Index column = 0; ///< of W_ih from which on it multiplies x
    Var projected; ///< [batch × gates·hidden]: what takes the place of b_ih
};

/// What a whole-sequence operation gives.
struct RecurrentStates {
    /// [batch × time × state]: the state after each step, zero at padded steps. An LSTM's
    /// state is (h | c), all others' is h.
    Var states;
};

/// Numbers of a cell's state: 2·hidden for an LSTM (h and c), else hidden.
Index stateWidth(Cell cell, Index hidden);

/// One layer over whole sequences. Its input: [batch × time × in]; initial: [batch × state] or
/// none for zeros; lengths: valid steps of each batch entry, empty if all are. A padded
/// step neither changes the state nor gets a gradient. `reverse` runs from the last valid
/// step to the first. Equations stand in rnn.cpp, gru.cpp and lstm.cpp.
RecurrentStates recur(Tape& tape, Cell cell, const RecurrentInput& input, Var initial,
                      const RecurrentWeights& weights, std::span<const std::int32_t> lengths = {},
                      bool reverse = false);

/// The state after the last valid step: [batch × state].
Var lastState(Tape& tape, Var states, std::span<const std::int32_t> lengths, bool reverse = false);

/// The h part of states: [… × hidden].
Var hiddenPart(Tape& tape, Cell cell, Var states, Index hidden);

/// A recurrent state for each layer, in place: no memory of its own.
class LayerStates {
public:
    static constexpr std::size_t maximum = 8;

    void add(Var state) { m_states[m_size++] = state; }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    const Var* data() const { return m_states.data(); }
    const Var* begin() const { return data(); }
    const Var* end() const { return data() + m_size; }
    Var& operator[](std::size_t layer) { return m_states[layer]; }
    Var operator[](std::size_t layer) const { return m_states[layer]; }
    Var back() const { return m_states[m_size - 1]; }

private:
    std::array<Var, maximum> m_states;
    std::size_t m_size = 0;
};

/// h of a recurrent layer and c of an LSTM's as they were named in a trace; none where nobody
/// looks.
struct NamedStates {
    Var states;
    Var cells;
};

struct LayersTold;

/// Layers and directions of parameters under PyTorch's names: PREFIX + "weight_ih_l0",
/// "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", with "_reverse" for the backward direction.
class RecurrentLayers {
public:
    RecurrentLayers() = default;
    /// Throws std::invalid_argument for more layers than LayerStates::maximum.
    RecurrentLayers(ParameterLayout& layout, const std::string& prefix, Cell cell, Index input,
                    Index hidden, int layers = 1, bool bidirectional = false);

    struct Output {
        Var states; ///< last layer's h, [batch × time × directions·hidden]
        /// Each layer's state after the last valid step, forward directions only,
        /// [batch × state].
        LayerStates last;
        /// Each layer's state of the backward direction when it has read everything: the one at
        /// the first step, [batch × state]. Empty for one direction.
        LayerStates firstBackward;
        /// What each layer and direction was named, where it was told.
        std::array<NamedStates, LayerStates::maximum> named, namedBackward;
    };

    /// `initial`: one state for each layer (forward direction), or empty for zeros. `told`: how
    /// states are named, a batch of one.
    Output run(Tape& tape, Var x, std::span<const Var> initial,
               std::span<const std::int32_t> lengths, Real dropout = 0, Random* random = nullptr,
               const LayersTold* told = nullptr) const;

    /// A single step of layers in one direction, part of whose input has been projected by
    /// project(). x: the input's first features, [batch × features], or none; state: one for
    /// each layer.
    Output step(Tape& tape, Var x, Var projected, const LayerStates& state, Real dropout = 0,
                Random* random = nullptr, const LayersTold* told = nullptr) const;
    /// W_ih x + b_ih of the first layer, with the columns of W_ih from `column` on.
    /// x: [rows × features]. Result: [rows × gates·hidden].
    Var project(Tape& tape, Var x, Index column) const;

    Cell cell() const { return m_cell; }
    Index hidden() const { return m_hidden; }
    Index outputWidth() const { return m_bidirectional ? 2 * m_hidden : m_hidden; }
    int layers() const { return m_layers; }

private:
    struct Ids {
        ParameterId inputWeight, hiddenWeight, inputBias, hiddenBias;
    };
    RecurrentWeights weights(Tape& tape, const Ids& ids) const;
    Output runLayers(Tape& tape, RecurrentInput input, std::span<const Var> initial,
                     std::span<const std::int32_t> lengths, Real dropout, Random* random,
                     const LayersTold* told) const;

    Cell m_cell = Cell::Gru;
    Index m_hidden = 0;
    int m_layers = 0;
    bool m_bidirectional = false;
    std::vector<Ids> m_ids; ///< layer by layer, forward then backward
};

} // namespace regard
