// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// A piece of a text with its place in it.
struct Token {
    std::string text; ///< as the vocabulary spells it (lower case for words)
    std::string original; ///< as typed
    std::size_t begin = 0; ///< byte range in the UTF-8 text
    std::size_t end = 0;
};

enum class Tokenization {
    Words, ///< words with inner apostrophes, numbers, single punctuation marks;
           ///< Chinese and Japanese by character; lower case
    WordsOnly, ///< the same without punctuation and symbols
    Characters, ///< every character (grapheme) but white space
};

/// Splits a UTF-8 text, Unicode-aware. Malformed bytes become U+FFFD tokens, nothing but
/// what the tokenization leaves out is dropped. At most `limit` tokens are made.
std::vector<Token> tokenize(std::string_view text, Tokenization how,
                            std::size_t limit = static_cast<std::size_t>(-1));

} // namespace regard
