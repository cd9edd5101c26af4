// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/text/graphemes.h"
#include "core/text/look_alikes.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace regard {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Letters, digits and marks.
bool isWordPart(char32_t code)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(code)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK))
        != 0;
}

bool isDigit(char32_t code)
{
    return u_isdigit(static_cast<UChar32>(code));
}

/// Han, Hiragana and Katakana: written without spaces, each character is a token.
bool standsAlone(char32_t code)
{
    if (code < 0x2E80)
        return false;
    const auto c = static_cast<UChar32>(code);
    return uscript_hasScript(c, USCRIPT_HAN) || uscript_hasScript(c, USCRIPT_HIRAGANA)
        || uscript_hasScript(c, USCRIPT_KATAKANA);
}

/// Whether a character may stand inside a token between these two.
bool joins(char32_t left, char32_t inner, char32_t right)
{
    if (inner == U'\'')
        return isWordPart(left) && isWordPart(right) && !standsAlone(right);
    return (inner == U'-' || inner == U'.') && isDigit(left) && isDigit(right);
}

/// Punctuation and the symbols of ASCII.
bool isMark(char32_t code)
{
    return u_ispunct(static_cast<UChar32>(code)) || (code < 0x80 && !isWordPart(code));
}

bool byCharacter(Tokenization how)
{
    return how == Tokenization::Characters || how == Tokenization::CharactersAndSpaces;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(text.begin(), text.end(), isAscii)) {
        for (char& c : result)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return result;
    }
    icu::UnicodeString unicode =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    unicode.toLower(icu::Locale::getRoot());
    result.clear();
    unicode.toUTF8String(result);
    return result;
}

/// A token as the vocabulary spells it.
std::string spelled(std::string_view original, Tokenization how)
{
    if (how == Tokenization::Characters)
        return readAsSeen(original, FullWidth::Kept);
    const std::string seen = readAsSeen(original);
    return byCharacter(how) ? seen : lowered(seen);
}

class Splitter {
public:
    Splitter(std::string_view text, Tokenization how) : m_text(text), m_how(how), m_reader(text)
    {
        advance();
        advance();
    }

    /// False at the end of the text.
    bool next(Token& token)
    {
        std::optional<Grapheme> space;
        while (m_here && !m_here->malformed && isSkipped(m_here->first)) {
            if (!isWhiteSpace(m_here->first))
                ++m_leftOut;
            else if (!space)
                space = *m_here;
            else
                space->end = m_here->end;
            advance();
        }
        if (!m_here)
            return false;
        if (space && m_how == Tokenization::CharactersAndSpaces && m_any) {
            token = {" ", shownSpace, space->begin, space->end};
            return true;
        }
        m_any = true;
        const Grapheme first = *m_here;
        advance();
        std::size_t end = first.end;
        if (!byCharacter(m_how) && isWordPart(first.first) && !isAlone(first))
            end = endOfWord(first);
        token.begin = first.begin;
        token.end = end;
        if (first.malformed) {
            token.text = token.original = replacement;
        } else {
            token.original = m_text.substr(first.begin, end - first.begin);
            token.text = spelled(token.original, m_how);
        }
        return true;
    }

    /// Visible characters that were passed over so far.
    std::size_t leftOut() const { return m_leftOut; }

private:
    bool isSkipped(char32_t code) const
    {
        return isWhiteSpace(code) || (m_how == Tokenization::WordsOnly && isMark(code));
    }

    /// Whether a character is a token of its own: also a digit on a key (1️⃣).
    bool isAlone(const Grapheme& grapheme) const
    {
        return standsAlone(grapheme.first)
            || m_text.substr(grapheme.begin, grapheme.end - grapheme.begin).ends_with("\u20E3");
    }

    /// Moves behind the word that `last` begins.
    std::size_t endOfWord(Grapheme last)
    {
        while (m_here) {
            const bool inWord = isWordPart(m_here->first) && !isAlone(*m_here);
            if (!inWord && !(m_ahead && joins(last.first, m_here->first, m_ahead->first)))
                break;
            last = *m_here;
            advance();
        }
        return last.end;
    }

    void advance()
    {
        m_here = m_ahead;
        m_ahead.reset();
        Grapheme grapheme;
        while (m_reader.next(grapheme))
            if (grapheme.malformed || !isInvisible(grapheme.first)) {
                grapheme.first = readAsSeen(grapheme.first);
                m_ahead = grapheme;
                return;
            }
    }

    std::string_view m_text;
    Tokenization m_how;
    GraphemeReader m_reader;
    std::optional<Grapheme> m_here;
    std::optional<Grapheme> m_ahead;
    bool m_any = false; ///< some token was made
    std::size_t m_leftOut = 0;
};

void requireReadable(std::string_view text)
{
    if (text.size() > std::numeric_limits<std::int32_t>::max())
        throw std::invalid_argument("the text is longer than 2 GB, give a shorter one");
}

} // namespace

std::vector<Token> tokenize(std::string_view text, Tokenization how, std::size_t limit)
{
    requireReadable(text);
    std::vector<Token> tokens;
    Splitter splitter(text, how);
    Token token;
    while (tokens.size() < limit && splitter.next(token))
        tokens.push_back(std::move(token));
    return tokens;
}

std::vector<std::string> tokenTexts(std::string_view text, Tokenization how)
{
    std::vector<std::string> texts;
    for (Token& token : tokenize(text, how))
        texts.push_back(std::move(token.text));
    return texts;
}

std::size_t leftOutCharacters(std::string_view text, Tokenization how)
{
    requireReadable(text);
    Splitter splitter(text, how);
    Token token;
    while (splitter.next(token)) { }
    return splitter.leftOut();
}

} // namespace regard
