// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns_file.h"

#include "core/io/input_file.h"
#include "core/tensor/stopped.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <charconv>

namespace regard {

namespace {

constexpr std::size_t largestFile = std::size_t{256} << 20;
constexpr std::size_t longestLine = std::size_t{1} << 20;

bool isBlank(std::string_view text)
{
    return tokenize(text, Tokenization::Words, 1).empty();
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t tab = text.find('\t'); tab != text.npos; tab = text.find('\t', begin)) {
        parts.emplace_back(text.substr(begin, tab - begin));
        begin = tab + 1;
    }
    parts.emplace_back(text.substr(begin));
    while (parts.size() > 1 && isBlank(parts.back()))
        parts.pop_back();
    return parts;
}

/// "2", "2 to 4", "3 or more".
std::string countText(const ColumnCount& count)
{
    return std::to_string(count.minimum)
        + (count.minimum == count.maximum ? "" : " to " + std::to_string(count.maximum));
}

/// `tabs`: in the line, also those that nothing stands behind.
void checkColumns(const std::filesystem::path& file, const Columns& line, std::size_t tabs,
                  const ColumnCount& count)
{
    const auto refuseEmpty = [&](std::size_t column) {
        refuseLine(file, line.line,
                   "column " + std::to_string(column)
                       + " is empty: fill it in or leave out the line");
    };
    if (line.size() < count.minimum && line.size() <= tabs)
        refuseEmpty(line.size() + 1);
    if (line.size() < count.minimum || line.size() > count.maximum)
        refuseLine(file, line.line,
                   counted(line.size(), "column", "columns") + ", expected " + countText(count)
                       + " (" + std::string(count.expected) + "): "
                       + (line.size() < count.minimum ? "put one tab between two columns"
                                                      : "take out the tabs within a column"));
    for (std::size_t i = 0; i < line.size(); ++i)
        if (isBlank(line[i]))
            refuseEmpty(i + 1);
}

} // namespace

void refuseLine(const std::filesystem::path& file, std::size_t line, const std::string& problem)
{
    throw FileError(file, "line " + std::to_string(line) + ": " + problem);
}

LinesRead readColumns(const std::filesystem::path& file, const ColumnCount& count,
                      const std::function<void(const Columns&)>& take, const std::stop_token& stop)
{
    const std::string content = readTextFile(file, largestFile, stop);
    LinesRead read;
    std::string_view rest = content;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        throwIfStopped(stop);
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view text = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (text.ends_with('\r'))
            text.remove_suffix(1);
        if (text.starts_with('#')) {
            ++read.comments;
            continue;
        }
        if (text.size() > longestLine)
            refuseLine(file, number,
                       "it has " + std::to_string(text.size()) + " bytes, at most "
                           + std::to_string(longestLine) + " are read: part it into several lines");
        if (isBlank(text) || (number == 1 && text.starts_with("sep=") && text.size() <= 5))
            continue;
        const Columns line{number, split(text)};
        checkColumns(file, line,
                     static_cast<std::size_t>(std::count(text.begin(), text.end(), '\t')), count);
        take(line);
        ++read.examples;
    }
    if (read.examples == 0)
        throw FileError(file, "no examples in it: give one a line, " + std::string(count.expected));
    return read;
}

std::int64_t wholeNumber(const std::filesystem::path& file, const Columns& line, std::size_t index,
                         std::int64_t low, std::int64_t high)
{
    const std::string& text = line[index];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
        refuseLine(file, line.line,
                   inQuotes(text) + " in column " + std::to_string(index + 1)
                       + " is not a whole number from " + std::to_string(low) + " to "
                       + std::to_string(high));
    return value;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    return tokenTexts(text, Tokenization::Words);
}

std::string commentsText(const LinesRead& read)
{
    if (read.comments == 0)
        return {};
    return "; " + counted(read.comments, "line that begins", "lines that begin")
        + " with # left out";
}

std::string heldOutText(std::size_t train, std::size_t heldOut, bool onlyEvaluate,
                        std::string_view what)
{
    if (onlyEvaluate)
        return "all are measured, also those that the weights may have learnt from";
    const std::size_t all = train + heldOut;
    if (heldOut > 0)
        return std::to_string(heldOut) + " of " + std::to_string(all)
            + (heldOut == 1 ? " is held out" : " are held out");
    return "none is held out, so nothing tells how well new ones do: one " + std::string(what)
        + " in ten is, give more different ones";
}

std::string counted(std::size_t count, std::string_view one, std::string_view more)
{
    return std::to_string(count) + " " + std::string(count == 1 ? one : more);
}

} // namespace regard
