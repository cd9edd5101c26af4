// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dates/answer_check.h"

#include "core/io/input_file.h"
#include "core/text/word_pieces.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace regard {

bool isDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const char* begin = text.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + length, value);
        return error == std::errc() && end == begin + length ? value : -1;
    };
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    using namespace std::chrono;
    return year >= 0 && month >= 0 && day >= 0
        && year_month_day(std::chrono::year(year), std::chrono::month(unsigned(month)),
                          std::chrono::day(unsigned(day)))
               .ok();
}

void checkDate(std::vector<TraceToken>& output, std::vector<std::string>& notes)
{
    std::vector<std::string> written;
    for (const TraceToken& token : output)
        written.push_back(token.text);
    const auto count = static_cast<std::size_t>(std::find(written.begin(), written.end(), "<eos>")
                                                - written.begin());
    const std::string text = textOfPieces(std::span(written).first(count));
    if (count == 0 || isDate(text))
        return;
    for (std::size_t i = 0; i < count; ++i)
        output[i].wrong = true;
    notes.push_back("The answer is wrong: " + inQuotes(text) + " is no date of the calendar.");
}

} // namespace regard
