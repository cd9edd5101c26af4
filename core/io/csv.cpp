// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace regard {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

/// Blanks that do not break a line: no-break, figure and narrow no-break space.
constexpr std::array<std::string_view, 3> wideBlanks{"\u00A0", "\u2007", "\u202F"};

std::string_view trimmed(std::string_view text)
{
    for (bool again = true; again;) {
        again = false;
        while (!text.empty() && isBlank(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && isBlank(text.back()))
            text.remove_suffix(1);
        for (const std::string_view blank : wideBlanks) {
            if (text.starts_with(blank))
                text.remove_prefix(blank.size());
            else if (text.ends_with(blank))
                text.remove_suffix(blank.size());
            else
                continue;
            again = true;
        }
    }
    return text;
}

/// The line that begins at a place, and the place of the next.
std::string_view lineAt(std::string_view text, std::size_t& at)
{
    const std::size_t begin = at;
    while (at < text.size() && !endsLine(text[at]))
        ++at;
    const std::string_view line = text.substr(begin, at - begin);
    if (at < text.size())
        at += text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
    return line;
}

bool isComment(std::string_view line)
{
    return trimmed(line).starts_with('#');
}

/// What Excel's first line says: "sep=;". Nothing for another line.
std::optional<char> separatorOf(std::string_view line)
{
    if (line.size() != 5 || (line.substr(0, 4) != "sep=" && line.substr(0, 4) != "SEP="))
        return std::nullopt;
    return line[4];
}

/// The first of tab, ";" and "," that a line has outside of quotation marks; else a blank.
char delimiterIn(std::string_view line)
{
    bool comma = false;
    bool semicolon = false;
    bool quoted = false;
    bool any = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == '\t' && any)
            return '\t';
        comma = comma || c == ',';
        semicolon = semicolon || c == ';';
        any = any || !isBlank(c);
    }
    return semicolon ? ';' : comma ? ',' : ' ';
}

bool hasLetters(std::string_view line)
{
    return std::any_of(line.begin(), line.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (static_cast<unsigned char>(c) & 0x80) != 0;
    });
}

/// The delimiter that the first lines show.
char delimiterOf(std::string_view text)
{
    constexpr int most = 20; // lines that are looked at
    bool first = true;
    std::size_t at = 0;
    for (int lines = 0; at < text.size() && lines < most;) {
        const std::string_view line = lineAt(text, at);
        if (trimmed(line).empty() || isComment(line))
            continue;
        ++lines;
        const char delimiter = delimiterIn(line);
        if (delimiter != ' ' && (first || hasLetters(line)))
            return delimiter;
        first = false;
    }
    return ' ';
}

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text)
    {
        std::size_t next = 0; // the place behind a line
        if (const std::optional<char> separator = separatorOf(lineAt(text, next))) {
            m_csv.delimiter = *separator;
            m_at = next;
            ++m_line;
        } else {
            m_csv.delimiter = delimiterOf(text);
        }
    }

    Csv read()
    {
        while (m_at < m_text.size()) {
            std::size_t next = m_at;
            if (isComment(lineAt(m_text, next))) {
                m_at = next;
                ++m_line;
            } else {
                readRecord();
            }
        }
        return std::move(m_csv);
    }

private:
    void readRecord()
    {
        CsvRecord record;
        record.line = m_line;
        record.begin = m_at;
        bool more = true;
        while (more) {
            if (record.cells.size() == largestCsvRecord)
                fail("more than " + std::to_string(largestCsvRecord)
                     + " cells in one line: give a table with fewer columns");
            skipBlanks();
            record.cells.push_back(m_at < m_text.size() && m_text[m_at] == '"' ? quotedCell()
                                                                               : plainCell());
            more = m_at < m_text.size() && !endsLine(m_text[m_at]);
            if (more && m_csv.delimiter != ' ')
                ++m_at;
        }
        record.end = m_at;
        skipLineEnd();
        const bool blank = record.cells.size() == 1 && !record.cells[0].quoted
            && trimmed(record.cells[0].raw).empty();
        if (!blank)
            m_csv.records.push_back(std::move(record));
    }

    /// White space before a cell; a tab that delimits stays.
    void skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]) && m_text[m_at] != m_csv.delimiter)
            ++m_at;
        if (m_csv.delimiter == ' ')
            while (m_at < m_text.size() && isBlank(m_text[m_at]))
                ++m_at;
    }

    bool endsCell(char c) const
    {
        return endsLine(c) || c == m_csv.delimiter || (m_csv.delimiter == ' ' && isBlank(c));
    }

    CsvCell plainCell()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && !endsCell(m_text[m_at]))
            ++m_at;
        const CsvCell cell{m_text.substr(begin, m_at - begin), false};
        if (m_csv.delimiter == ' ')
            skipBlanks(); // so that white space at the end of a line makes no cell
        return cell;
    }

    CsvCell quotedCell()
    {
        const std::size_t opened = m_line;
        const std::size_t begin = ++m_at;
        while (true) {
            if (m_at >= m_text.size())
                throw std::invalid_argument("line " + std::to_string(opened)
                                            + ": a quotation mark is never closed: close it, or "
                                              "leave it out");
            const char c = m_text[m_at];
            const bool next = m_at + 1 < m_text.size();
            if (c == '"' && next && m_text[m_at + 1] == '"')
                ++m_at;
            else if (c == '"')
                break;
            else if (c == '\n' || (c == '\r' && !(next && m_text[m_at + 1] == '\n')))
                ++m_line;
            ++m_at;
        }
        const CsvCell cell{m_text.substr(begin, m_at - begin), true};
        ++m_at;
        skipBlanks();
        const bool closed = m_at >= m_text.size() || endsCell(m_text[m_at])
            || (m_csv.delimiter == ' ' && isBlank(m_text[m_at - 1]));
        if (!closed)
            fail("text behind a closing quotation mark: write \"\" for a quotation mark in a cell");
        return cell;
    }

    void skipLineEnd()
    {
        if (m_at >= m_text.size())
            return;
        const bool both =
            m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n';
        m_at += both ? 2 : 1;
        ++m_line;
    }

    [[noreturn]] void fail(const std::string& problem) const
    {
        throw std::invalid_argument("line " + std::to_string(m_line) + ": " + problem);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    Csv m_csv;
};

} // namespace

std::string CsvCell::text() const
{
    if (!quoted)
        return std::string(trimmed(raw));
    std::string result;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        result += raw[i];
        if (raw[i] == '"')
            ++i; // the second of two
    }
    return std::string(trimmed(result));
}

Csv parseCsv(std::string_view text)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")
        || text.find('\0') != std::string_view::npos)
        throw std::invalid_argument(
            "it is not UTF-8 text: save the table as CSV with the encoding UTF-8");
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (!text.starts_with(mark))
        return Reader(text).read();
    Csv csv = Reader(text.substr(mark.size())).read();
    for (CsvRecord& record : csv.records) {
        record.begin += mark.size();
        record.end += mark.size();
    }
    return csv;
}

} // namespace regard
