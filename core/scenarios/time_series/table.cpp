// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/table.h"

#include "core/data/number_text.h"
#include "core/io/csv.h"
#include "core/io/input_file.h"
#include "core/scenarios/time_series/columns.h"
#include "core/scenarios/time_series/table_lines.h"

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

/// A number as it would be typed: "-999".
std::string typed(double value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// "a", "a and b", "a, b and c"; at most eight, then "… (12 in all)".
std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most; ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return names.size() > most ? text + " … (" + std::to_string(names.size()) + " in all)" : text;
}

class TableReader {
public:
    TableReader(std::string_view text, const SeriesRules& rules)
        : m_csv(parseCsv(text))
        , m_rules(rules)
    {
    }

    SeriesTable read()
    {
        dropOtherLines(m_csv, m_notes);
        if (m_csv.records.empty())
            return {};
        m_cells = usualCells(m_csv);
        checkShape();
        readCells();
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            readColumn(column);
        if (m_table.columns.size() > largestSeriesColumns)
            throw std::invalid_argument(
                "it has " + std::to_string(m_table.columns.size()) + " columns of numbers, at most "
                + std::to_string(largestSeriesColumns) + " are read: leave some out");
        fillRows();
        tellColumns();
        return std::move(m_table);
    }

private:
    bool decimalComma() const { return hasDecimalComma(m_csv); }

    void checkShape() const
    {
        for (const CsvRecord& record : m_csv.records)
            if (record.cells.size() != m_cells)
                throw std::invalid_argument(
                    place(record) + countOf(record.cells.size(), "cell") + " where most lines have "
                    + std::to_string(m_cells)
                    + ": give every line the same number of cells, and leave a cell empty where "
                      "a value is missing");
    }

    /// Takes the cells column by column, and the names from the header if there is one.
    void readCells()
    {
        m_columns.resize(m_cells);
        for (std::size_t row = 1; row < m_csv.records.size(); ++row)
            takeRow(m_csv.records[row]);
        m_table.header = isHeader(m_csv.records.front());
        m_first = m_table.header ? 1 : 0;
        if (!m_table.header) {
            m_columns.assign(m_cells, {});
            for (const CsvRecord& record : m_csv.records)
                takeRow(record);
        }
        nameColumns();
    }

    void takeRow(const CsvRecord& record)
    {
        for (std::size_t column = 0; column < m_cells; ++column) {
            std::string text = record.cells[column].text();
            m_columns[column].numbers.push_back(cellNumber(text, decimalComma()).value_or(gap));
            m_columns[column].texts.push_back(std::move(text));
        }
    }

    bool isHeader(const CsvRecord& record) const
    {
        bool words = false;
        bool numbers = false;
        bool full = true;
        std::vector<std::optional<double>> first;
        for (const CsvCell& cell : record.cells) {
            const std::string content = cell.text();
            first.push_back(cellNumber(content, decimalComma()));
            numbers = numbers || first.back();
            full = full && !isGap(content);
            words = words || (!first.back() && !isGap(content) && !isTimeText(content));
        }
        if (!numbers)
            return words || (full && m_cells > 1 && m_csv.records.size() > 1);
        return isNumberHeader(first, m_columns);
    }

    void nameColumns()
    {
        for (std::size_t column = 0; column < m_cells; ++column) {
            std::string name =
                m_table.header ? m_csv.records.front().cells[column].text() : std::string();
            if (name.empty())
                name = "column " + std::to_string(column + 1);
            const auto taken = [&](const std::string& text) {
                return std::any_of(m_columns.begin(), m_columns.begin() + static_cast<long>(column),
                                   [&](const ColumnCells& other) { return other.name == text; });
            };
            const std::string plain = name;
            for (int copy = 2; taken(name); ++copy)
                name = plain + " (" + std::to_string(copy) + ")";
            m_columns[column].name = std::move(name);
        }
    }

    bool isChannel(const std::string& name) const
    {
        return m_table.header
            && std::find(m_rules.channels.begin(), m_rules.channels.end(), name)
            != m_rules.channels.end();
    }

