// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a column of a table is, judged from its name and its cells.
namespace regard {

/// A column of a table below its header.
struct ColumnCells {
    std::string name;
    std::vector<std::string> texts; ///< without white space around them
    std::vector<double> numbers; ///< NaN where the text is none
};

/// Whether a cell is one of the marks for "nothing here": empty, NaN, NA, N/A, null, "-", "?".
bool isGap(std::string_view text);

/// The number that a cell is, of any size; a comma may stand for the decimal point where
/// decimalComma says so. Nothing for other texts.
std::optional<double> cellNumber(std::string text, bool decimalComma);

/// Whether a text is a date or a time of day that is no plain number: digits in groups of one,
/// two or four between "-", "/", ".", ":" or blanks, names of months and weekdays, T, Z, am, pm.
bool isTimeText(std::string_view text);

/// Whether a column tells the time of each row: texts that isTimeText() mostly; integers that are
/// all dates (20201201, also with hour, minute and second), or all years, rising; seconds,
/// milli-, micro- or nanoseconds since 1970 in steps mostly alike or under a name such as "time";
/// or a part of a date by its name ("month": 1 to 12).
bool isTimeColumn(const ColumnCells& column);

/// Whether a column counts the rows: whole numbers that rise by one from each of at least
/// eight rows to the next.
bool isCounterColumn(const ColumnCells& column);

/// A value that stands for "missing" in a column of numbers (NaN: a gap): it is the smallest or the
/// largest, repeats, and stands far outside the others: by three times their range;
/// or, if it is −200 or made of nines or eights ("-999", "99.9"), by a quarter of it and by half
/// the size of the largest, or alone below zero. In a column that has no other value it is one of
/// the latter below zero.
std::optional<double> sentinelOf(std::span<const double> numbers);

/// Whether a first line of numbers is a header all the same: whole numbers that lie far outside
/// their columns, or years or places (0, 1, 2 …) that rise by the same step where the next line
/// does not.
/// first: its cells, in the order of `columns`, which hold the lines below.
bool isNumberHeader(std::span<const std::optional<double>> first,
                    std::span<const ColumnCells> columns);

} // namespace regard
