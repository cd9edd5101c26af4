// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/formula.h"

#include <optional>
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
        Temperature, ///< what the score is divided by beside √d
        Scaled, ///< score / (√d · temperature)
        Masked, ///< the scaled score, or −∞ where the key is hidden
        Maximum, ///< largest masked score of the row: it is taken off before exp
        Exponential, ///< exp(masked − maximum)
        Normaliser, ///< Σ over the row: of exp(masked − maximum), or of a kernel's values
        Threshold, ///< θ of sparsemax: what the scores of a row have to exceed
        Weight, ///< what the normaliser gives
        Sum, ///< Σ of the terms
    };
    Kind kind{};
    double value = 0;
};

/// One of the summed products, or of the summed squares of differences.
struct Term {
    Index index = 0; ///< feature (scores) or key (context)
    double left = 0;
    double right = 0;
    double product = 0;
};

/// A vector that takes part: a row, or where row is −1 a column of a tensor.
struct Operand {
    CellRef place;
    std::vector<double> values;
};

/// How one cell of a trace came about, from the tensors beside it.
struct Explanation {
    FormulaId formula = FormulaId::None;
    CellRef cell;
    double recorded = 0;
    /// The value computed again from its neighbours; absent where that takes parameters,
    /// which a trace does not hold.
    std::optional<double> recomputed;
    bool hidden = false; ///< the mask hides this key from this query
    bool replaced = false; ///< a person set this number: it is not what the formula gives
    /// Query row and key row (projected, where the score projects them) for scores and what
    /// follows from them; row of weights and column of values for a context.
    std::vector<Operand> operands;
    std::vector<Term> terms; ///< of the operands' elements; empty where none are summed
    std::vector<Stage> stages; ///< in the order of computation, the cell's own value last
};

/// Explains a place in a trace: for a cell the numbers, for a row, a column or a tensor
/// the formula alone. A place that the trace does not have gives FormulaId::None.
/// Sums are taken in double precision in the order of the index.
Explanation explain(const Trace& trace, const CellRef& cell);

} // namespace regard
