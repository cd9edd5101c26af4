// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

namespace regard {

namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isWhole(double value)
{
    return std::nearbyint(value) == value;
}

/// The numbers that are there; nothing if a text is among the cells.
std::optional<std::vector<double>> onlyNumbers(const ColumnCells& column)
{
    std::vector<double> numbers;
    for (std::size_t row = 0; row < column.numbers.size(); ++row) {
        if (!std::isnan(column.numbers[row]))
            numbers.push_back(column.numbers[row]);
        else if (!isGap(column.texts[row]))
            return std::nullopt;
    }
    return numbers;
}

bool rises(std::span<const double> numbers)
{
    return std::is_sorted(numbers.begin(), numbers.end())
        || std::is_sorted(numbers.rbegin(), numbers.rend());
}

/// Whether most steps from one number to the next are the same, and none is backwards.
bool stepsAlike(std::span<const double> numbers)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < numbers.size(); ++i)
        steps.push_back(numbers[i] - numbers[i - 1]);
    std::vector<double> sorted = steps;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2),
                     sorted.end());
    const double usual = sorted[sorted.size() / 2];
    const auto same = std::count(steps.begin(), steps.end(), usual);
    return usual != 0 && 10 * same >= 9 * static_cast<long>(steps.size())
        && std::all_of(steps.begin(), steps.end(), [&](double step) { return step * usual > 0; });
}

/// Whether a whole number is YYYYMMDD, with HH, HHMM or HHMMSS behind it if it is longer.
bool isDateNumber(double value)
{
    if (!isWhole(value) || value < 0 || value > 1e15)
        return false;
    const std::string digits = std::to_string(static_cast<std::uint64_t>(value));
    const auto part = [&](std::size_t at, std::size_t length) {
        return std::stoi(digits.substr(at, length));
    };
    constexpr std::array<int, 3> below{24, 60, 60};
    if (digits.size() < 8 || digits.size() > 14 || digits.size() % 2 != 0)
        return false;
    const int year = part(0, 4);
    const int month = part(4, 2);
    const int day = part(6, 2);
    if (year < 1600 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    for (std::size_t at = 8; at < digits.size(); at += 2)
        if (part(at, 2) >= below[at / 2 - 4])
            return false;
    return true;
}

/// Whether a column's name says that it is a time.
bool isTimeName(std::string_view name)
{
    constexpr std::array<std::string_view, 14> words{"time", "date",  "stamp", "epoch", "unix",
                                                     "zeit", "datum", "temps", "fecha", "heure",
                                                     "hora", "data",  "jour",  "tijd"};
    const std::string small = lowered(name);
    return small == "t" || small == "ts" || small == "year" || small == "jahr"
        || std::any_of(words.begin(), words.end(), [&](std::string_view word) {
               return small == word || small.ends_with(word) || small.starts_with(word);
           });
}

/// Seconds since 1970 from 1979 to 2100, or thousandths, millionths, billionths of them. The
/// numbers rise or fall.
bool isEpoch(std::span<const double> numbers, bool named)
{
    constexpr double first = 3e8;
    constexpr double last = 4.1e9;
    for (const double unit : {1.0, 1e3, 1e6, 1e9})
        if (std::all_of(numbers.begin(), numbers.end(), [&](double value) {
                return value >= first * unit && value <= last * unit;
            }))
            return named || stepsAlike(numbers);
    return false;
}

/// "month" with numbers from 1 to 12, and so on.
bool isDatePart(std::string_view name, std::span<const double> numbers)
{
    struct Part {
        std::string_view name;
        double least, most;
    };
    constexpr std::array<Part, 14> parts{{{"year", 1600, 2200},
                                          {"yyyy", 1600, 2200},
                                          {"yr", 1600, 2200},
                                          {"month", 1, 12},
                                          {"mon", 1, 12},
                                          {"day", 1, 366},
                                          {"dayofyear", 1, 366},
                                          {"weekday", 0, 7},
                                          {"week", 0, 53},
                                          {"hour", 0, 24},
                                          {"hr", 0, 24},
                                          {"minute", 0, 60},
                                          {"min", 0, 60},
                                          {"second", 0, 60}}};
    const std::string small = lowered(name);
    const auto* part =
        std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.name == small; });
    return part != parts.end() && std::all_of(numbers.begin(), numbers.end(), [&](double value) {
               return isWhole(value) && value >= part->least && value <= part->most;
           });
}

/// −200, or nothing but nines or eights: -9999, 99.9, -888.
bool looksMissing(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::abs(value)).ptr;
    std::string digits(text, end);
    std::erase(digits, '.');
    const bool repeated = digits.size() >= 2
        && (digits.find_first_not_of('9') == std::string::npos
            || digits.find_first_not_of('8') == std::string::npos);
    return repeated || value == -200;
}

} // namespace

bool isGap(std::string_view text)
{
    const std::string small = lowered(text);
    return small.empty() || small == "nan" || small == "na" || small == "n/a" || small == "null"
        || small == "none" || small == "-" || small == "–" || small == "?";
}

