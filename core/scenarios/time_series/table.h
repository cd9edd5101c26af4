// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

// A multivariate series as a table: a row for each step, a column for each channel.
//
//   header      the first line, if one of its cells is a text above numbers or times and none a
//               number that fits its column; a line of numbers such as years too where it does not
//               fit (isNumberHeader())
//   numbers     with a decimal point; with ";", tabs or spaces between the cells a decimal comma
//               is read too
//   gaps        an empty cell, NaN, NA, N/A, null, "-" and "?" get the value before, at the start
//               of a column the first one behind; what is filled counts as not measured
//   sentinels   a value that stands for "missing" (sentinelOf()) is a gap
//   times       a column of dates, times or counted rows (isTimeColumn(), isCounterColumn()) is no
//               channel
//   left out    a column in which most cells are no numbers or all are gaps; rows of empty cells
//               at the start and at the end; lines of text above the header and below the last
//               row (a title, a footer)
//   constant    a column that never changes is kept
//   refused     a line with more or fewer cells than most, and a cell that is no number in a
//               column of numbers: the message names the line and what to do
//
// The notes say what was read as what.
namespace regard {

inline constexpr std::size_t largestSeriesFile = std::size_t{32} << 20; ///< bytes
inline constexpr std::size_t largestSeriesColumns = 64;

/// What a person wants of the rules above.
struct SeriesRules {
    /// Whether times, counted rows and sentinels are recognised; otherwise each column of numbers
    /// is a channel and each number a value.
    bool recognise = true;
    /// Names of columns that are channels in any case: those that a model was trained on.
    std::vector<std::string> channels = {};
};

struct SeriesTable {
    std::vector<std::string> columns; ///< names; "column 3" where there is none
    bool header = false; ///< the names stood in the text
    /// What the text calls them, where they are taken for the channels of a model; else none.
    std::vector<std::string> typedNames;
    std::vector<double> values; ///< row by row
    /// For each value whether it stood in the text, so that it can be learnt from and judged by;
    /// the others were filled in. Empty: all did.
    std::vector<std::uint8_t> measured;
    struct Range {
        std::size_t begin, end;
    };
    std::vector<Range> rows; ///< bytes of each row in the text
    /// What the columns of times say of each row, side by side, and their names; none without any.
    std::vector<std::string> times;
    std::string timeName;
    std::vector<std::string> notes; ///< sentences for people

    /// Steps in it, whether or not they came from a text.
    std::size_t length() const { return columns.empty() ? 0 : values.size() / columns.size(); }
    double at(std::size_t row, std::size_t column) const
    {
        return values[row * columns.size() + column];
    }
    bool isMeasured(std::size_t row, std::size_t column) const
    {
        return measured.empty() || measured[row * columns.size() + column] != 0;
    }
    /// Values that were filled in.
    std::size_t filled() const;
};

/// A text with line breaks as a table by the rules above, one without as points: "1 2; 3 4" has
/// two rows (see number_text.h). Nothing but white space gives no rows. Throws
/// std::invalid_argument.
SeriesTable parseSeries(std::string_view text, const SeriesRules& rules = {});

/// A file as a table, a single line included. Throws FileError also for one that has no numbers.
SeriesTable readSeries(const std::filesystem::path& file, const SeriesRules& rules = {},
                       const std::stop_token& stop = {});

} // namespace regard
