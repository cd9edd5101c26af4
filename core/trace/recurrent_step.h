// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace regard {

// One step of a recurrent cell taken apart: gates, candidates and the equations in which they meet.
// What a cell is made of stands beside its equations (core/nn/gru.cpp …); recurrentPlaceOf() finds
// it there.

/// What the formulas of a recurrent cell have as operands, by their order.
enum class StateOperand : std::size_t {
    Input, ///< what the step reads
    InputBehind, ///< and what stands behind it in the input, if anything
    InputWeight,
    InputBias,
    HiddenWeight,
    HiddenBias,
    Beside, ///< of a state its cell, of a cell its state, as an LSTM has both
    InitialState, ///< before the first step; without it: zeros
    InitialCell,
};

/// A gate or a candidate: σ or tanh of W x + b + U h + b′, with a block of rows of the weights.
struct StepGate {
    std::string_view symbol; ///< "z"
    std::string_view name; ///< "update gate", in the context "Formula"
    bool isTanh = false; ///< else σ: from 0 to 1
    /// The gate, computed before, that multiplies U h + b′; −1: none does.
    int resetBy = -1;
};

/// A number of each unit that takes part in an equation.
struct StepTerm {
    enum class Value {
        FromInput, ///< W x + b of a gate
        FromState, ///< U h + b′ of a gate
        Gate,
        Rest, ///< 1 − gate
        StateBefore,
        CellBefore,
        Cell,
        TanhOfCell,
        State,
    };
    enum class Sign { Plus, Times };
    Sign sign = Sign::Plus; ///< how it joins the terms before it; products go before sums
    Value value{};
    int gate = -1;
};

/// What the terms give: a gate, the cell or the state.
struct StepEquation {
    StepTerm result;
    std::span<const StepTerm> terms;
    bool isTanh = false; ///< tanh of them
};

/// One of the things that a step does, in their order.
struct StepPart {
    enum class Kind {
        Read, ///< x and the state before are there
        Gate,
        Cell,
        State,
    };
    Kind kind{};
    int gate = -1;
};

/// What a recurrent cell is made of.
struct RecurrentCell {
    std::string_view name; ///< "GRU"
    std::span<const StepGate> gates; ///< by their blocks in the weights, each after what resets it
    std::span<const StepEquation> equations; ///< in the order of computation, the state's last
    std::span<const StepPart> ofStates; ///< what is done where a row of states is computed
    std::span<const StepPart> ofCells; ///< and of an LSTM's cells, before; empty without
};

/// What a formula of a recurrent cell's states or cells is of.
struct RecurrentPlace {
    const RecurrentCell* cell = nullptr;
    bool isOfCells = false;
    bool isBackwards = false; ///< the last row is computed first
};
/// Nothing for another formula. Looked up in the table of cells, beside which it is defined
/// (core/nn/recurrent_told.cpp).
std::optional<RecurrentPlace> recurrentPlaceOf(const Formula& formula);

/// A recurrent layer and direction of a trace.
struct RecurrentLayer {
    int states = -1; ///< h, [steps × units]: an index into Trace::tensors
    int cells = -1; ///< c, likewise; −1 without
    const RecurrentCell* cell = nullptr;
    bool backwards = false; ///< the last row is computed first
};

/// All of a trace whose weights it has, in the order of computation.
std::vector<RecurrentLayer> recurrentLayers(const Trace& trace);

/// The numbers of one step, one a unit, in double precision as explain() computes them: gates and
/// sums again from what was recorded and the weights, states and cells as recorded.
struct StepNumbers {
    using Values = std::vector<double>;
    /// Tensors whose rows are x, side by side, with the row of each; row −1: zeros, not there yet.
    struct Input {
        CellRef row;
        Values values;
    };
    std::vector<Input> inputs;
    CellRef before, cellBefore; ///< rows; none where they are zeros
    Values stateBefore, cellsBefore;
    std::vector<Values> fromInput, fromState, gates; ///< by gate
    Values cell; ///< empty without
    Values state;

    double at(const StepTerm& term, std::size_t unit) const;
    /// What an equation gives of a unit.
    double result(const StepEquation& equation, std::size_t unit) const;
};

/// Of a row of a layer's states. A row outside of it: nothing.
std::optional<StepNumbers> stepNumbers(const Trace& trace, const RecurrentLayer& layer, Index row);

/// What a moment does one after the other, if it computes one row of a recurrent cell; else empty.
std::span<const StepPart> partsOf(const Trace& trace, int moment);
/// Its parts; 1 for a moment that is not taken apart.
int partCount(const Trace& trace, int moment);

} // namespace regard
