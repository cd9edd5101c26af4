// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_weights.h"

#include "core/trace/attention_statistics.h"
#include "ui/views/shared/mini_map.h"

#include <algorithm>
#include <numeric>

namespace regard {

namespace {

Tensor meanOf(const Trace& trace, const Attention& attention)
{
    std::vector<const TraceValue*> heads;
    for (int head = 0; head < attention.headCount(); ++head)
        heads.push_back(&trace.tensors[static_cast<std::size_t>(attention.weights + head)].value);
    return meanOfHeads(heads);
}

/// Where each of `count` groups begins, from the group of each member.
template <class Group>
std::vector<std::uint32_t> beginnings(const std::vector<ArcsLink>& links, Index count, Group group)
{
    std::vector<std::uint32_t> begin(static_cast<std::size_t>(count) + 1);
    for (const ArcsLink& link : links)
        ++begin[static_cast<std::size_t>(group(link)) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    return begin;
}

} // namespace

ArcsWeights::ArcsWeights(const Trace& trace, int attention, int head)
{
    const Attention& shown = trace.attentions[static_cast<std::size_t>(attention)];
    m_index = shown.weights + std::max(0, head);
    m_tensor = &trace.tensors[static_cast<std::size_t>(m_index)];
    m_queries = m_tensor->value.rows();
    m_keys = m_tensor->value.columns();
    if (head == allHeads && shown.headCount() > 1)
        m_mean = meanOf(trace, shown);
    collect();
}

double ArcsWeights::at(Index query, Index key) const
{
    return static_cast<double>(m_mean ? m_mean->at(query, key) : m_tensor->value.at(query, key));
}

void ArcsWeights::collect()
{
    for (Index query = 0; query < m_queries; ++query)
        for (Index key = 0; key < m_keys; ++key) {
            const double weight = at(query, key);
            m_largest = std::max(m_largest, weight);
            if (weight >= leastWeight)
                m_links.push_back({static_cast<std::int32_t>(query), static_cast<std::int32_t>(key),
                                   static_cast<float>(weight)});
        }
    m_queryBegin = beginnings(m_links, m_queries, [](const ArcsLink& link) { return link.query; });
    m_keyBegin = beginnings(m_links, m_keys, [](const ArcsLink& link) { return link.key; });
    m_byKey.resize(m_links.size());
    std::vector<std::uint32_t> next = m_keyBegin;
    for (std::size_t i = 0; i < m_links.size(); ++i)
        m_byKey[next[static_cast<std::size_t>(m_links[i].key)]++] = static_cast<std::uint32_t>(i);
}

std::vector<ArcsLink> ArcsWeights::linksOf(ArcsSide side, Index token) const
{
    const auto at = static_cast<std::size_t>(token);
    std::vector<ArcsLink> found;
    if (side == ArcsSide::Query)
        found.assign(m_links.begin() + m_queryBegin[at], m_links.begin() + m_queryBegin[at + 1]);
    else
        for (std::uint32_t i = m_keyBegin[at]; i < m_keyBegin[at + 1]; ++i)
            found.push_back(m_links[m_byKey[i]]);
    return found;
}

std::vector<double> arcsSums(const ArcsWeights& weights, ArcsSide side,
                             const std::vector<Index>& tokens, int moment)
{
    std::vector<double> sums(static_cast<std::size_t>(weights.count(otherSide(side))));
    for (const Index token : tokens)
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const auto other = static_cast<Index>(i);
            const Index query = side == ArcsSide::Query ? token : other;
            if (isComputed(*weights.tensor(), query, moment))
                sums[i] += weights.at(query, side == ArcsSide::Query ? other : token);
        }
    return sums;
}

} // namespace regard
