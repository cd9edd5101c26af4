// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dates/corpus.h"

#include "core/data/sentences.h"
#include "core/tensor/random.h"

#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace regard {

namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 31> ordinals{
    "first",        "second",         "third",         "fourth",        "fifth",
    "sixth",        "seventh",        "eighth",        "ninth",         "tenth",
    "eleventh",     "twelfth",        "thirteenth",    "fourteenth",    "fifteenth",
    "sixteenth",    "seventeenth",    "eighteenth",    "nineteenth",    "twentieth",
    "twenty-first", "twenty-second",  "twenty-third",  "twenty-fourth", "twenty-fifth",
    "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",  "thirtieth",
    "thirty-first"};

constexpr std::array formats{
    DateFormat{"iso", "as 2026-11-21"},
    DateFormat{"year_first", "year first, as 2026/11/21"},
    DateFormat{"day_month", "day before month, as 21 November 2026"},
    DateFormat{"month_day", "month before day, as nov 21 26"},
    DateFormat{"ordinal", "ordinal numbers, as the 21st of November 2026"},
    DateFormat{"ordinal_words", "ordinal words, as the twenty-first of November 2026"},
    DateFormat{"weekday", "with the weekday, as Saturday the 21st of November, 2026"},
    DateFormat{"dots", "with dots, as 21.11.2026"},
    DateFormat{"spaces", "with spaces, as 21 11 2026"},
    DateFormat{"slashes", "with slashes, as 11/21/2026"}};

/// In braces: d, D day plain and with two digits, o its ordinal, w its ordinal in words; m, M month
/// plain and with two digits, n, N its name short and long; y, Y year of two and four digits;
/// a, A weekday short and long.
struct Pattern {
    std::string_view format;
    std::string_view text;
};

constexpr Pattern patterns[]{{"iso", "{Y}-{M}-{D}"},
                             {"year_first", "{Y}/{M}/{D}"},
                             {"year_first", "{Y}/{m}/{d}"},
                             {"year_first", "{Y}{M}{D}"},
                             {"year_first", "{Y} {N} {d}"},
                             {"day_month", "{d} {N} {Y}"},
                             {"day_month", "{d} {n} {Y}"},
                             {"day_month", "{d} {n} {y}"},
                             {"day_month", "{d}-{n}-{Y}"},
                             {"day_month", "{D} {N}, {Y}"},
                             {"month_day", "{N} {d}, {Y}"},
                             {"month_day", "{n} {d} {y}"},
                             {"month_day", "{n} {d}, {Y}"},
                             {"month_day", "{N} {d} {Y}"},
                             {"month_day", "{N} {D}, {y}"},
                             {"ordinal", "{o} {N} {Y}"},
                             {"ordinal", "{N} {o}, {Y}"},
                             {"ordinal", "the {o} of {N} {Y}"},
                             {"ordinal", "the {o} of {N}, {Y}"},
                             {"ordinal", "{n} {o} {y}"},
                             {"ordinal_words", "the {w} of {N} {Y}"},
                             {"ordinal_words", "the {w} of {N}, {Y}"},
                             {"ordinal_words", "{N} the {w}, {Y}"},
                             {"weekday", "{A} the {o} of {N}, {Y}"},
                             {"weekday", "{A}, {d} {N} {Y}"},
                             {"weekday", "{A} {d} {n} {y}"},
                             {"weekday", "{a} {d} {n} {Y}"},
                             {"weekday", "{A}, {N} {d}, {Y}"},
                             {"weekday", "{a}, {n} {o} {y}"},
                             {"weekday", "{A} {o} {N} {Y}"},
                             {"dots", "{d}.{m}.{Y}"},
                             {"dots", "{D}.{M}.{Y}"},
                             {"dots", "{D}.{M}.{y}"},
                             {"spaces", "{d} {m} {Y}"},
                             {"spaces", "{D} {M} {Y}"},
                             {"spaces", "{D} {M} {y}"},
                             {"slashes", "{m}/{d}/{Y}"},
                             {"slashes", "{M}/{D}/{Y}"},
                             {"slashes", "{m}/{d}/{y}"},
                             {"slashes", "{d}/{m}/{Y}"},
                             {"slashes", "{D}/{M}/{Y}"}};

constexpr std::chrono::sys_days firstDay = std::chrono::year(1969) / std::chrono::January / 1;
constexpr std::chrono::sys_days lastDay = std::chrono::year(2068) / std::chrono::December / 31;

using Indices = std::vector<int>;

enum class Case { AsNamed, Upper, Lower };

/// 3/12/2026 could be read in two ways.
bool isAmbiguous(std::string_view format, const std::chrono::year_month_day& date)
{
    const auto day = static_cast<unsigned>(date.day());
    return format == "slashes" && day <= 12 && day != static_cast<unsigned>(date.month());
}

/// A date in the making, as it is written and as numbers.
class DateWriter {
public:
    explicit DateWriter(std::chrono::sys_days day)
        : m_date(day)
        , m_weekday(std::chrono::weekday(day).c_encoding())
    {
    }

    /// Once.
    TextPair write(const Pattern& pattern, Case letters)
    {
        const std::string_view text = pattern.text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '{') {
                part(text[i + 1]);
                i += 2;
            } else {
                add(text.substr(i, 1));
            }
        }
        for (std::string& character : m_pair.source) {
            const auto c = static_cast<unsigned char>(character[0]);
            if (letters == Case::Upper)
                character[0] = static_cast<char>(std::toupper(c));
            else if (letters == Case::Lower)
                character[0] = static_cast<char>(std::tolower(c));
        }
        result();
        m_pair.group = pattern.format;
        return std::move(m_pair);
    }

