// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/look_alikes.h"

#include <algorithm>
#include <stdexcept>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace regard {

namespace {

void require(UErrorCode status)
{
    if (U_FAILURE(status))
        throw std::runtime_error(std::string("the Unicode library failed (") + u_errorName(status)
                                 + "), reinstall ICU");
}

bool isBetween(char32_t code, char32_t first, char32_t last)
{
    return code >= first && code <= last;
}

/// Forms of full and half width.
bool hasOtherWidth(char32_t code)
{
    return isBetween(code, U'\uFF01', U'\uFFEE') || code == U'\u3000';
}

/// Characters that are nothing but a form of others.
bool isForm(char32_t code)
{
    return hasOtherWidth(code) || isBetween(code, U'\uFB00', U'\uFB06') // ﬀ to ﬆ
        || isBetween(code, U'\uFB13', U'\uFB17') // Armenian ligatures
        || isBetween(code, U'\uFB50', U'\uFDFF') || isBetween(code, U'\uFE70', U'\uFEFC') // Arabic
        || code == U'\u017F' // long s
        || isBetween(code, U'\u0132', U'\u0133'); // Ĳ, ĳ
}

char32_t plainMark(char32_t code)
{
    switch (code) {
    case U'\u00B4': // acute accent
    case U'`':
    case U'\u2018':
    case U'\u2019':
    case U'\u201B':
    case U'\u02B9': // modifier letters
    case U'\u02BC':
    case U'\u2032': // prime
    case U'\uFF07':
    case U'\uFF40':
        return U'\'';
    case U'\u201C':
    case U'\u201D':
    case U'\u201E':
    case U'\u201F':
    case U'\uFF02':
        return U'"';
    case U'\u2010':
    case U'\u2011':
    case U'\u2012':
    case U'\u2013':
    case U'\u2212':
        return U'-';
    default:
        return code;
    }
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

bool isWhiteSpace(char32_t code)
{
    return u_isUWhiteSpace(static_cast<UChar32>(code)) || code == U'\u200B';
}

bool isInvisible(char32_t code)
{
    return code == U'\u00AD' || code == U'\u034F' || code == U'\u061C' || code == U'\u180E'
        || isBetween(code, U'\u200E', U'\u200F') || isBetween(code, U'\u202A', U'\u202E')
        || isBetween(code, U'\u2060', U'\u206F') || isBetween(code, U'\uFE00', U'\uFE0F')
        || code == U'\uFEFF';
}

char32_t readAsSeen(char32_t code)
{
    const char32_t mark = plainMark(code);
    if (mark != code || !isForm(code))
        return mark;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* forms = icu::Normalizer2::getNFKCInstance(status);
    require(status);
    const icu::UnicodeString plain =
        forms->normalize(icu::UnicodeString(static_cast<UChar32>(code)), status);
    require(status);
    return plain.countChar32() == 1 ? static_cast<char32_t>(plain.char32At(0)) : code;
}

std::string readAsSeen(std::string_view text, FullWidth punctuation)
{
    if (isAscii(text)) {
        std::string plain(text);
        std::replace(plain.begin(), plain.end(), '`', '\'');
        return plain;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* composed = icu::Normalizer2::getNFCInstance(status);
    const icu::Normalizer2* forms = icu::Normalizer2::getNFKCInstance(status);
    require(status);
    const icu::UnicodeString typed =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    icu::UnicodeString seen;
    for (std::int32_t at = 0; at < typed.length(); at = typed.moveIndex32(at, 1)) {
        const UChar32 code = typed.char32At(at);
        const auto character = static_cast<char32_t>(code);
        if (isInvisible(character))
            continue;
        if (punctuation == FullWidth::Kept && !u_isalnum(code))
            seen.append(code);
        else if (plainMark(character) == character && isForm(character))
            seen.append(forms->normalize(icu::UnicodeString(code), status));
        else
            seen.append(static_cast<UChar32>(plainMark(character)));
    }
    seen = composed->normalize(seen, status);
    require(status);
    std::string result;
    seen.toUTF8String(result);
    return result;
}

} // namespace regard
