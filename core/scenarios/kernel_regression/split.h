// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/kernel_regression/model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace regard {

/// Points and the queries whose values are told from them.
struct KernelSplit {
    KernelData data;
    std::vector<double> targets; ///< one for each query
    std::vector<std::int32_t> own; ///< the query's own point, which is left out; −1: none
};

/// Every point is a query that all others answer.
KernelSplit leavingOneOut(KernelData data);

/// The value at some queries, [batch × 1 × 1], and their weights, [batch × 1 × points].
Attended predict(Tape& tape, const KernelRegression& model, const KernelSplit& split,
                 std::span<const std::uint32_t> items);

/// Root mean square error at all queries of a split, and queries that no point has a say in.
struct KernelError {
    double value = 0;
    double uncovered = 0;
};
KernelError errorOf(const KernelSplit& split, const SimilarityKernel& kernel, double width);

} // namespace regard
