// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/number_text.h"

#include "tests/core/refusal.h"

namespace regard {
namespace {

using Values = std::vector<double>;

Values numbers(std::string_view text)
{
    Values values;
    for (const TypedNumber& number : readNumbers(text).numbers)
        values.push_back(number.value);
    return values;
}

std::vector<Values> points(std::string_view text, const PointRules& rules = {})
{
    std::vector<Values> result;
    for (const TypedPoint& point : readPoints(text, rules).points)
        result.push_back(point.coordinates);
    return result;
}

std::string numbersRefused(std::string_view text)
{
    return refusalOf([&] { readNumbers(text); });
}

std::string pointsRefused(std::string_view text, const PointRules& rules = {})
{
    return refusalOf([&] { readPoints(text, rules); });
}

void expectWords(const std::string& message, const std::vector<std::string>& words)
{
    for (const std::string& word : words)
        expectPart(message, word);
}

constexpr PointRules withValues{0, true, "point"};
constexpr PointRules pairs{2, false, "point"};

TEST(NumberText, listsOfNumbersAreReadHoweverTheyAreSeparated)
{
    const Values expected{3, 1, 2};
    for (const char* text : {"3 1 2", "3, 1, 2", "3,1,2", "3;1;2", "3\n1\n2\n", "[3, 1, 2]",
                             "  3\t1\r\n2 ", "3，1、2", "3\u00A01\u202F2", "(3) (1) (2)"})
        EXPECT_EQ(numbers(text), expected) << text;
    EXPECT_EQ(numbers(".5 -1.25 +2 −3 1e3 2.5E-1 7."), (Values{0.5, -1.25, 2, -3, 1000, 0.25, 7}));
}

TEST(NumberText, anEmptyTextHasNoNumbersAndNoPoints)
{
    for (const char* text : {"", "  ", "\n\t", ",", ";;", "()"}) {
        EXPECT_TRUE(numbers(text).empty()) << text;
        EXPECT_TRUE(points(text).empty()) << text;
    }
}

TEST(NumberText, aNumberKnowsItsPlaceInTheText)
{
    const std::string text = " 0.7，-3";
    const NumberList list = readNumbers(text);
    ASSERT_EQ(list.numbers.size(), 2u);
    EXPECT_EQ(text.substr(list.numbers[0].begin, list.numbers[0].end - list.numbers[0].begin),
              "0.7");
    EXPECT_EQ(text.substr(list.numbers[1].begin, list.numbers[1].end - list.numbers[1].begin),
              "-3");
}

TEST(NumberText, aCommaBetweenDigitsIsDecimalOnlyWhereSomethingElseSeparates)
{
    EXPECT_EQ(numbers("0,7 0,1 0,4"), (Values{0.7, 0.1, 0.4}));
    EXPECT_EQ(numbers("0,7; 0,1; 4"), (Values{0.7, 0.1, 4}));
    EXPECT_TRUE(readNumbers("0,7 0,1").decimalCommas);
    EXPECT_EQ(numbers("1,2, 3"), (Values{1, 2, 3}));
    EXPECT_EQ(numbers("0.7,0.1 0.4"), (Values{0.7, 0.1, 0.4}));
    EXPECT_FALSE(readNumbers("3, 1, 2").decimalCommas);

    EXPECT_EQ(points("0,1 0,9; 0,3 0,2"), (std::vector<Values>{{0.1, 0.9}, {0.3, 0.2}}));
    EXPECT_EQ(points("1,9; 3,2"), (std::vector<Values>{{1, 9}, {3, 2}}));
    EXPECT_EQ(points("1,9 3,2", pairs), (std::vector<Values>{{1, 9}, {3, 2}}));
    EXPECT_EQ(points("63,5 170,2 -> 50; 60 180 -> 1,5", withValues),
              (std::vector<Values>{{63.5, 170.2}, {60, 180}}));
}

TEST(NumberText, aCommaInAValueIsDecimalAsAValueIsOneNumber)
{
    const PointList list = readPoints("0,5 -> 1,5; 1,5 -> 2; 2,5 → 3; 1,0 -> ?", withValues);
    EXPECT_TRUE(list.decimalCommas);
    ASSERT_EQ(list.points.size(), 4u);
    EXPECT_EQ(list.points[0].coordinates, Values{0.5});
    EXPECT_EQ(list.points[0].values, Values{1.5});
    EXPECT_EQ(list.points[3].coordinates, Values{1});
    EXPECT_EQ(points("50,160 -> 50; 65,165 -> 23", withValues),
              (std::vector<Values>{{50, 160}, {65, 165}}));
    EXPECT_EQ(points("50, 160 -> 50,5; 65, 165 -> 23,25", withValues),
              (std::vector<Values>{{50, 160}, {65, 165}}));
    // What the message says helps.
    expectWords(pointsRefused("0.5 -> 1,5", withValues), {"write decimals with a point"});
    EXPECT_EQ(points("0.5 -> 1.5", withValues), std::vector<Values>{{0.5}});
}

TEST(NumberText, pointsAreSeparatedBySemicolonsLinesOrBrackets)
{
    const std::vector<Values> expected{{0.1, 0.9}, {0.3, 0.2}};
    for (const char* text : {"0.1, 0.9; 0.3, 0.2", "0.1 0.9\n0.3 0.2\n", "(0.1, 0.9), (0.3, 0.2)",
                             "(0.1 0.9)(0.3 0.2)", "[[0.1, 0.9], [0.3, 0.2]]", "0.1,0.9;0.3,0.2;",
                             "(0.1,0.9);(0.3,0.2"})
        EXPECT_EQ(points(text), expected) << text;
    EXPECT_EQ(points("0.1 0.9 0.3 0.2", pairs), expected);
    EXPECT_EQ(points("0.1, 0.9, 0.3, 0.2", pairs), expected);
}

TEST(NumberText, pointsTakeAValueOrAskForIt)
{
    const std::string text = "50, 160 -> 50; (65, 165) → -23\n63, 170 => ?";
    const PointList list = readPoints(text, withValues);
    ASSERT_EQ(list.points.size(), 3u);
    EXPECT_EQ(list.points[0].values, Values{50});
    EXPECT_EQ(list.points[1].coordinates, (Values{65, 165}));
    EXPECT_EQ(list.points[1].values, Values{-23});
    EXPECT_FALSE(list.points[1].asks);
    EXPECT_TRUE(list.points[2].asks);
    EXPECT_EQ(text.substr(list.points[2].begin, list.points[2].end - list.points[2].begin),
              "63, 170 => ?");
    EXPECT_EQ(readPoints("(1)->2 (3)->4 (5)->?", withValues).points.size(), 3u);
    const PointList range = readPoints("1 -> 2; 0 .. 5 -> ?", withValues);
    ASSERT_EQ(range.points.size(), 2u);
    EXPECT_TRUE(range.points[1].range);
    EXPECT_EQ(range.points[1].coordinates, (Values{0, 5}));
    EXPECT_EQ(points("0..5 -> ?", withValues), (std::vector<Values>{{0, 5}}));
}

TEST(NumberText, whatIsNotAFiniteNumberIsRefusedByName)
{
    expectWords(numbersRefused("0.7 xyzzy 你好"), {"“xyzzy”", "not a number", "0.7"});
    expectWords(numbersRefused("1 NaN"), {"“NaN”"});
    expectWords(numbersRefused("inf"), {"“inf”"});
    expectWords(numbersRefused("-infinity"), {"“-infinity”"});
    expectWords(numbersRefused("0x10"), {"“0x10”"});
    expectWords(numbersRefused("3-1"), {"“3-1”"});
    expectWords(numbersRefused("+-1"), {"“+-1”"});
    expectWords(numbersRefused("1.2.3"), {"“1.2.3”"});
    expectWords(numbersRefused("."), {"“.”"});
    expectWords(numbersRefused("170cm"), {"“170cm”"});
    expectWords(numbersRefused("٣"), {"“٣”"});
    expectWords(numbersRefused("1,5,2 3"), {"“1,5,2”"});
    expectWords(numbersRefused("1 -> 2"), {"“->”"});
    expectWords(numbersRefused("1e999"), {"“1e999”", "out of range"});
    expectWords(numbersRefused("2000000000"), {"out of range"});
    expectWords(numbersRefused(std::string(100, 'x')), {"“xxxxxxxxxxxxxxxxxxxxxxxx…”"});
    expectWords(numbersRefused("\xff\xfe"), {"not a number"});
    EXPECT_EQ(numbers("1000000000"), Values{1e9});
}

TEST(NumberText, raggedPointsAreRefusedByNumber)
{
    expectWords(pointsRefused("1, 2; 3; 4, 5"), {"point 2 “3” has 1 number, 2 in point 1"});
    expectWords(pointsRefused("1, 2, 3", pairs), {"point 2 “3” has 1 number, 2 expected"});
    expectWords(pointsRefused("1; 2", pairs), {"point 1 “1” has 1 number, 2 expected"});
    expectWords(pointsRefused("1, 2; 3", {0, false, "row"}), {"row 2", "rows by ;"});
    expectWords(pointsRefused("1 -> 2; 0 .. 5, 3 -> ?", withValues), {"not a range"});
    expectWords(pointsRefused("5 .. 0 -> ?", withValues), {"not a range"});
}

TEST(NumberText, arrowsAreRefusedWhereTheyMeanNothing)
{
    expectWords(pointsRefused("1, 2 -> 3"), {"“->”"});
    expectWords(pointsRefused("-> 3", withValues), {"without a point"});
    expectWords(pointsRefused("1 -> 2 -> 3", withValues), {"without a point"});
    expectWords(pointsRefused("1, 2 ->", withValues), {"point 1", "nothing after"});
    expectWords(pointsRefused("1 -> 2 3", withValues), {"more than one value"});
    expectWords(pointsRefused("1 -> ? 3", withValues), {"more than one value"});
    expectWords(pointsRefused("1 ?", withValues), {"“?”"});
    expectWords(pointsRefused(".. 5", withValues), {"“..”"});
    expectWords(pointsRefused("0 5 ..", withValues), {"“..”"});
}

TEST(NumberText, aHundredThousandNumbersAreReadAtOnce)
{
    std::string text;
    for (int i = 0; i < 100000; ++i)
        text += "0.5 ";
    EXPECT_EQ(numbers(text).size(), 100000u);
    EXPECT_EQ(points(text, pairs).size(), 50000u);
}

} // namespace
} // namespace regard
