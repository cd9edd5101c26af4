// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// A character as people see it: an extended grapheme cluster of Unicode (UAX #29).
struct Grapheme {
    char32_t first = 0; ///< its first code point; U+FFFD for malformed bytes
    bool malformed = false;
    std::size_t begin = 0; ///< byte range in the UTF-8 text
    std::size_t end = 0;
};

/// Reads a UTF-8 text grapheme by grapheme. Each malformed sequence (the longest part of a
/// code point that is cut short, or else one byte) is a grapheme of its own. The text must
/// outlive the reader.
class GraphemeReader {
public:
    explicit GraphemeReader(std::string_view text);
    ~GraphemeReader();
    GraphemeReader(const GraphemeReader&) = delete;
    GraphemeReader& operator=(const GraphemeReader&) = delete;

    /// False at the end of the text.
    bool next(Grapheme& grapheme);

private:
    struct Breaks;
    void enterRun();

    std::string_view m_text;
    std::size_t m_position = 0;
    std::size_t m_runBegin = 0;
    std::size_t m_runEnd = 0; ///< well-formed up to here
    bool m_runIsAscii = false;
    std::unique_ptr<Breaks> m_breaks; ///< made at the first run that is not ASCII
};

/// The characters of a text, in order: together they are all of it.
std::vector<std::string> graphemesOf(std::string_view text);

} // namespace regard
