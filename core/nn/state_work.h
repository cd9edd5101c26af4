// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/cell_rules.h"
#include "core/trace/recurrent_step.h"

#include <span>
#include <vector>

namespace regard {

/// Where the step before a row stands.
enum class Reading {
    Onwards, ///< in the row above
    Backwards, ///< in the row below: the last one is read first
};

/// The equations of a recurrent cell at one place of its states: what goes into its gates. Gates
/// count in the order of their rows in the weights.
class StateWork {
public:
    /// `ofCell`: the tensor is c of an LSTM, else h.
    StateWork(CellWork& work, Reading reading, bool ofCell = false);

    /// (W x + b) of a gate, at the place's feature.
    double fromInput(Index gate) const;
    /// (U h + b′) of a gate, with h of the step before.
    double fromState(Index gate) const;
    /// h and c of the step before at the place's feature.
    double stateBefore() const { return m_state[static_cast<std::size_t>(m_work.column())]; }
    double cellBefore() const;

    /// Tells the sums of a gate by its captions for W x + b, U h + b′ and their sum, and returns
    /// the sum.
    double gateSum(Index gate, std::string_view input, std::string_view state) const;
    /// Tells the products of a gate as terms, [x; h] · [W; factor · U], and x and h; returns their
    /// sum without biases.
    double tellProducts(Index gate, std::string_view weights, double factor = 1) const;
    double biases(Index gate, double factor = 1) const;

private:
    Index rowOfGate(Index gate) const;
    double weight(StateOperand of, Index gate, std::size_t column) const;

    CellWork& m_work;
    bool m_ofCell;
    Index m_before; ///< row of the step before
    bool m_first; ///< there is none
    std::vector<double> m_input; ///< x
    std::vector<double> m_state; ///< h of the step before
};

} // namespace regard