    /// Sorts a column out, or takes it as a channel.
    void readColumn(std::size_t place)
    {
        ColumnCells& column = m_columns[place];
        const bool recognise = m_rules.recognise && !isChannel(column.name);
        if ((recognise || !hasNumbers(column)) && isTimeColumn(column)) {
            m_times.push_back(inQuotes(column.name));
            m_table.timeName += (m_table.timeName.empty() ? "" : " ") + column.name;
            m_timeColumns.push_back(place);
            return;
        }
        if (recognise && isCounterColumn(column)) {
            m_counters.push_back(inQuotes(column.name));
            return;
        }
        if (m_rules.recognise)
            takeSentinels(column);
        takeChannel(column);
    }

    static bool hasNumbers(const ColumnCells& column)
    {
        return std::any_of(column.numbers.begin(), column.numbers.end(),
                           [](double value) { return !std::isnan(value); });
    }

    /// Makes gaps of the values that stand for "missing".
    void takeSentinels(ColumnCells& column)
    {
        constexpr int most = 3; // "-9999" for this and "-999" for that
        for (int i = 0; i < most; ++i) {
            const std::optional<double> sentinel = sentinelOf(column.numbers);
            if (!sentinel)
                return;
            std::size_t count = 0;
            for (std::size_t row = 0; row < column.numbers.size(); ++row)
                if (column.numbers[row] == *sentinel) {
                    column.numbers[row] = gap;
                    column.texts[row].clear();
                    ++count;
                }
            m_notes.push_back("In the column " + inQuotes(column.name) + " " + typed(*sentinel)
                              + " stands " + countOf(count, "time")
                              + " far outside the other values and is taken as missing; "
                                "\u201creading=plain\u201d keeps it.");
        }
    }

    void takeChannel(const ColumnCells& column)
    {
        std::vector<double> values = column.numbers;
        std::size_t gaps = 0;
        std::size_t texts = 0;
        std::size_t otherNumbers = 0;
        std::optional<std::size_t> firstText;
        for (std::size_t row = 0; row < values.size(); ++row) {
            if (std::abs(values[row]) <= largestValue)
                continue;
            if (isGap(column.texts[row])) {
                ++gaps;
                continue;
            }
            ++texts;
            otherNumbers += isOtherNumber(column.texts[row]);
            if (!firstText)
                firstText = row;
        }
        const std::size_t numbers = values.size() - gaps - texts;
        if ((numbers == 0 || texts > numbers) && 2 * otherNumbers <= texts) {
            (texts > 0 ? m_words : m_empty).push_back(inQuotes(column.name));
            return;
        }
        if (firstText)
            refuse(m_csv.records[m_first + *firstText], column.name, column.texts[*firstText]);
        if (gaps > 0)
            m_gaps.push_back(inQuotes(column.name) + " " + std::to_string(gaps));
        std::vector<std::uint8_t> measured(values.size());
        std::transform(values.begin(), values.end(), measured.begin(),
                       [](double value) { return static_cast<std::uint8_t>(!std::isnan(value)); });
        fillGaps(values);
        if (values.size() > 1 && std::all_of(values.begin(), values.end(), [&](double value) {
                return value == values.front();
            }))
            m_constant.push_back(inQuotes(column.name));
        m_table.columns.push_back(column.name);
        m_values.push_back(std::move(values));
        m_measured.push_back(std::move(measured));
        m_gapCount += gaps;
    }

    [[noreturn]] void refuse(const CsvRecord& record, const std::string& name,
                             const std::string& content) const
    {
        throw std::invalid_argument(place(record) + inQuotes(content) + " in the column "
                                    + inQuotes(name) + " is not a number up to 1e12: write it as "
                                    + (decimalComma() ? "1234.5 or 1234,5" : "1234.5")
                                    + ", or leave the cell empty where a value is missing");
    }

