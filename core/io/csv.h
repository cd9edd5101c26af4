// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Tables as text: a line for each record, cells between delimiters (RFC 4180, and what
// spreadsheets write beside it).
//
//   delimiter   what a first line "sep=;" says (Excel's, left out); otherwise the first of tab, ";"
//               and "," that the first line has outside of quotation marks; with none of them the
//               same of the first line with letters that has one (a title may stand above); with
//               none at all runs of white space
//   lines       end with LF, CR LF or CR; those with nothing but white space and those that begin
//               with "#" are left out
//   white space blanks and tabs, and the blanks that do not break a line (U+00A0, U+2007, U+202F)
//   quotes      a cell that begins with " goes to the next single "; "" in it is one ", and
//               delimiters and line ends in it are text
//   marks       the byte order mark of UTF-8 is skipped; UTF-16 and zero bytes are refused
namespace regard {

/// One cell: its bytes in the text, without the quotation marks around it.
struct CsvCell {
    std::string_view raw;
    bool quoted = false;

    /// The text of the cell: no white space around it (see above), "" in a quoted one read as ".
    std::string text() const;
};

struct CsvRecord {
    std::size_t line = 0; ///< from 1, where it begins
    std::size_t begin = 0; ///< bytes of the record in the text
    std::size_t end = 0;
    std::vector<CsvCell> cells;
};

/// Records of a text, which they point into.
struct Csv {
    char delimiter = ','; ///< ' ' for white space
    std::vector<CsvRecord> records;
};

inline constexpr std::size_t largestCsvRecord = 1024; ///< cells

/// Throws std::invalid_argument, naming the line, for a quotation mark that is never closed
/// or has text behind it, for more than `largestCsvRecord` cells and for what is not UTF-8 text.
Csv parseCsv(std::string_view text);

} // namespace regard
