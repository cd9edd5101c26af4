// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/csv.h"

#include <string>
#include <vector>

// Which lines of a table are rows.
namespace regard {

/// Whether commas may stand for decimal points in a table.
inline bool hasDecimalComma(const Csv& csv)
{
    return csv.delimiter != ',';
}

/// How many cells most lines have; 0 without lines.
std::size_t usualCells(const Csv& csv);

/// Takes out the lines that are no rows: those of empty cells at the start and at the end, lines
/// of words with fewer cells above the header (a title), and lines at the end that begin with words
/// where the lines above begin with none, or that have fewer cells (a footer). Adds a sentence to
/// the notes for titles and footers.
void dropOtherLines(Csv& csv, std::vector<std::string>& notes);

} // namespace regard
