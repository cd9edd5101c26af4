// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/formula.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace regard {

/// What a tensor was computed from: tensors of the trace (the same of each head, side by side), or
/// a parameter of the model.
struct SourceOperand {
    enum class Kind : std::uint8_t {
        None, ///< not there, as the state before the first step
        Tensor,
        Parameter,
    };
    Kind kind = Kind::None;
    std::int32_t first = -1; ///< index into Trace::tensors, or of the parameter in its layout
    std::int32_t count = 0; ///< tensors, one a head
    friend bool operator==(const SourceOperand&, const SourceOperand&) = default;
};

/// How a tensor came about: its formula, and what the formula's operands and numbers are.
struct Source {
    static constexpr std::size_t mostOperands = 10;
    static constexpr std::size_t mostNumbers = 4;

    const Formula* formula = nullptr; ///< lives as long as the program
    std::array<SourceOperand, mostOperands> operands{}; ///< by the formula's order
    std::array<double, mostNumbers> numbers{}; ///< by the formula's order: √d, τ, σ …
    std::uint8_t operandCount = 0;
    std::uint8_t numberCount = 0;
    std::int32_t head = 0; ///< of `heads` tensors that came about together, this one
    std::int32_t heads = 1;
    /// For a formula that reads rows of a table: which, by row of the tensor.
    std::vector<std::int32_t> ids;
    /// Where rows were computed from other tensors than the rows above them, as the contents of a
    /// memory by sentence: from which row on an operand is another one. By row.
    struct Change {
        std::int64_t firstRow = 0;
        std::size_t place = 0;
        SourceOperand operand;
    };
    std::vector<Change> changes;

    /// The tensors of an operand that this head's tensor came from: the same head's where the
    /// operand has the same heads, else all of them, side by side.
    SourceOperand ofHead(const SourceOperand& operand) const
    {
        return operand.kind == SourceOperand::Kind::Tensor && operand.count == heads
            ? SourceOperand{operand.kind, operand.first + head, 1}
            : operand;
    }
    std::span<const SourceOperand> used() const { return std::span(operands).first(operandCount); }
    /// The operand at a place of the formula, of a row of the tensor.
    const SourceOperand& operandOf(std::size_t place, std::int64_t row) const
    {
        const SourceOperand* operand = &operands[place];
        for (const Change& change : changes)
            if (change.place == place && change.firstRow <= row)
                operand = &change.operand;
        return *operand;
    }
};

} // namespace regard
