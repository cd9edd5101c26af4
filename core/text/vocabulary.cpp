// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/vocabulary.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

const std::vector<std::string>& specialTokensOf(SpecialTokens special)
{
    static const std::vector<std::string> text{"<pad>", "<unk>", "<bos>", "<eos>"};
    static const std::vector<std::string> reviews{"<pad>", "<start>", "<unk>", "<unused>"};
    static const std::vector<std::string> none;
    return special == SpecialTokens::Text   ? text
        : special == SpecialTokens::Reviews ? reviews
                                            : none;
}

Vocabulary::Vocabulary() : Vocabulary(std::vector<std::string>{}) { }

Vocabulary::Vocabulary(const std::vector<std::string>& tokens, SpecialTokens special)
    : m_tokens(specialTokensOf(special))
{
    m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
    m_ids.reserve(m_tokens.size());
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        if (m_tokens[i].empty())
            throw std::invalid_argument("token " + std::to_string(i)
                                        + " of the vocabulary is empty, remove it");
        if (!m_ids.emplace(m_tokens[i], static_cast<std::int32_t>(i)).second)
            throw std::invalid_argument("the vocabulary has the token \"" + m_tokens[i]
                                        + "\" twice, remove one");
    }
    if (special != SpecialTokens::None)
        m_unknown = m_ids.at("<unk>");
}

Vocabulary Vocabulary::fromCounts(const std::unordered_map<std::string, std::size_t>& counts,
                                  std::size_t minimumCount, std::size_t limit,
                                  SpecialTokens specialTokens)
{
    const Vocabulary special({}, specialTokens);
    using Entry = std::pair<std::string, std::size_t>;
    std::vector<Entry> entries;
    for (const auto& [token, count] : counts)
        if (count >= minimumCount && !token.empty() && !special.contains(token))
            entries.emplace_back(token, count);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (limit > 0)
        entries.resize(std::min(entries.size(), limit - std::min(limit, special.size())));
    std::vector<std::string> tokens;
    tokens.reserve(entries.size());
    for (Entry& entry : entries)
        tokens.push_back(std::move(entry.first));
    return Vocabulary(tokens, specialTokens);
}

std::int32_t Vocabulary::idOf(std::string_view token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? m_unknown : found->second;
}

bool Vocabulary::contains(std::string_view token) const
{
    return m_ids.find(token) != m_ids.end();
}

const std::string& Vocabulary::tokenOf(std::int32_t id) const
{
    return m_tokens.at(static_cast<std::size_t>(id));
}

} // namespace regard
