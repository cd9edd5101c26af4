// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/recurrent.h"
#include "core/trace/probe.h"

namespace regard {

/// Where a recurrent cell stands, and with it what its equations call what it reads.
enum class CellPlace {
    Forward, ///< h_t of x_t and h_{t−1}
    Backward, ///< h_t of x_t and h_{t+1}
    Decoder, ///< s_i of x_i and s_{i−1}
    DecoderWithContext, ///< s_i of [c_i; x_i] and s_{i−1}
    DecoderFed, ///< s_i of [h̃_{i−1}; x_i] and s_{i−1}: Luong's input feeding
};

/// A cell's formula at each place. Operands: see StateOperand in core/trace/recurrent_step.h.
struct CellFormulas {
    Required<Formula> forward, backward, decoder, withContext, fed;
};
const Formula& formulaAt(CellPlace place, const CellFormulas& formulas);

/// How the states of layers over a batch of one are named: those of the top layer "states", beside
/// them an LSTM's "cells"; of two directions "forward" and "backward" ("forward_cells" …) and then
/// both as "states". Those of the layers below are in folders "layer0" …, with the role Hidden.
struct LayersTold {
    const Probe& probe;
    Role role; ///< of the top layer's states
    Role cells; ///< and of its cells
    CellPlace place; ///< of the first layer
    Var input; ///< what that reads, as it was named
    Var behind; ///< and what stands behind it in the input, if anything
    std::span<const NamedStates> initial; ///< by layer; empty for zeros
    Axis labels;
};

/// The names of one layer.
class LayerNames {
public:
    /// `told` may be null: then nothing is to be named.
    LayerNames(const LayersTold* told, int layer, int layers, bool bothDirections);

    /// Names what one direction computed, [1 × time × state], and returns it; `input`: what it has
    /// read.
    Var forward(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights, Var input,
                NamedStates& named) const;
    Var backward(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights, Var input,
                 NamedStates& named) const;
    Var both(Tape& tape, Var states, const NamedStates& forward, const NamedStates& backward) const;

private:
    struct Direction {
        CellPlace place;
        std::string_view states, cells;
        NamedStates initial;
    };
    Var name(Tape& tape, Cell cell, Var states, const RecurrentWeights& weights, Var input,
             const Direction& direction, NamedStates& named) const;
    Role role() const { return m_isTop ? m_told->role : Role::Hidden; }

    const LayersTold* m_told;
    int m_layer;
    bool m_isTop;
    bool m_both;
    Probe::Scope m_scope;
};

/// Names the states that a decoder starts from, [1 × state] each, which came about as said:
/// "initial_state" and, of an LSTM, "initial_cells"; of lower layers in their folders. The states
/// become those that were named.
struct InitialTold {
    How states, cells;
};
NamedStates nameInitial(Tape& tape, const Probe& probe, Cell cell, Var& state, int layer,
                        int layers, const InitialTold& told);
/// How a decoder's first state is explained where it is the encoder's last: by its named states
/// and cells.
InitialTold lastStateTold(const NamedStates& encoder);

} // namespace regard
