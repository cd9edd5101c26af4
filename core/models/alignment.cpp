// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/alignment.h"

#include <algorithm>

namespace regard {

void AlignmentError::link(const std::vector<int>& gold, int chosen)
{
    if (gold.empty())
        return;
    const bool right = std::find(gold.begin(), gold.end(), chosen) != gold.end();
    m_links += 1;
    m_inPossible += right;
    if (gold.size() == 1) {
        m_sure += 1;
        m_inSure += right;
    }
}

void AlignmentError::add(const Gold& gold, const Tensor& weights)
{
    const Index keys = weights.columns();
    for (std::size_t t = 0; t < gold.size(); ++t) {
        const Real* row = weights.values().data() + static_cast<Index>(t) * keys;
        link(gold[t], static_cast<int>(std::max_element(row, row + keys) - row));
    }
}

void AlignmentError::addDiagonal(const Gold& gold, std::size_t sourceTokens)
{
    for (std::size_t t = 0; t < gold.size(); ++t)
        link(gold[t], static_cast<int>((2 * t + 1) * sourceTokens / (2 * gold.size())));
}

} // namespace regard
