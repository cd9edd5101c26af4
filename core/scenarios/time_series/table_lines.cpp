// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/table_lines.h"

#include "core/io/input_file.h"
#include "core/scenarios/time_series/columns.h"

#include <algorithm>
#include <map>

namespace regard {

namespace {

bool isEmpty(const CsvRecord& record)
{
    return std::all_of(record.cells.begin(), record.cells.end(),
                       [](const CsvCell& cell) { return cell.text().empty(); });
}

void dropEmptyLines(std::vector<CsvRecord>& records)
{
    while (!records.empty() && isEmpty(records.back()))
        records.pop_back();
    records.erase(records.begin(), std::find_if_not(records.begin(), records.end(), isEmpty));
}

bool isNumber(const CsvCell& cell, bool decimalComma)
{
    return cellNumber(cell.text(), decimalComma).has_value();
}

/// Text that is neither number nor time.
bool isWords(const CsvCell& cell, bool decimalComma)
{
    const std::string text = cell.text();
    return !isGap(text) && !isNumber(cell, decimalComma) && !isTimeText(text);
}

/// The place of the first cell with something in it; that behind the last where all are gaps.
std::size_t firstCell(const CsvRecord& record)
{
    const auto found = std::find_if(record.cells.begin(), record.cells.end(),
                                    [](const CsvCell& cell) { return !isGap(cell.text()); });
    return static_cast<std::size_t>(found - record.cells.begin());
}

bool beginsWithWords(const CsvRecord& record, bool decimalComma)
{
    const std::size_t first = firstCell(record);
    return first < record.cells.size() && isWords(record.cells[first], decimalComma);
}

/// The first words of a line, for a message.
std::string firstWords(const CsvRecord& record)
{
    return inQuotes(record.cells[firstCell(record)].text());
}

std::string linesText(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " line" : " lines");
}

void dropTitles(Csv& csv, std::size_t cells, std::vector<std::string>& notes)
{
    std::vector<CsvRecord>& records = csv.records;
    std::size_t count = 0;
    while (count + 1 < records.size() && records[count].cells.size() < cells
           && beginsWithWords(records[count], hasDecimalComma(csv)))
        ++count;
    if (count == 0)
        return;
    notes.push_back(linesText(count) + " above the header " + (count == 1 ? "is" : "are")
                    + " left out: " + firstWords(records.front()) + ".");
    records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(count));
}

/// Whether a line is no row below the others: see dropOtherLines().
bool isFooter(const Csv& csv, const CsvRecord& record, std::size_t cells)
{
    const bool comma = hasDecimalComma(csv);
    if (!beginsWithWords(record, comma))
        return false;
    if (record.cells.size() < cells)
        return true;
    if (std::any_of(record.cells.begin(), record.cells.end(),
                    [&](const CsvCell& cell) { return isNumber(cell, comma); }))
        return false;
    const std::size_t column = firstCell(record);
    const auto words = static_cast<std::size_t>(
        std::count_if(csv.records.begin(), csv.records.end(), [&](const CsvRecord& other) {
            return column < other.cells.size() && isWords(other.cells[column], comma);
        }));
    return 2 * words <= csv.records.size();
}

void dropFooters(Csv& csv, std::size_t cells, std::vector<std::string>& notes)
{
    std::vector<CsvRecord>& records = csv.records;
    constexpr std::size_t fewest = 2; // a header and a row
    std::size_t begin = records.size();
    std::size_t top = begin; // the highest footer so far
    while (begin > fewest) {
        const CsvRecord& record = records[begin - 1];
        if (isFooter(csv, record, cells))
            top = begin - 1;
        else if (!isEmpty(record))
            break;
        --begin;
    }
    if (top == records.size())
        return;
    const std::size_t count = static_cast<std::size_t>(
        std::count_if(records.begin() + static_cast<std::ptrdiff_t>(top), records.end(),
                      [](const CsvRecord& record) { return !isEmpty(record); }));
    notes.push_back((count == 1 ? "The last line is" : "The last " + linesText(count) + " are")
                    + " no row of numbers and left out: " + firstWords(records[top]) + ".");
    records.resize(top);
    dropEmptyLines(records);
}

} // namespace

std::size_t usualCells(const Csv& csv)
{
    std::map<std::size_t, std::size_t> counts;
    for (const CsvRecord& record : csv.records)
        ++counts[record.cells.size()];
    const auto usual =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return usual == counts.end() ? 0 : usual->first;
}

void dropOtherLines(Csv& csv, std::vector<std::string>& notes)
{
    dropEmptyLines(csv.records);
    const std::size_t cells = usualCells(csv);
    dropTitles(csv, cells, notes);
    dropFooters(csv, cells, notes);
}

} // namespace regard
