// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/text/graphemes.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace regard {

namespace {

constexpr char32_t typographicApostrophe = U'\u2019';
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// White space, and the two invisible characters that stand between words or before a text
/// without being part of it: zero width space and byte order mark.
bool isSpace(char32_t code)
{
    return u_isUWhiteSpace(static_cast<UChar32>(code)) || code == U'\u200B' || code == U'\uFEFF';
}

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

bool isApostrophe(char32_t code)
{
    return code == U'\'' || code == typographicApostrophe;
}

/// Whether a character may stand inside a token between these two.
bool joins(char32_t left, char32_t inner, char32_t right)
{
    if (isApostrophe(inner))
        return isWordPart(left) && isWordPart(right) && !standsAlone(right);
    return (inner == U'-' || inner == U'.') && isDigit(left) && isDigit(right);
}

/// The composed form (NFC), so that an accent typed on its own is the same token; with
/// `lower` in lower case and with plain apostrophes.
std::string normalised(std::string_view original, bool lower)
{
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(original.begin(), original.end(), isAscii)) {
        std::string text(original);
        if (lower)
            for (char& c : text)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return text;
    }
    const auto size = static_cast<std::int32_t>(original.size());
    icu::UnicodeString text = icu::UnicodeString::fromUTF8({original.data(), size});
    if (lower) {
        text.toLower(icu::Locale::getRoot());
        text.findAndReplace(icu::UnicodeString(char16_t(typographicApostrophe)),
                            icu::UnicodeString(u'\''));
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* composed = icu::Normalizer2::getNFCInstance(status);
    if (U_SUCCESS(status))
        text = composed->normalize(text, status);
    if (U_FAILURE(status))
        throw std::runtime_error(std::string("the Unicode library failed (") + u_errorName(status)
                                 + "), reinstall ICU");
    std::string result;
    text.toUTF8String(result);
    return result;
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
        while (m_here && !m_here->malformed && isSkipped(m_here->first))
            advance();
        if (!m_here)
            return false;
        const Grapheme first = *m_here;
        advance();
        std::size_t end = first.end;
        if (m_how != Tokenization::Characters && isWordPart(first.first)
            && !standsAlone(first.first))
            end = endOfWord(first);
        token.begin = first.begin;
        token.end = end;
        if (first.malformed) {
            token.text = token.original = replacement;
        } else {
            token.original = m_text.substr(first.begin, end - first.begin);
            token.text = normalised(token.original, m_how != Tokenization::Characters);
        }
        return true;
    }

private:
    bool isSkipped(char32_t code) const
    {
        return isSpace(code) || (m_how == Tokenization::WordsOnly && !isWordPart(code));
    }

    /// Moves behind the word that `last` begins.
    std::size_t endOfWord(Grapheme last)
    {
        while (m_here) {
            const bool inWord = isWordPart(m_here->first) && !standsAlone(m_here->first);
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
        Grapheme grapheme;
        m_ahead = m_reader.next(grapheme) ? std::optional(grapheme) : std::nullopt;
    }

    std::string_view m_text;
    Tokenization m_how;
    GraphemeReader m_reader;
    std::optional<Grapheme> m_here;
    std::optional<Grapheme> m_ahead;
};

} // namespace

std::vector<Token> tokenize(std::string_view text, Tokenization how, std::size_t limit)
{
    if (text.size() > std::numeric_limits<std::int32_t>::max())
        throw std::invalid_argument("the text is longer than 2 GB, give a shorter one");
    std::vector<Token> tokens;
    Splitter splitter(text, how);
    Token token;
    while (tokens.size() < limit && splitter.next(token))
        tokens.push_back(std::move(token));
    return tokens;
}

} // namespace regard
