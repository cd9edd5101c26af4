// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/attention/similarity_kernels.h"
#include "core/trace/scene.h"

#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Points with values, and queries, as numbers in rows.
struct KernelData {
    Index dimensions = 0;
    std::vector<double> points; ///< count × dimensions
    std::vector<double> values; ///< count
    std::vector<double> queries; ///< count × dimensions
    std::vector<std::string> pointLabels; ///< the coordinates: "50, 160"
    std::vector<std::string> queryLabels;
    std::vector<TraceToken> tokens; ///< of the points, with their byte ranges
    /// What the numbers of a point are called, "weight (kg)", its value last; none without a
    /// heading.
    std::vector<std::string> names;
    std::size_t heading = 0; ///< bytes before the points
    /// Where each point and each query stands among all that was typed; −1 for a query that a range
    /// stands for.
    std::vector<int> typedPoints, typedQueries;
    std::vector<ToldPoints::Range> ranges;
    std::size_t leftOut = 0; ///< points beyond mostKernelPoints

    Index pointCount() const { return static_cast<Index>(values.size()); }
    Index queryCount() const { return static_cast<Index>(queryLabels.size()); }
};

/// Points and queries beyond this many are left out, with a note.
inline constexpr std::size_t mostKernelPoints = 256;
/// Queries that a range stands for.
inline constexpr int rangeQueries = 50;

/// Reads "50, 160 -> 50; 65, 165 -> 23; 63, 170 -> ?". A range "0 .. 5 -> ?" stands for 50 queries
/// from its lower end on. Empty for an empty text. Throws std::invalid_argument for what is no
/// number, ragged or lacks a value, for no point, and for no query if one is needed.
/// A first line without digits, "weight (kg), height (cm) -> age; …", names the numbers.
KernelData readKernelData(std::string_view text, std::vector<std::string>& notes,
                          bool needsQuery = true);

/// Brings several features to one scale: of each the points' mean is taken off, then it is
/// divided by the points' standard deviation (where that is not 0). A feature alone stays as it
/// is, so that widths are in its own unit.
void standardise(KernelData& data);

/// Nadaraya–Watson regression: attention with the points as keys and their values as values.
///   f(q) = Σ_j K(‖q − k_j‖/σ) v_j / Σ_j K(‖q − k_j‖/σ)
/// Its one parameter is `sigma`, the width [1].
class KernelRegression {
public:
    KernelRegression() = default;
    KernelRegression(ParameterLayout& layout, const SimilarityKernel& kernel);

    /// queries: [batch × M × d]; keys: [batch × N × d]; values: [batch × N × 1].
    Attended operator()(Tape& tape, Var queries, Var keys, Var values, const Mask& mask = {}) const;

    /// Points and queries of some data as they are told.
    struct Told {
        Var width; ///< named, [1 × 1]: in place of the parameter
        /// As they were typed, named: where they were standardised.
        Var points, queries;
        Axis pointLabels, queryLabels;
    };
    /// The regression at all queries, every step named.
    struct Named {
        Attended attended;
        Memory memory;
    };
    Named operator()(Tape& tape, const Probe& probe, const KernelData& data,
                     const Told& told) const;

    /// The same at further queries [1 × M × d], of the points that were named; nothing is named.
    Attended at(Tape& tape, Var queries, const Memory& memory, Var width) const;

private:
    const SimilarityKernel* m_kernel = nullptr;
    Score m_score;
};

/// The regression at all queries of some data, with a width.
struct KernelResult {
    Tensor weights; ///< [queries × points]
    std::vector<double> predictions;
};
KernelResult regress(const KernelData& data, const SimilarityKernel& kernel, double width);

/// Numbers row by row as a value on the tape, [1 × rows × columns].
Var rowsOf(Tape& tape, const std::vector<double>& numbers, Index columns);

} // namespace regard
