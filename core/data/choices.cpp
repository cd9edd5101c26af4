// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/choices.h"

#include <algorithm>

namespace regard {

std::size_t DrawnChoices::part(std::initializer_list<double> ends)
{
    const double drawn = m_random.uniform();
    return static_cast<std::size_t>(
        std::find_if(ends.begin(), ends.end(), [&](double end) { return drawn < end; })
        - ends.begin());
}

GuidedChoices::GuidedChoices(std::vector<std::string> words)
    : m_words(std::move(words))
    , m_sorted(m_words)
{
    std::sort(m_sorted.begin(), m_sorted.end());
}

bool GuidedChoices::chance(double probability)
{
    if (probability <= 0 || probability >= 1)
        return probability >= 1;
    return decide(2) == 1;
}

std::size_t GuidedChoices::pick(std::size_t count, const Item& item, const MayStand& mayStand)
{
    const auto isThere = [&](std::string_view word) {
        return std::binary_search(m_sorted.begin(), m_sorted.end(), word);
    };
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [known, isNew] = m_mayStand.try_emplace(item(i), false);
        if (isNew)
            known->second = mayStand(i, isThere);
        if (known->second)
            candidates.push_back(i);
    }
    if (candidates.empty())
        throw DeadEnd{};
    return candidates[decide(candidates.size())];
}

std::size_t GuidedChoices::decide(std::size_t count)
{
    if (m_at == m_way.size())
        m_way.push_back({0, count});
    return m_way[m_at++].taken;
}

bool GuidedChoices::next()
{
    m_way.resize(m_at); // what was never come to is no decision
    m_at = 0;
    while (!m_way.empty() && m_way.back().taken + 1 == m_way.back().count)
        m_way.pop_back();
    if (m_way.empty())
        return false;
    ++m_way.back().taken;
    return true;
}

} // namespace regard
