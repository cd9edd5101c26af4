// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/row_moments.h"
#include "core/trace/trace_value.h"

#include <optional>
#include <span>
#include <vector>

namespace regard {

/// How sharply and how far each query of a head looks, by row of its weights. Not a number where
/// the row weighs nothing, or has a weight below zero and so no shares.
struct RowStatistics {
    std::vector<double> entropy; ///< in bits: 0 for one key, log₂ N for N keys alike
    /// Mean distance from the query's place to the keys', in tokens. Says something only where
    /// queries and keys are the same tokens.
    std::vector<double> distance;
};

/// Of weights, [queries × keys]. A row that does not sum to one is seen as its shares.
RowStatistics rowStatistics(const TraceValue& weights);

/// The mean of what rows say, over those that are there once a moment is over and say anything;
/// none if there are none. Rows without a moment are always there.
std::optional<double> meanOfRows(const std::vector<double>& rows, const RowMoments& rowMoments,
                                 int moment);

/// Weights of several heads as one map, number by number. Throws std::invalid_argument if there are
/// none or if they are not of one shape.
Tensor meanOfHeads(std::span<const TraceValue* const> heads);
Tensor maximumOfHeads(std::span<const TraceValue* const> heads);

/// How much of each token's input reaches each token through several layers of self-attention with
/// a way around each of them: attention rollout, Abnar and Zuidema 2020, "Quantifying Attention
/// Flow in Transformers". `layers` in the order of computation, each the heads that count in it,
/// [tokens × tokens]. Throws std::invalid_argument if there are none or if they are not square and
/// of one shape.
Tensor rollout(std::span<const std::vector<const TraceValue*>> layers);

} // namespace regard