std::optional<double> cellNumber(std::string text, bool decimalComma)
{
    if (decimalComma && std::count(text.begin(), text.end(), ',') == 1
        && text.find('.') == std::string::npos)
        text[text.find(',')] = '.';
    if (text.starts_with("−"))
        text.replace(0, std::string_view("−").size(), "-");
    if (text.starts_with("+-"))
        return std::nullopt;
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    double value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

bool isTimeText(std::string_view text)
{
    if (cellNumber(std::string(text), false))
        return false;
    constexpr std::string_view names =
        " jan january feb february mar march apr april may jun june jul july aug august sep sept "
        "september oct october nov november dec december mon monday tue tuesday wed wednesday thu "
        "thursday fri friday sat saturday sun sunday t z q w m am pm utc gmt ";
    std::size_t groups = 0; // of digits
    std::size_t word = 0; // letters of the word that is being read
    bool year = false; // a group of four digits
    bool small = true; // all groups have one or two digits
    bool named = false;
    bool colon = false;
    std::size_t digits = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ' ';
        if (!isDigit(c) && digits > 0) {
            ++groups;
            year = year || digits == 4;
            small = small && digits <= 2;
            digits = 0;
        }
        if (!isLetter(c) && word > 0) {
            const std::string name = ' ' + lowered(text.substr(i - word, word)) + ' ';
            if (names.find(name) == std::string_view::npos)
                return false;
            named = true;
            word = 0;
        }
        if (isDigit(c))
            ++digits;
        else if (isLetter(c))
            ++word;
        else if (std::string_view("-/.: +,").find(c) == std::string_view::npos)
            return false;
        colon = colon || c == ':';
    }
    const bool comma = text.find(',') != std::string_view::npos;
    if (comma && !named && !colon)
        return false; // 1.000,5
    return (groups >= 2 && (year || small || colon)) || (groups >= 1 && named);
}

bool isTimeColumn(const ColumnCells& column)
{
    std::size_t times = 0;
    std::size_t cells = 0;
    for (std::size_t row = 0; row < column.texts.size(); ++row) {
        if (isGap(column.texts[row]))
            continue;
        ++cells;
        times += std::isnan(column.numbers[row]) && isTimeText(column.texts[row]);
    }
    if (cells > 0 && 5 * times >= 4 * cells)
        return true;
    const std::optional<std::vector<double>> numbers = onlyNumbers(column);
    if (!numbers || numbers->size() < 3)
        return false;
    if (isDatePart(column.name, *numbers))
        return true;
    if (numbers->front() == numbers->back() && numbers->front() == (*numbers)[1])
        return false;
    if (std::all_of(numbers->begin(), numbers->end(), isDateNumber))
        return true;
    if (!rises(*numbers))
        return false;
    const bool named = isTimeName(column.name);
    const bool years = std::all_of(numbers->begin(), numbers->end(), [](double value) {
        return isWhole(value) && value >= 1600 && value <= 2200;
    });
    return (years && (named || stepsAlike(*numbers))) || isEpoch(*numbers, named);
}

bool isCounterColumn(const ColumnCells& column)
{
    constexpr std::size_t fewest = 8; // fewer may be chance
    if (column.numbers.size() < fewest || !isWhole(column.numbers.front()))
        return false;
    for (std::size_t row = 1; row < column.numbers.size(); ++row)
        if (column.numbers[row] != column.numbers[row - 1] + 1)
            return false;
    return true;
}

std::optional<double> sentinelOf(std::span<const double> numbers)
{
    std::vector<double> sorted;
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(sorted),
                 [](double value) { return !std::isnan(value); });
    if (sorted.size() < 3)
        return std::nullopt;
    std::sort(sorted.begin(), sorted.end());
    const auto judged = [](double value, std::span<const double> others,
                           std::size_t times) -> std::optional<double> {
        if (others.empty())
            return value < 0 && looksMissing(value) ? std::optional(value) : std::nullopt;
        const double range = others.back() - others.front();
        const double off =
            std::min(std::abs(value - others.front()), std::abs(value - others.back()));
        const bool known = looksMissing(value);
        const double size = std::max(std::abs(others.front()), std::abs(others.back()));
        const bool alone = value < 0 && others.front() >= 0; // of a sign of its own
        const bool far =
            known ? off > range / 4 && (alone || off > size / 2) : range > 0 && off > 3 * range;
        return times >= 2 && far && (known || others.size() >= 8) ? std::optional(value)
                                                                  : std::nullopt;
    };
    const auto low = static_cast<std::size_t>(
        std::upper_bound(sorted.begin(), sorted.end(), sorted.front()) - sorted.begin());
    const auto high = static_cast<std::size_t>(
        sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), sorted.back()));
    if (const auto found = judged(sorted.front(), std::span(sorted).subspan(low), low))
        return found;
    return judged(sorted.back(), std::span(sorted).first(sorted.size() - high), high);
}

bool isNumberHeader(std::span<const std::optional<double>> first,
                    std::span<const ColumnCells> columns)
{
    std::vector<double> names;
    std::size_t misfits = 0;
    std::vector<double> next; // the numbers below the names
    for (std::size_t c = 0; c < first.size(); ++c) {
        if (!first[c])
            continue;
        std::vector<double> below;
        for (const double value : columns[c].numbers)
            if (!std::isnan(value))
                below.push_back(value);
        if (!isWhole(*first[c]) || below.size() < 3)
            return false;
        names.push_back(*first[c]);
        next.push_back(below.front());
        const auto [least, most] = std::minmax_element(below.begin(), below.end());
        const double range = std::max(*most - *least, 1e-9);
        misfits += *first[c] < *least - 3 * range || *first[c] > *most + 3 * range;
    }
    if (names.empty())
        return false;
    if (misfits == names.size())
        return true;
    const bool years = std::all_of(names.begin(), names.end(),
                                   [](double name) { return name >= 1600 && name <= 2200; });
    const bool places = names.size() >= 3 && names[0] <= 1 && names[1] == names[0] + 1;
    return names.size() >= 2 && (years || places) && stepsAlike(names) && !stepsAlike(next);
}

} // namespace regard
