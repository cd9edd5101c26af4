// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <vector>

namespace regard {

/// Compares where weights lie with a gold alignment, by the alignment error rate of Och & Ney
/// 2003:
///   AER = 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)
/// A has one link for each written token that has a gold alignment, to the key of its largest
/// weight; written tokens without one are left out. P, the possible links, are all gold links;
/// S ⊆ P, the sure ones, those of tokens that stand for a single source token.
class AlignmentError {
public:
    using Gold = std::vector<std::vector<int>>; ///< source places by written token

    /// weights: [written tokens × source tokens].
    void add(const Gold& gold, const Tensor& weights);
    /// What a straight line gives, the baseline: token t of T is linked with the source token
    /// in the middle of its share of the S source tokens, ⌊(t + ½)·S/T⌋.
    void addDiagonal(const Gold& gold, std::size_t sourceTokens);

    bool hasLinks() const { return m_links > 0; }
    double rate() const { return 1 - (m_inSure + m_inPossible) / (m_links + m_sure); }

private:
    void link(const std::vector<int>& gold, int chosen);

    double m_inSure = 0;
    double m_inPossible = 0;
    double m_links = 0;
    double m_sure = 0;
};

} // namespace regard
