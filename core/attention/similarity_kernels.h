// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/normaliser.h"
#include "core/attention/score.h"

#include <span>
#include <string_view>

namespace regard {

/// How alike a query and a key are, by their distance alone: one line of the table
/// similarityKernels(). With u = ‖q − k‖/σ and a kernel K, attention weights are K(u) / Σ K(u):
/// Nadaraya–Watson regression. The score's parameter is `sigma`, the width [1].
struct SimilarityKernel {
    std::string_view name; ///< "boxcar"
    std::string_view label; ///< "boxcar · 1 where u < 1"
    std::string_view source;
    ScoreFunction score; ///< K(u), or its logarithm where softmax normalises
    const Normaliser* normaliser = nullptr; ///< null: softmax
};

/// gaussian, boxcar, epanechikov, triangular, constant.
std::span<const SimilarityKernel> similarityKernels();

/// Throws std::invalid_argument with the known names.
const SimilarityKernel& similarityKernelOf(std::string_view name);

} // namespace regard
