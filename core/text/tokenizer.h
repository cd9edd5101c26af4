// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// A piece of a text with its place in it.
struct Token {
    std::string text; ///< as the vocabulary spells it (lower case for words)
    std::string original; ///< as typed; a space as shownSpace
    std::size_t begin = 0; ///< byte range in the UTF-8 text
    std::size_t end = 0;
};

enum class Tokenization {
    Words, ///< words with inner apostrophes, numbers, single punctuation marks and symbols;
           ///< Chinese and Japanese by character; lower case
    WordsOnly, ///< the same without punctuation and the symbols of ASCII
    Characters, ///< every character (grapheme) but white space
    CharactersAndSpaces, ///< the same with a token " " for white space between two others
};

/// How a token that is a space is shown.
inline constexpr const char* shownSpace = "␣";

/// Splits a UTF-8 text, Unicode-aware, and reads characters as what they look like
/// (look_alikes.h). Malformed bytes become U+FFFD tokens, nothing but what the tokenization leaves
/// out is dropped. At most `limit` tokens are made.
std::vector<Token> tokenize(std::string_view text, Tokenization how,
                            std::size_t limit = static_cast<std::size_t>(-1));

/// The same as texts: as the vocabulary spells them.
std::vector<std::string> tokenTexts(std::string_view text, Tokenization how);

/// How many visible characters of a text are in none of its tokens: punctuation and symbols where
/// the tokenization leaves them out.
std::size_t leftOutCharacters(std::string_view text, Tokenization how);

} // namespace regard
