// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

enum class Kind { Blank, Comma, Separator, Open, Close, Arrow, Question, Range, Number };

struct Mark {
    std::string_view text;
    Kind kind;
};

/// Longer marks first where one begins with another.
constexpr std::array marks{
    Mark{" ", Kind::Blank},      Mark{"\t", Kind::Blank},     Mark{"\r", Kind::Blank},
    Mark{"\u00A0", Kind::Blank}, Mark{"\u2009", Kind::Blank}, Mark{"\u202F", Kind::Blank},
    Mark{"\u3000", Kind::Blank}, Mark{",", Kind::Comma},      Mark{"，", Kind::Comma},
    Mark{"、", Kind::Comma},     Mark{";", Kind::Separator},  Mark{"；", Kind::Separator},
    Mark{"\n", Kind::Separator}, Mark{"(", Kind::Open},       Mark{"[", Kind::Open},
    Mark{"{", Kind::Open},       Mark{"（", Kind::Open},      Mark{")", Kind::Close},
    Mark{"]", Kind::Close},      Mark{"}", Kind::Close},      Mark{"）", Kind::Close},
    Mark{"->", Kind::Arrow},     Mark{"=>", Kind::Arrow},     Mark{"→", Kind::Arrow},
    Mark{"⇒", Kind::Arrow},      Mark{"?", Kind::Question},   Mark{"？", Kind::Question},
    Mark{"...", Kind::Range},    Mark{"..", Kind::Range},     Mark{"…", Kind::Range},
};