private:
    unsigned day() const { return static_cast<unsigned>(m_date.day()); }
    unsigned month() const { return static_cast<unsigned>(m_date.month()); }
    int year() const { return static_cast<int>(m_date.year()); }

    /// The places of the characters.
    Indices add(std::string_view text)
    {
        Indices places;
        for (const char c : text) {
            places.push_back(static_cast<int>(m_pair.source.size()));
            m_pair.source.emplace_back(1, c);
        }
        return places;
    }

    static std::string twoDigits(unsigned value)
    {
        return {char('0' + value / 10), char('0' + value % 10)};
    }

    /// Digits of a number below 100 stand for both digits of the result if there is but one.
    static std::array<Indices, 2> digits(const Indices& places)
    {
        return {Indices{places.front()}, Indices{places.back()}};
    }

    void part(char kind)
    {
        const unsigned d = day();
        switch (kind) {
        case 'd':
            m_day = digits(add(std::to_string(d)));
            break;
        case 'D':
            m_day = digits(add(twoDigits(d)));
            break;
        case 'o': {
            m_day = digits(add(std::to_string(d)));
            const bool teen = d / 10 == 1;
            add(teen || d % 10 > 3 || d % 10 == 0 ? "th"
                    : d % 10 == 1                 ? "st"
                    : d % 10 == 2                 ? "nd"
                                                  : "rd");
            break;
        }
        case 'w': {
            const std::string_view word = ordinals[d - 1];
            const std::size_t hyphen = word.find('-');
            if (hyphen == std::string_view::npos) {
                const Indices places = add(word);
                m_day = {places, places};
            } else {
                m_day[0] = add(word.substr(0, hyphen));
                add("-");
                m_day[1] = add(word.substr(hyphen + 1));
            }
            break;
        }
        case 'm':
            m_month = digits(add(std::to_string(month())));
            break;
        case 'M':
            m_month = digits(add(twoDigits(month())));
            break;
        case 'n':
        case 'N': {
            const std::string_view name = months[month() - 1];
            const Indices places = add(kind == 'n' ? name.substr(0, 3) : name);
            m_month = {places, places};
            break;
        }
        case 'y': {
            const Indices places = add(twoDigits(static_cast<unsigned>(year() % 100)));
            // 69 and 68 are a century apart: there both digits decide it.
            const Indices century = year() % 100 / 10 == 6 ? places : Indices{places[0]};
            m_year = {century, century, Indices{places[0]}, Indices{places[1]}};
            break;
        }
        case 'Y': {
            const Indices places = add(std::to_string(year()));
            for (std::size_t i = 0; i < 4; ++i)
                m_year[i] = {places[i]};
            break;
        }
        case 'a':
            add(weekdays[m_weekday].substr(0, 3));
            break;
        case 'A':
            add(weekdays[m_weekday]);
            break;
        default:
            throw std::logic_error("no such part of a date");
        }
    }

    void result()
    {
        const std::string text =
            std::to_string(year()) + '-' + twoDigits(month()) + '-' + twoDigits(day());
        for (const char c : text)
            m_pair.target.emplace_back(1, c);
        m_pair.alignment = {m_year[0],  m_year[1],  m_year[2], m_year[3], {},
                            m_month[0], m_month[1], {},        m_day[0],  m_day[1]};
        m_pair.combination = text;
    }

    std::chrono::year_month_day m_date;
    unsigned m_weekday;
    TextPair m_pair;
    std::array<Indices, 4> m_year;
    std::array<Indices, 2> m_month, m_day;
};

TextPair drawWriting(Random& random, std::chrono::sys_days day, std::string_view format)
{
    const std::size_t drawn = random.below(6);
    const Case letters = drawn == 0 ? Case::Upper : drawn <= 2 ? Case::Lower : Case::AsNamed;
    std::vector<const Pattern*> choices;
    for (const Pattern& pattern : patterns)
        if (pattern.format == format)
            choices.push_back(&pattern);
    return DateWriter(day).write(*choices[random.below(choices.size())], letters);
}

std::vector<TextPair> makeSplit(Random random, std::size_t count, bool heldOut)
{
    using namespace std::chrono;
    const auto span = static_cast<std::size_t>((lastDay - firstDay).count() + 1);
    return drawPairs(count, [&]() -> std::optional<TextPair> {
        const sys_days day = firstDay + days(static_cast<int>(random.below(span)));
        const std::string_view format = formats[random.below(formats.size())].name;
        if (isAmbiguous(format, day))
            return {};
        TextPair pair = drawWriting(random, day, format);
        if (isHeldOut(pair.combination, 10) != heldOut)
            return {};
        return pair;
    });
}

} // namespace

std::span<const DateFormat> dateFormats()
{
    return formats;
}

TextPairs makeDateCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

std::optional<std::vector<std::vector<int>>> dateAlignment(const std::vector<std::string>& source,
                                                           const std::vector<std::string>& target)
{
    std::string written;
    for (const std::string& character : target)
        written += character;
    // Only what is written exactly so is compared below.
    int y = 0;
    unsigned m = 0;
    unsigned d = 0;
    if (std::sscanf(written.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3)
        return {};
    const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(m),
                                           std::chrono::day(d)};
    if (!date.ok() || std::chrono::sys_days(date) < firstDay
        || std::chrono::sys_days(date) > lastDay)
        return {};
    std::optional<std::vector<Indices>> found;
    for (const Pattern& pattern : patterns)
        for (const Case letters : {Case::AsNamed, Case::Upper, Case::Lower}) {
            TextPair pair = DateWriter(date).write(pattern, letters);
            if (isAmbiguous(pattern.format, date) || pair.source != source || pair.target != target)
                continue;
            if (found && *found != pair.alignment) // 6/6/2026: either is the day
                return {};
            found = std::move(pair.alignment);
        }
    return found;
}

} // namespace regard
