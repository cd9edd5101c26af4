// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// One line of a tab-separated file.
struct Columns {
    std::size_t line = 0; ///< from 1
    std::vector<std::string> texts; ///< those at the end that are empty are left out
    const std::string& operator[](std::size_t i) const { return texts[i]; }
    std::size_t size() const { return texts.size(); }
};

/// How many columns a line may have, and what they are for people: "source and target".
struct ColumnCount {
    std::size_t minimum = 1;
    std::size_t maximum = 1;
    std::string_view expected;
};

/// What a file had beside its examples.
struct LinesRead {
    std::size_t examples = 0;
    std::size_t comments = 0; ///< lines that begin with '#'
};

/// Tells of the lines of a UTF-8 file of tab-separated columns, one after the other; only the file
/// and one line are held. Left out are lines of white space only, those that begin with '#', and
/// "sep=", which Excel puts first. Throws FileError, naming the file and the line, for a file that
/// cannot be read or is larger than 256 MiB, a line longer than 1 MiB, another number of columns,
/// an empty column before the last, or no line at all. Throws Stopped within a line of a stop
/// request.
LinesRead readColumns(const std::filesystem::path& file, const ColumnCount& count,
                      const std::function<void(const Columns&)>& take,
                      const std::stop_token& stop = {});

/// A FileError that names the line.
[[noreturn]] void refuseLine(const std::filesystem::path& file, std::size_t line,
                             const std::string& problem);

/// Column `index` as a whole number in [low, high]. Throws FileError otherwise.
std::int64_t wholeNumber(const std::filesystem::path& file, const Columns& line, std::size_t index,
                         std::int64_t low, std::int64_t high);

/// The words of a text as the generated corpora have them.
std::vector<std::string> wordsOf(std::string_view text);

/// "; 3 lines that begin with # are left out": for the end of a sentence; "" without any.
std::string commentsText(const LinesRead& read);

/// "11 of 120 are held out", or why none is: for the end of a sentence on what was read.
/// what: what an example is held out by, "source".
std::string heldOutText(std::size_t train, std::size_t heldOut, bool onlyEvaluate,
                        std::string_view what);

/// "1 pair", "12000 pairs": a count with the word for one and for more.
std::string counted(std::size_t count, std::string_view one, std::string_view more);

} // namespace regard
