// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace regard {

/// What a query takes from each key.
struct KeyShares {
    std::vector<double> weights; ///< the mean of the heads' weights
    /// ‖Σ_h a_ij v_j W_O‖, what the key's value adds to the attention's output: Kobayashi et al.
    /// 2020, "Attention is Not Only a Weight". Without an output projection ‖a_ij v_j‖; empty where
    /// there are no values.
    std::vector<double> contributions;
    bool isProjected = false; ///< by an output projection W_O
};

/// Of one row of queries; −1: the mean over all of them. `without`: a key that is left out, the
/// other weights of each head brought to their sum again; −1 for none. Such a key has 0.
KeyShares keySharesOf(const Trace& trace, const Attention& attention, Index row,
                      Index without = -1);

/// Spearman's rank correlation, equal values with the mean of their ranks; NaN for less than three
/// values or where one side is all alike.
double rankCorrelation(const std::vector<double>& left, const std::vector<double>& right);

} // namespace regard
