// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace regard {

/// The two sides of an attention: who looks (rows of the weights) and what is looked at (columns).
enum class ArcsSide { Query, Key };

constexpr ArcsSide otherSide(ArcsSide side)
{
    return side == ArcsSide::Query ? ArcsSide::Key : ArcsSide::Query;
}

/// The choice of all heads: their mean.
inline constexpr int allHeads = -1;

/// No line is drawn for a weight below.
inline constexpr double leastWeight = 0.005;

/// A weight from a query to a key that is not below leastWeight.
struct ArcsLink {
    std::int32_t query;
    std::int32_t key;
    float weight;
};

/// The weights of one attention, of one of its heads or the mean of all, prepared for drawing once.
/// Living as long as the trace that it was made of.
class ArcsWeights {
public:
    ArcsWeights() = default;
    ArcsWeights(const Trace& trace, int attention, int head);

    bool isEmpty() const { return m_queries == 0 || m_keys == 0; }
    Index count(ArcsSide side) const { return side == ArcsSide::Query ? m_queries : m_keys; }
    double at(Index query, Index key) const;
    /// The weights tensor of the head, of the first one where the mean is shown; null without.
    const TraceTensor* tensor() const { return m_tensor; }
    /// Its index in the trace, −1 without.
    int index() const { return m_index; }

    double largest() const { return m_largest; } ///< of all weights

    /// The links of a token.
    std::vector<ArcsLink> linksOf(ArcsSide side, Index token) const;
    const std::vector<ArcsLink>& links() const { return m_links; } ///< by query

private:
    void collect();

    const TraceTensor* m_tensor = nullptr;
    int m_index = -1;
    Index m_queries = 0;
    Index m_keys = 0;
    double m_largest = 0;
    std::optional<Tensor> m_mean; ///< of all heads where it is shown
    std::vector<ArcsLink> m_links;
    std::vector<std::uint32_t> m_byKey; ///< places in m_links
    std::vector<std::uint32_t> m_queryBegin; ///< in m_links; one more than queries
    std::vector<std::uint32_t> m_keyBegin; ///< in m_byKey; one more than keys
};

/// The weights of tokens of a side summed up, a number for each token of the other side:
/// Σ_{i ∈ tokens} α_ij. Rows that the moment has not reached add nothing.
std::vector<double> arcsSums(const ArcsWeights& weights, ArcsSide side,
                             const std::vector<Index>& tokens, int moment);

} // namespace regard
