// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace regard {

/// What a word's first piece begins with, so that pieces give the words back: "▁re" "peat".
inline constexpr std::string_view wordMark = "▁";

/// Parts words into pieces: their characters (graphemes), joined pair by pair as merges say, in the
/// order in which these were learnt. Byte-pair encoding, Sennrich, Haddow & Birch 2016, of
/// characters where they have bytes: no piece is a part of a character.
class WordPieces {
public:
    /// Without merges: each character is a piece.
    WordPieces() = default;
    /// Merges "left right" from learnMerges(). Throws std::invalid_argument for another form.
    explicit WordPieces(std::span<const std::string> merges);

    /// At least one piece of a word that is not empty; joined they are the mark and the word.
    std::vector<std::string> piecesOf(std::string_view word) const;

private:
    std::unordered_map<std::string, std::size_t> m_ranks; ///< by merge
};

/// The text that tokens are of, pieces or characters: a mark begins a word, with a space before it.
std::string textOfPieces(std::span<const std::string> pieces);

/// At most `most` merges learnt from words and how often each occurs: time after time the pair of
/// pieces that stands beside each other most often, of several the first by spelling, as long as it
/// does so twice. The same words give the same merges everywhere. Throws Stopped.
std::vector<std::string> learnMerges(const std::unordered_map<std::string, std::size_t>& words,
                                     std::size_t most, const std::stop_token& stop = {});

} // namespace regard
