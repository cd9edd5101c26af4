// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// One line of a tab-separated file.
struct Columns {
    std::size_t line = 0; ///< from 1
    std::vector<std::string> texts;
    const std::string& operator[](std::size_t i) const { return texts[i]; }
    std::size_t size() const { return texts.size(); }
};

/// Lines of a UTF-8 file of tab-separated columns; empty lines and lines that begin with '#' are
/// left out. Throws FileError, naming the file and the line, for a file that cannot
/// be read or is larger than 256 MiB, a line with fewer than `minimum` or more than `maximum`
/// columns, an empty column, or no line at all.
std::vector<Columns> readColumns(const std::filesystem::path& file, std::size_t minimum,
                                 std::size_t maximum);

/// Column `index` as a whole number in [low, high]. Throws FileError otherwise.
std::int64_t wholeNumber(const std::filesystem::path& file, const Columns& line, std::size_t index,
                         std::int64_t low, std::int64_t high);

/// The words of a text as the generated corpora have them.
std::vector<std::string> wordsOf(std::string_view text);

} // namespace regard
