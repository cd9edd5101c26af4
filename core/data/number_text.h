// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

// Numbers and points as people type them.
//
//   numbers   "0.7 0.1 0.4", "3, 1, 2", "[3, 1, 2]"
//   points    "0.1, 0.9; 0.3, 0.2", a line each, "(0.1, 0.9), (0.3, 0.2)"
//   values    "50, 160 -> 50; 65, 165 -> 23; 63, 170 -> ?"
//
// White space, commas and brackets separate numbers; ";", line breaks and brackets separate
// points. "->", "=>" and "→" stand before a value. Signs + - −, exponents (1e3) and full-width
// separators are read. The decimal point is a point. A comma between two digits is a decimal
// comma only if the text has no decimal point and, in a list, something else than commas
// separates numbers ("0,7 0,1", "0,7; 0,1"), or, in points, white space alone separates the
// numbers of a point ("0,1 0,9; 0,3 0,2") or the comma stands in a value, which is one number
// ("0,5 -> 1,5").
//
// What is not a finite number of at most `largestNumber` is a std::invalid_argument whose text
// quotes it and says what to do; numbers are never left out in silence.
namespace regard {

inline constexpr double largestNumber = 1e9;

/// What to tell a person where `decimalCommas` is set.
inline constexpr const char* decimalCommaNote =
    "Commas between digits are read as decimal commas: 0,7 is 0.7.";

/// A number with its byte range in the text.
struct TypedNumber {
    double value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct NumberList {
    std::vector<TypedNumber> numbers;
    bool decimalCommas = false;
};

/// All numbers of a text, in their order; none for an empty one. Throws std::invalid_argument.
NumberList readNumbers(std::string_view text);

/// A point with its byte range in the text, its value included.
struct TypedPoint {
    std::vector<double> coordinates;
    std::vector<double> values; ///< after the arrow
    bool asks = false; ///< "-> ?"
    bool range = false; ///< "0 .. 5": the coordinates are the two ends
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct PointList {
    std::vector<TypedPoint> points;
    bool decimalCommas = false;
};

/// What the points of a text have to be like.
struct PointRules {
    /// Numbers of each point; 0: as many as the first has. With a number given, numbers that
    /// only white space and commas separate are taken by so many ("0.1 0.9 0.3 0.2").
    std::size_t dimensions = 0;
    bool values = false; ///< arrows with one value or "?", and ranges, are allowed
    std::string_view noun = "point"; ///< what a message calls it
};

/// All points of a text, in their order; none for an empty one. Throws std::invalid_argument, also
/// where points have different numbers of coordinates.
PointList readPoints(std::string_view text, const PointRules& rules = {});

} // namespace regard
