// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentence_ends.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace regard {

namespace {

/// A word follows these, in whatever case.
constexpr std::array<std::string_view, 23> titles{
    "mr",  "mrs",  "ms",  "mx", "dr",  "prof", "st",  "sr",   "jr", "rev", "hon", "gov",
    "sen", "capt", "col", "lt", "sgt", "maj",  "mme", "mlle", "fr", "frl", "vs"};
/// These may stand last in a sentence.
constexpr std::array<std::string_view, 5> others{"etc", "inc", "ltd", "corp", "bros"};

/// The only character of a token; below 0 where it has several or none.
UChar32 single(std::string_view token)
{
    UChar32 character = -1;
    std::size_t at = 0;
    if (!token.empty())
        U8_NEXT(token.data(), at, token.size(), character);
    return at == token.size() ? character : -1;
}

UChar32 firstOf(std::string_view token)
{
    UChar32 character = -1;
    std::size_t at = 0;
    if (!token.empty())
        U8_NEXT(token.data(), at, token.size(), character);
    return character;
}

bool isTerminal(std::string_view token)
{
    const UChar32 character = single(token);
    constexpr UChar32 ellipsis = 0x2026;
    return character == ellipsis
        || (character >= 0 && u_hasBinaryProperty(character, UCHAR_S_TERM));
}

bool isFullStop(std::string_view token)
{
    return token == "." || token == "．";
}

/// A letter of a script that has capitals.
bool isCasedLetter(UChar32 character)
{
    return character >= 0 && (u_isupper(character) || u_islower(character) || u_istitle(character));
}

template <std::size_t size>
bool isOneOf(const std::array<std::string_view, size>& words, std::string_view token)
{
    std::string lower(token);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::find(words.begin(), words.end(), lower) != words.end();
}

/// Whether the full stop at `place` belongs to the word before it.
bool abbreviates(std::span<const std::string> tokens, std::size_t place)
{
    if (place == 0 || place + 1 == tokens.size())
        return false;
    const std::string& word = tokens[place - 1];
    const std::string& next = tokens[place + 1];
    if (isTerminal(next))
        return false;
    if (isOneOf(titles, word))
        return true;
    const UChar32 letter = single(word);
    const bool capitalFollows = u_isupper(firstOf(next)) != 0;
    if (isCasedLetter(letter)) {
        const bool chain = place >= 2 && isFullStop(tokens[place - 2]);
        // "J. Hill", but not "So do I. Hill left."
        if (!chain && u_isupper(letter) && letter != 'I')
            return true;
        const bool goesOn = isCasedLetter(single(next)) && place + 2 < tokens.size()
            && isFullStop(tokens[place + 2]);
        return goesOn || !capitalFollows;
    }
    return isOneOf(others, word) && !capitalFollows;
}

} // namespace

std::vector<SentencePart> sentenceParts(std::span<const std::string> tokens)
{
    std::vector<SentencePart> parts(tokens.size(), SentencePart::Word);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!isTerminal(tokens[i]))
            continue;
        parts[i] = isFullStop(tokens[i]) && abbreviates(tokens, i) ? SentencePart::Abbreviation
                                                                   : SentencePart::End;
    }
    return parts;
}

} // namespace regard
