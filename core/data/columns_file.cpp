// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns_file.h"

#include "core/io/input_file.h"
#include "core/text/tokenizer.h"

#include <charconv>
#include <sstream>

namespace regard {

namespace {

constexpr std::size_t largestFile = std::size_t{256} << 20;

std::string place(std::size_t line)
{
    return "line " + std::to_string(line) + ": ";
}

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t tab = text.find('\t'); tab != std::string::npos;
         tab = text.find('\t', begin)) {
        parts.push_back(text.substr(begin, tab - begin));
        begin = tab + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

} // namespace

std::vector<Columns> readColumns(const std::filesystem::path& file, std::size_t minimum,
                                 std::size_t maximum)
{
    std::istringstream input(readText(file, largestFile));
    std::vector<Columns> lines;
    std::string text;
    for (std::size_t number = 1; std::getline(input, text); ++number) {
        if (!text.empty() && text.back() == '\r')
            text.pop_back();
        if (text.empty() || text.front() == '#')
            continue;
        Columns line{number, split(text)};
        if (line.size() < minimum || line.size() > maximum)
            throw FileError(file,
                            place(number) + std::to_string(line.size())
                                + (line.size() == 1 ? " column" : " columns") + ", expected "
                                + std::to_string(minimum)
                                + (minimum == maximum ? "" : " to " + std::to_string(maximum))
                                + ": separate the columns with one tab");
        for (const std::string& column : line.texts)
            if (column.find_first_not_of(' ') == std::string::npos)
                throw FileError(
                    file, place(number) + "an empty column: fill it in or leave out the line");
        lines.push_back(std::move(line));
    }
    if (lines.empty())
        throw FileError(file, "no examples in it: give one a line");
    return lines;
}

std::int64_t wholeNumber(const std::filesystem::path& file, const Columns& line, std::size_t index,
                         std::int64_t low, std::int64_t high)
{
    const std::string& text = line[index];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
        throw FileError(file,
                        place(line.line) + inQuotes(text) + " in column "
                            + std::to_string(index + 1) + " is not a whole number from "
                            + std::to_string(low) + " to " + std::to_string(high));
    return value;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (Token& token : tokenize(text, Tokenization::Words, 4096))
        words.push_back(std::move(token.text));
    return words;
}

} // namespace regard
