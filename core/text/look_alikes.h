// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Characters that are typed in place of others that look like them.
namespace regard {

/// White space and what stands between words without being seen: zero width space, and the byte
/// order mark at the start of a text.
bool isWhiteSpace(char32_t code);

/// A character that is not seen and parts nothing: soft hyphen, marks of direction, word joiner,
/// byte order mark, variation selectors. The joiners U+200C and U+200D are not: they change
/// letters and emoji.
bool isInvisible(char32_t code);

/// How punctuation is read.
enum class FullWidth {
    AsPlain, ///< ？ as ?, “ as "
    Kept, ///< as Chinese text writes it
};

/// A text without the invisible characters, as what it looks like: apostrophes (´ ` ‘ ’ ＇ ʼ) as ',
/// double quotation marks (“ ” „ ‟ ＂) as ", hyphens and minus signs (‐ ‑ − –) as -, letters and
/// digits of full width, ligatures (ﬁ), long s and the Arabic forms of presentation as plain ones;
/// composed (NFC). What carries a meaning of its own stays: ², ½, ①, ™.
std::string readAsSeen(std::string_view text, FullWidth punctuation = FullWidth::AsPlain);

/// The same of one character, where it is read as one: ＇ as '.
char32_t readAsSeen(char32_t code);

} // namespace regard
