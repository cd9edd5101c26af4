// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/series_table.h"

#include "core/data/number_text.h"
#include "core/io/csv.h"
#include "core/io/input_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

namespace regard {

namespace {

/// Beyond it sums of squares would leave the range of a float.
constexpr double largestValue = 1e12;
constexpr double gap = std::numeric_limits<double>::quiet_NaN();

bool isGap(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text.empty() || text == "nan" || text == "na" || text == "n/a" || text == "null"
        || text == "-" || text == "?";
}

std::optional<double> numberOf(std::string text, bool decimalComma)
{
    if (decimalComma && std::count(text.begin(), text.end(), ',') == 1
        && text.find('.') == std::string::npos)
        text[text.find(',')] = '.';
    if (text.starts_with("−"))
        text.replace(0, std::string_view("−").size(), "-");
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    double value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end || !(std::abs(value) <= largestValue))
        return std::nullopt;
    return value;
}

/// What is a number and cannot be taken for one: too large, or with a comma that may part
/// thousands as well as decimals.
bool isOtherNumber(std::string_view text)
{
    if (text.find(',') != std::string_view::npos
        && text.find_first_not_of("+-.,0123456789") == std::string_view::npos)
        return true;
    double value = 0;
    return std::from_chars(text.data(), text.data() + text.size(), value).ptr
        == text.data() + text.size();
}

std::string countOf(std::size_t count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

class TableReader {
public:
    explicit TableReader(std::string_view text) : m_csv(parseCsv(text)) { }

    SeriesTable read()
    {
        if (m_csv.records.empty())
            return {};
        checkShape();
        m_table.header = isHeader(m_csv.records.front());
        m_first = m_table.header ? 1 : 0;
        nameColumns();
        for (std::size_t column = 0; column < m_names.size(); ++column)
            readColumn(column);
        if (m_table.columns.size() > largestSeriesColumns)
            throw std::invalid_argument(
                "it has " + std::to_string(m_table.columns.size()) + " columns of numbers, at most "
                + std::to_string(largestSeriesColumns) + " are read: leave some out");
        fillRows();
        return std::move(m_table);
    }

private:
    bool decimalComma() const { return m_csv.delimiter != ','; }

    void checkShape() const
    {
        const std::size_t expected = m_csv.records.front().cells.size();
        for (const CsvRecord& record : m_csv.records)
            if (record.cells.size() != expected)
                throw std::invalid_argument(
                    place(record) + countOf(record.cells.size(), "cell") + " where line "
                    + std::to_string(m_csv.records.front().line) + " has "
                    + std::to_string(expected)
                    + ": give every line the same number of cells, and leave a cell empty where "
                      "a value is missing");
    }

    bool isHeader(const CsvRecord& record) const
    {
        bool text = false;
        for (const CsvCell& cell : record.cells) {
            const std::string content = cell.text();
            if (numberOf(content, decimalComma()))
                return false;
            text = text || !isGap(content);
        }
        return text;
    }

    void nameColumns()
    {
        for (const CsvCell& cell : m_csv.records.front().cells) {
            std::string name = m_table.header ? cell.text() : "";
            if (name.empty())
                name = "column " + std::to_string(m_names.size() + 1);
            const std::string plain = name;
            for (int copy = 2; std::find(m_names.begin(), m_names.end(), name) != m_names.end();
                 ++copy)
                name = plain + " (" + std::to_string(copy) + ")";
            m_names.push_back(std::move(name));
        }
    }

    void readColumn(std::size_t column)
    {
        std::vector<double> values;
        std::size_t gaps = 0;
        std::size_t texts = 0;
        std::size_t otherNumbers = 0;
        const CsvRecord* firstText = nullptr;
        for (std::size_t row = m_first; row < m_csv.records.size(); ++row) {
            const std::string content = m_csv.records[row].cells[column].text();
            const std::optional<double> number = numberOf(content, decimalComma());
            values.push_back(number.value_or(gap));
            if (number)
                continue;
            if (isGap(content)) {
                ++gaps;
                continue;
            }
            ++texts;
            otherNumbers += isOtherNumber(content);
            if (!firstText)
                firstText = &m_csv.records[row];
        }
        const std::string name = "The column " + inQuotes(m_names[column]);
        const std::size_t numbers = values.size() - gaps - texts;
        if ((numbers == 0 || texts > numbers) && 2 * otherNumbers <= texts) {
            m_table.notes.push_back(
                name
                + (texts > 0 ? " has no numbers and is left out." : " is empty and is left out."));
            return;
        }
        if (firstText)
            refuse(*firstText, column);
        if (gaps > 0)
            m_table.notes.push_back(
                name + " has " + countOf(gaps, "gap")
                + ", filled with the value before (at the start with the first one).");
        fillGaps(values);
        if (values.size() > 1 && std::all_of(values.begin(), values.end(), [&](double value) {
                return value == values.front();
            }))
            m_table.notes.push_back(name + " never changes.");
        m_table.columns.push_back(m_names[column]);
        m_columns.push_back(std::move(values));
    }

    [[noreturn]] void refuse(const CsvRecord& record, std::size_t column) const
    {
        const std::string content = record.cells[column].text();
        throw std::invalid_argument(place(record) + inQuotes(content) + " in the column "
                                    + inQuotes(m_names[column])
                                    + " is not a number up to 1e12: write it as "
                                    + (decimalComma() ? "1234.5 or 1234,5" : "1234.5")
                                    + ", or leave the cell empty where a value is missing");
    }

    static void fillGaps(std::vector<double>& values)
    {
        const auto first = std::find_if(values.begin(), values.end(),
                                        [](double value) { return !std::isnan(value); });
        double last = *first;
        for (double& value : values)
            last = value = std::isnan(value) ? last : value;
    }

    void fillRows()
    {
        if (m_columns.empty())
            return;
        for (std::size_t row = m_first; row < m_csv.records.size(); ++row) {
            m_table.rows.push_back({m_csv.records[row].begin, m_csv.records[row].end});
            for (const std::vector<double>& column : m_columns)
                m_table.values.push_back(column[row - m_first]);
        }
    }

    static std::string place(const CsvRecord& record)
    {
        return "line " + std::to_string(record.line) + ": ";
    }

    Csv m_csv;
    std::size_t m_first = 0; ///< record of the first row
    std::vector<std::string> m_names; ///< of all columns
    std::vector<std::vector<double>> m_columns; ///< those that are kept
    SeriesTable m_table;
};

/// Rows typed in one line.
SeriesTable typedRows(std::string_view text)
{
    const PointList points = readPoints(text, {0, false, "row"});
    SeriesTable table;
    if (points.points.empty())
        return table;
    for (std::size_t i = 0; i < points.points.front().coordinates.size(); ++i)
        table.columns.push_back("column " + std::to_string(i + 1));
    for (const TypedPoint& point : points.points) {
        table.rows.push_back({point.begin, point.end});
        table.values.insert(table.values.end(), point.coordinates.begin(), point.coordinates.end());
    }
    if (points.decimalCommas)
        table.notes.emplace_back(decimalCommaNote);
    return table;
}

} // namespace

SeriesTable parseSeries(std::string_view text)
{
    return text.find_first_of("\r\n") == std::string_view::npos ? typedRows(text)
                                                                : TableReader(text).read();
}

SeriesTable readSeries(const std::filesystem::path& file)
{
    const std::string text = readFile(file, largestSeriesFile);
    SeriesTable table;
    try {
        table = TableReader(text).read();
    } catch (const std::invalid_argument& error) {
        throw FileError(file, error.what());
    }
    if (table.rows.empty())
        throw FileError(file, "no numbers in it: give a table with a line for each step");
    return table;
}

} // namespace regard
