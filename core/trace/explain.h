// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// One number on the way to a cell's value.
struct Stage {
    enum class Kind {
        Score, ///< score(q, k)
        QueryLength, ///< ‖q‖, which a cosine divides by
        KeyLength, ///< ‖k‖
        SquaredDistance, ///< ‖q − k‖²
        KernelWidth, ///< σ
        RootOfWidth, ///< √d, the number of a query's features
        Width, ///< d
        Temperature, ///< what the score is divided by beside √d
        Scaled, ///< score / (√d · temperature)
        Masked, ///< the scaled score, or −∞ where the key is hidden
        Maximum, ///< largest masked score of the row: it is taken off before exp
        Exponential, ///< exp(masked − maximum)
        RowSum, ///< Σ over the row: of exp(masked − maximum), or of a kernel's values
        Threshold, ///< θ of sparsemax: what the scores of a row have to exceed
        Weight, ///< what the normaliser gives
        Sum, ///< Σ of the terms
        Other, ///< what its caption says
    };
    Kind kind{};
    double value = 0;
    /// Of Other: what it is, in the context "Formula": "W x + b of the reset gate".
    std::string_view caption{};
};

/// One of the summed products, or of the summed squares of differences.
struct Term {
    Index index = 0; ///< feature (scores) or key (context)
    double left = 0;
    double right = 0;
    double product = 0;
};

/// A vector that takes part: a row, or where row is −1 a column, of a tensor or of a parameter; or
/// what was computed of it on the way.
struct Operand {
    CellRef place; ///< tensor −1: none of the trace
    std::string parameter; ///< "decoder.output.weight"; "" for a tensor
    std::string_view symbol; ///< what the formula calls it; "" for what the tensor's role is called
    std::vector<double> values;
};

/// How the numbers of one cell are put into its formula: {} stands for the next of `numbers`,
/// {sum} for the terms, added up.
struct WorkedLine {
    struct Number {
        double value = 0;
        std::optional<Role> role; ///< whose colour it has
    };
    std::string_view text; ///< "{} ∕ ({} · {})", in the context "Formula"; "": none
    std::vector<Number> numbers;
};

/// How one cell of a trace came about, from the tensors it was computed from.
struct Explanation {
    const Formula* formula = nullptr;
    CellRef cell;
    double recorded = 0;
    /// The value computed again from its operands; absent for places that are no cell, and where
    /// a parameter takes part that the trace does not have.
    std::optional<double> recomputed;
    bool hidden = false; ///< the mask hides this key from this query
    bool replaced = false; ///< a person set this number: it is not what the formula gives
    /// The vectors whose elements meet in the terms: query and key of a score and of what follows
    /// from it, weights and values of a context, a row and a weight's row of a projection.
    std::vector<Operand> operands;
    std::vector<Term> terms; ///< of two operands' elements; empty where none are summed
    std::size_t pair = 0; ///< the first of those two operands; the other is the next
    bool squares = false; ///< the terms are squares of differences, not products
    WorkedLine worked;
    std::vector<Stage> stages; ///< in the order of computation, the cell's own value last
};

/// Whether a person hides the key of a masked score (EditKind::HideToken).
bool isHiddenByHand(const Trace& trace, const CellRef& cell);

/// Explains a place in a trace: for a cell the numbers, for a row, a column or a tensor
/// the formula alone. A place that the trace does not have gives no formula.
/// Sums are taken in double precision in the order of the index.
Explanation explain(const Trace& trace, const CellRef& cell);

} // namespace regard
