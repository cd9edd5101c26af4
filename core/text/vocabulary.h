// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace regard {

/// What a vocabulary begins with.
enum class SpecialTokens {
    Text, ///< <pad>, <unk>, <bos>, <eos>
    Reviews, ///< <pad>, <start>, <unk>, <unused>, as Keras numbers its reviews
    None, ///< a list of names
};

/// Those tokens in their order.
const std::vector<std::string>& specialTokensOf(SpecialTokens special);

/// Numbers for tokens: a token's number is the row of what is kept for it, of an embedding for one.
class Vocabulary {
public:
    // Of SpecialTokens::Text; padding is the same in SpecialTokens::Reviews.
    static constexpr std::int32_t padding = 0;
    static constexpr std::int32_t unknown = 1;
    static constexpr std::int32_t begin = 2;
    static constexpr std::int32_t end = 3;
    /// Most tokens, the special ones included, that a weights file may have.
    static constexpr std::size_t largest = 200'000;

    Vocabulary();
    /// Special tokens and then the given ones in their order.
    /// Throws std::invalid_argument for an empty or repeated token.
    explicit Vocabulary(const std::vector<std::string>& tokens,
                        SpecialTokens special = SpecialTokens::Text);

    /// Special tokens and then the most frequent tokens of the texts, at least
    /// `minimumCount` times seen, ties in order of spelling; at most `limit` in all (0: no limit).
    static Vocabulary fromCounts(const std::unordered_map<std::string, std::size_t>& counts,
                                 std::size_t minimumCount = 1, std::size_t limit = 0,
                                 SpecialTokens special = SpecialTokens::Text);

    /// The token's number; that of <unk> if it has none, −1 where there is no <unk>.
    std::int32_t idOf(std::string_view token) const;
    bool contains(std::string_view token) const;
    /// The token of a number in [0, size()).
    const std::string& tokenOf(std::int32_t id) const;
    std::size_t size() const { return m_tokens.size(); }
    /// All tokens, the special ones first.
    const std::vector<std::string>& tokens() const { return m_tokens; }

    friend bool operator==(const Vocabulary& a, const Vocabulary& b)
    {
        return a.m_tokens == b.m_tokens;
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> m_ids;
    std::int32_t m_unknown = -1;
};

} // namespace regard