const Mark* markAt(std::string_view rest)
{
    const auto* found = std::find_if(marks.begin(), marks.end(),
                                     [&](const Mark& mark) { return rest.starts_with(mark.text); });
    return found == marks.end() ? nullptr : found;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

struct Piece {
    Kind kind{};
    double value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The piece of a text in quotation marks, cut after 24 characters.
std::string quoted(std::string_view piece)
{
    std::size_t length = 0;
    std::size_t end = 0;
    for (; end < piece.size(); ++end)
        if ((static_cast<unsigned char>(piece[end]) & 0xC0) != 0x80 && ++length > 24)
            break;
    return "“" + std::string(piece.substr(0, end)) + (end < piece.size() ? "…”" : "”");
}

double numberOf(std::string_view piece)
{
    std::string plain;
    for (std::size_t i = 0; i < piece.size(); ++i)
        if (piece.substr(i).starts_with("−")) {
            plain += '-';
            i += 2;
        } else {
            plain += piece[i] == ',' ? '.' : piece[i];
        }
    const char* first = plain.data() + (plain.starts_with('+') ? 1 : 0);
    const char* digits = first + (first == plain.data() && plain.starts_with('-') ? 1 : 0);
    const char* last = plain.data() + plain.size();
    if (digits == last || !(isDigit(*digits) || *digits == '.'))
        throw std::invalid_argument(quoted(piece) + " is not a number: write numbers as 0.7 or -3");
    double value = 0;
    const auto [end, error] = std::from_chars(first, last, value);
    if (error == std::errc::result_out_of_range || std::abs(value) > largestNumber)
        throw std::invalid_argument(quoted(piece)
                                    + " is out of range: use numbers up to 1000000000");
    if (error != std::errc() || end != last)
        throw std::invalid_argument(quoted(piece) + " is not a number: write numbers as 0.7 or -3");
    return value;
}

/// Cuts a text into numbers and marks; blanks are left out.
std::vector<Piece> cut(std::string_view text, bool decimalCommas)
{
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    const auto endNumber = [&](std::size_t end) {
        if (end > begin)
            pieces.push_back({Kind::Number, numberOf(text.substr(begin, end - begin)), begin, end});
    };
    for (std::size_t i = 0; i < text.size();) {
        const Mark* mark = markAt(text.substr(i));
        const bool decimal = decimalCommas && text[i] == ',' && i > 0 && isDigit(text[i - 1])
            && i + 1 < text.size() && isDigit(text[i + 1]);
        if (!mark || decimal) {
            ++i;
            continue;
        }
        endNumber(i);
        if (mark->kind != Kind::Blank)
            pieces.push_back({mark->kind, 0, i, i + mark->text.size()});
        i += mark->text.size();
        begin = i;
    }
    endNumber(text.size());
    return pieces;
}

/// Whether commas between digits are decimal commas, by the rule in the header.
bool hasDecimalCommas(std::string_view text, bool points)
{
    bool between = false; // some comma stands between two digits
    bool point = false; // some point belongs to a number
    bool blanks = false; // blanks alone separate two numbers
    bool separators = false;
    bool arrow = false; // a value stands here, which is one number
    bool value = false; // a comma stands in a value
    bool number = false; // the last mark but blanks ended a number
    bool inNumber = false;
    for (std::size_t i = 0; i < text.size();) {
        const Mark* mark = markAt(text.substr(i));
        if (!mark) {
            point = point || text[i] == '.';
            blanks = blanks || (!inNumber && number);
            inNumber = number = true;
            ++i;
            continue;
        }
        const bool comma = text[i] == ',' && inNumber && isDigit(text[i - 1]) && i + 1 < text.size()
            && isDigit(text[i + 1]);
        if (comma) {
            between = true;
            value = value || arrow;
            ++i;
            continue;
        }
        separators = separators || mark->kind == Kind::Separator;
        arrow = mark->kind == Kind::Arrow || (arrow && mark->kind == Kind::Blank);
        inNumber = false;
        if (mark->kind != Kind::Blank)
            number = false;
        i += mark->text.size();
    }
    return between && !point && (points ? value || (blanks && separators) : blanks || separators);
}

/// Puts the pieces of a text together to points.
class PointReader {
public:
    PointReader(std::string_view text, const PointRules& rules) : m_text(text), m_rules(rules) { }

    PointList read()
    {
        m_list.decimalCommas = hasDecimalCommas(m_text, true);
        const std::vector<Piece> pieces = cut(m_text, m_list.decimalCommas);
        const bool plain = std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
            return piece.kind == Kind::Number || piece.kind == Kind::Comma;
        });
        m_counted = plain && m_rules.dimensions > 0;
        for (const Piece& piece : pieces)
            take(piece);
        finish();
        return std::move(m_list);
    }

private:
    void take(const Piece& piece)
    {
        switch (piece.kind) {
        case Kind::Number:
            if (m_closed && !m_arrow)
                finish();
            if (m_counted && m_point.coordinates.size() == m_rules.dimensions)
                finish();
            (m_arrow ? m_point.values : m_point.coordinates).push_back(piece.value);
            extend(piece);
            break;
        case Kind::Open:
            if (!m_arrow || m_point.asks || !m_point.values.empty())
                finish();
            break;
        case Kind::Close:
            m_closed = m_begun;
            break;
        case Kind::Separator:
            finish();
            break;
        case Kind::Arrow:
            allowValues(piece);
            if (!m_begun || m_arrow)
                fail("“->” stands without a " + std::string(m_rules.noun)
                     + " before it: write 50, 160 -> 50");
            m_arrow = true;
            extend(piece);
            break;
        case Kind::Question:
            allowValues(piece);
            if (!m_arrow || !m_point.values.empty())
                fail("“?” stands for a value: write 63, 170 -> ?");
            m_point.asks = true;
            extend(piece);
            break;
        case Kind::Range:
            allowValues(piece);
            if (m_arrow || m_point.range || m_point.coordinates.size() != 1)
                fail("“..” stands between the ends of a range: write 0 .. 5 -> ?");
            m_point.range = true;
            extend(piece);
            break;
        case Kind::Comma:
        case Kind::Blank:
            break;
        }
    }

    void extend(const Piece& piece)
    {
        if (!m_begun)
            m_point.begin = piece.begin;
        m_begun = true;
        m_point.end = piece.end;
    }

    void finish()
    {
        if (m_begun) {
            check();
            m_list.points.push_back(std::move(m_point));
        }
        m_point = {};
        m_begun = m_closed = m_arrow = false;
    }

    void check() const
    {
        const std::size_t count = m_point.coordinates.size();
        if (m_arrow && !m_point.asks && m_point.values.empty())
            fail(name() + " has nothing after “->”: write its value, or ? to ask for it");
        if (m_point.values.size() > (m_point.asks ? 0u : 1u))
            fail(name()
                 + " has more than one value: write decimals with a point, and separate points "
                   "by ;");
        if (m_point.range) {
            if (count != 2 || !(m_point.coordinates[0] < m_point.coordinates[1]))
                fail(name() + " is not a range: write its lower and its upper end, as in 0 .. 5");
            return;
        }
        const TypedPoint* first = m_list.points.empty() ? nullptr : &m_list.points.front();
        const std::size_t wanted = m_rules.dimensions > 0 ? m_rules.dimensions
            : !first                                      ? count
            : first->range                                ? 1
                                                          : first->coordinates.size();
        if (count == wanted)
            return;
        const std::string should = std::to_string(wanted)
            + (m_rules.dimensions > 0 || !first ? " expected"
                                                : " in " + std::string(m_rules.noun) + " 1");
        fail(name() + " has " + std::to_string(count) + (count == 1 ? " number, " : " numbers, ")
             + should + ": separate numbers by commas, " + std::string(m_rules.noun)
             + "s by ;, and write decimals with a point");
    }

    /// "point 3 “60”"
    std::string name() const
    {
        return std::string(m_rules.noun) + " " + std::to_string(m_list.points.size() + 1) + " "
            + quoted(m_text.substr(m_point.begin, m_point.end - m_point.begin));
    }

    void allowValues(const Piece& piece) const
    {
        if (!m_rules.values)
            fail(quoted(m_text.substr(piece.begin, piece.end - piece.begin))
                 + " is not a number: write numbers as 0.7 or -3");
    }

    [[noreturn]] static void fail(const std::string& what) { throw std::invalid_argument(what); }

    std::string_view m_text;
    const PointRules& m_rules;
    PointList m_list;
    TypedPoint m_point; ///< in the making
    bool m_counted = false; ///< points are told apart by their number of coordinates alone
    bool m_begun = false;
    bool m_closed = false; ///< its bracket is closed
    bool m_arrow = false;
};

} // namespace

NumberList readNumbers(std::string_view text)
{
    NumberList list;
    list.decimalCommas = hasDecimalCommas(text, false);
    for (const Piece& piece : cut(text, list.decimalCommas)) {
        if (piece.kind == Kind::Number)
            list.numbers.push_back({piece.value, piece.begin, piece.end});
        else if (piece.kind == Kind::Arrow || piece.kind == Kind::Question
                 || piece.kind == Kind::Range)
            throw std::invalid_argument(quoted(text.substr(piece.begin, piece.end - piece.begin))
                                        + " is not a number: write numbers as 0.7 or -3");
    }
    return list;
}

PointList readPoints(std::string_view text, const PointRules& rules)
{
    return PointReader(text, rules).read();
}

} // namespace regard
