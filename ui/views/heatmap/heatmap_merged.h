// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/words/picked_places.h"

#include <QString>

#include <vector>

namespace regard {

/// Several rows or columns of a tensor as one: for each column the mean of the rows,
/// (1 ∕ n) Σ_{i ∈ rows} a_ij, so that rows of weights give weights again; for each row the sum of
/// the columns, Σ_{j ∈ columns} a_ij. Infinite numbers and those that are none are left out, and so
/// are rows that are not computed yet.
struct HeatmapMerged {
    std::vector<double> numbers; ///< not a number where nothing is left
    Index rows = 0; ///< that the means are of
    Index notComputed = 0; ///< rows that are picked
    bool masked = false; ///< some −∞ were left out
    bool unbounded = false; ///< and others that are no finite numbers
};

HeatmapMerged mergedOf(const TraceTensor& tensor, const PickedPlaces& picked, int moment);

/// Moves what is picked to the places of the same labels in a newer tensor of the same path;
/// nothing where several are not left.
void followPicked(PickedPlaces& picked, const TraceTensor* from, const TraceTensor* to);

/// "mean of 3 rows, adds up to 1", "sum of 2 columns, −∞ left out".
QString mergedName(const TraceTensor& tensor, const PickedPlaces& picked,
                   const HeatmapMerged& merged);
/// "mean of 2 rows, adds up to 1, largest at “free”: 0.45; rows “yes”, “i”", or at the place that
/// is pointed at.
QString mergedInWords(const Trace& trace, const TraceTensor& tensor, const PickedPlaces& picked,
                      const HeatmapMerged& merged, int moment, Index at = -1);

} // namespace regard