    /// A gap gets the value before it, at the start the first one behind.
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
        if (m_values.empty())
            return;
        for (std::size_t row = m_first; row < m_csv.records.size(); ++row) {
            m_table.rows.push_back({m_csv.records[row].begin, m_csv.records[row].end});
            if (!m_timeColumns.empty())
                m_table.times.push_back(timeOf(row - m_first));
            for (std::size_t column = 0; column < m_values.size(); ++column) {
                m_table.values.push_back(m_values[column][row - m_first]);
                if (m_gapCount > 0)
                    m_table.measured.push_back(m_measured[column][row - m_first]);
            }
        }
    }

    std::string timeOf(std::size_t row) const
    {
        std::string text;
        for (const std::size_t column : m_timeColumns)
            text += (text.empty() ? "" : " ") + m_columns[column].texts[row];
        return text;
    }

    /// Says what was read as what, in one sentence, and then the rest.
    void tellColumns()
    {
        const auto isTaken = [&](const std::string& name) {
            return std::find(m_table.columns.begin(), m_table.columns.end(), name)
                != m_table.columns.end();
        };
        const bool chosen = m_table.header && !m_rules.channels.empty()
            && std::all_of(m_rules.channels.begin(), m_rules.channels.end(), isTaken);
        std::vector<std::string> names;
        std::vector<std::string> others;
        for (const std::string& name : m_table.columns)
            if (chosen && !isChannel(name))
                others.push_back(inQuotes(name));
            else
                names.push_back(m_table.header ? name : inQuotes(name));
        std::string text = countOf(names.size(), "column") + " forecast: " + listed(names);
        const auto add = [&](const std::vector<std::string>& list, const char* one,
                             const char* more) {
            if (!list.empty())
                text += "; " + listed(list) + (list.size() == 1 ? one : more);
        };
        add(m_times, " is the time", " are the time");
        add(m_counters, " counts the rows", " count the rows");
        add(m_words, " has no numbers and is left out", " have no numbers and are left out");
        add(m_empty, " is empty and is left out", " are empty and are left out");
        add(others, " is a column that the model was not trained on",
            " are columns that the model was not trained on");
        add(m_constant, " never changes", " never change");
        if (!names.empty())
            m_table.notes.push_back(text + ".");
        m_table.notes.insert(m_table.notes.end(), m_notes.begin(), m_notes.end());
        if (!m_gaps.empty())
            m_table.notes.push_back(
                "Missing values (" + listed(m_gaps)
                + ") are filled with the value before, at the start with the first one: the model "
                  "is given them, but no loss and no figure counts them.");
    }

    static std::string place(const CsvRecord& record)
    {
        return "line " + std::to_string(record.line) + ": ";
    }

    Csv m_csv;
    const SeriesRules& m_rules;
    std::size_t m_cells = 0; ///< of a line
    std::size_t m_first = 0; ///< record of the first row
    std::vector<ColumnCells> m_columns; ///< all of them
    std::vector<std::vector<double>> m_values; ///< of those that are channels
    std::vector<std::vector<std::uint8_t>> m_measured; ///< like m_values
    std::vector<std::size_t> m_timeColumns;
    std::size_t m_gapCount = 0;
    std::vector<std::string> m_times, m_counters, m_words, m_empty, m_constant, m_gaps; ///< quoted
    std::vector<std::string> m_notes;
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

std::size_t SeriesTable::filled() const
{
    return static_cast<std::size_t>(std::count(measured.begin(), measured.end(), 0));
}

SeriesTable parseSeries(std::string_view text, const SeriesRules& rules)
{
    return text.find_first_of("\r\n") == std::string_view::npos ? typedRows(text)
                                                                : TableReader(text, rules).read();
}

SeriesTable readSeries(const std::filesystem::path& file, const SeriesRules& rules,
                       const std::stop_token& stop)
{
    const std::string text = readTextFile(file, largestSeriesFile, stop);
    SeriesTable table;
    try {
        table = TableReader(text, rules).read();
    } catch (const std::invalid_argument& error) {
        throw FileError(file, error.what());
    }
    if (table.rows.empty())
        throw FileError(file, "no numbers in it: give a table with a line for each step");
    return table;
}

} // namespace regard
