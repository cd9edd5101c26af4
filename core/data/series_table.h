// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// A multivariate series as a table: a row for each step, a column for each channel.
//
//   header      the first line, if none of its cells is a number and one is text
//   numbers     with a decimal point; with ";", tabs or spaces between the cells a decimal comma
//               is read too
//   gaps        an empty cell, NaN, NA, N/A, null, "-" and "?" get the value before, at the start
//               of a column the first one behind; a note says how many there were
//   left out    a column in which most cells are no numbers (a date) or all are gaps; a note says
//   so constant    a column that never changes is kept, and a note says so refused     a line with
//   more or fewer cells than the first, and a cell that is no number
//               in a column of numbers: the message names the line and what to do
namespace regard {

inline constexpr std::size_t largestSeriesFile = std::size_t{32} << 20; ///< bytes
inline constexpr std::size_t largestSeriesColumns = 64;

struct SeriesTable {
    std::vector<std::string> columns; ///< names; "column 3" where there is none
    bool header = false; ///< the names stood in the text
    std::vector<double> values; ///< row by row
    struct Range {
        std::size_t begin, end;
    };
    std::vector<Range> rows; ///< bytes of each row in the text
    std::vector<std::string> notes; ///< sentences for people

    /// Steps in it, whether or not they came from a text.
    std::size_t length() const { return columns.empty() ? 0 : values.size() / columns.size(); }
    double at(std::size_t row, std::size_t column) const
    {
        return values[row * columns.size() + column];
    }
};

/// A text with line breaks as a table by the rules above, one without as points: "1 2; 3 4" has
/// two rows (see number_text.h). Nothing but white space gives no rows. Throws
/// std::invalid_argument.
SeriesTable parseSeries(std::string_view text);

/// A file as a table, a single line included. Throws FileError also for one that has no numbers.
SeriesTable readSeries(const std::filesystem::path& file);

} // namespace regard
