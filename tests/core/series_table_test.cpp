// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/table.h"

#include "core/io/input_file.h"
#include "tests/core/refusal.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

using Names = std::vector<std::string>;
using Values = std::vector<double>;

std::string refusal(std::string_view text)
{
    return refusalOf([&] { parseSeries(text); });
}

TEST(SeriesTable, readsANamedTable)
{
    const SeriesTable table = parseSeries("rain,level\n0.5,1\n-2e1,3\n");
    EXPECT_EQ(table.columns, (Names{"rain", "level"}));
    EXPECT_TRUE(table.header);
    EXPECT_EQ(table.values, (Values{0.5, 1, -20, 3}));
    EXPECT_EQ(table.notes, Names{"2 columns forecast: rain and level."});
}

TEST(SeriesTable, namesColumnsThatHaveNoNameAndRepeatedOnes)
{
    EXPECT_EQ(parseSeries("1,2\n3,4\n").columns, (Names{"column 1", "column 2"}));
    EXPECT_FALSE(parseSeries("1,2\n3,4\n").header);
    EXPECT_EQ(parseSeries("a,,a\n1,2,3\n").columns, (Names{"a", "column 2", "a (2)"}));
}

TEST(SeriesTable, readsDecimalCommasBesideSemicolonsAndTabs)
{
    EXPECT_EQ(parseSeries("a;b\n0,5;1\n1.5;-2,25\n").values, (Values{0.5, 1, 1.5, -2.25}));
    EXPECT_EQ(parseSeries("a\tb\n0,5\t1\n").values, (Values{0.5, 1}));
    EXPECT_EQ(parseSeries("a\n0,5\n1,5\n").values, (Values{0.5, 1.5}));
    EXPECT_EQ(parseSeries("a,b\n\"−3\",+4\n").values, (Values{-3, 4}));
}

TEST(SeriesTable, fillsGapsWithTheValueBeforeAndSaysSo)
{
    const SeriesTable table = parseSeries("a,b\n,1\n2,NaN\nNA,n/a\n4,3\n");
    EXPECT_EQ(table.values, (Values{2, 1, 2, 1, 2, 1, 4, 3}));
    ASSERT_EQ(table.notes.size(), 2u);
    expectPart(table.notes[1], "Missing values (\"a\" 2 and \"b\" 2) are filled");
}

TEST(SeriesTable, leavesOutColumnsWithoutNumbersWithANote)
{
    const SeriesTable table = parseSeries("date;x;note\n2024-01-01;1,5;\n2024-01-02;2,5;\n");
    EXPECT_EQ(table.columns, Names{"x"});
    EXPECT_EQ(table.values, (Values{1.5, 2.5}));
    EXPECT_EQ(
        table.notes,
        Names{"1 column forecast: x; \"date\" is the time; \"note\" is empty and is left out."});
}

TEST(SeriesTable, aDateInTheFirstLineIsNoHeader)
{
    const SeriesTable table = parseSeries("2024-01-01,5\n2024-01-02,6\n");
    EXPECT_EQ(table.values, (Values{5, 6}));
    EXPECT_EQ(table.columns, Names{"column 2"});
}

TEST(SeriesTable, keepsAConstantColumnWithANote)
{
    const SeriesTable table = parseSeries("a,b\n7,1\n7,2\n");
    EXPECT_EQ(table.columns.size(), 2u);
    ASSERT_EQ(table.notes.size(), 1u);
    expectPart(table.notes[0], "; \"a\" never changes");
}

TEST(SeriesTable, refusesRaggedLinesAndWordsAmongNumbersWithTheLine)
{
    expectPart(refusal("a,b\n1,2\n3\n"), "line 3: 1 cell where most lines have 2");
    expectPart(refusal("a,b\n1,2\n3,4,5\n"), "line 3: 3 cells where most lines have 2");
    expectPart(refusal("a,b\n1,2\n3,x\n5,6\n"), "line 3: \"x\" in the column \"b\"");
    expectPart(refusal("a,b\n1,2\n3,inf\n5,6\n"), "line 3: \"inf\"");
    expectPart(refusal("a,b\n1,2\n3,1e300\n5,6\n"), "line 3: \"1e300\"");
    expectPart(refusal("a;b\n1;2\n3;1.234,5\n5;6\n"), "1234.5 or 1234,5");
}

TEST(SeriesTable, refusesAColumnOfNumbersThatItCannotRead)
{
    expectPart(refusal("a,b\n\"1,5\",1\n\"2,25\",2\n"), "line 2: \"1,5\" in the column \"a\"");
    expectPart(refusal("a;b\n1.000,5;1\n1.001,5;2\n"), "line 2: \"1.000,5\"");
    expectPart(refusal("a,b\n1e30,1\n2e30,2\n"), "line 2: \"1e30\"");
}

TEST(SeriesTable, refusesMoreColumnsThanItReads)
{
    std::string line;
    for (int i = 0; i < 65; ++i)
        line += std::to_string(i) + ";";
    line.pop_back();
    expectPart(refusal(line + "\n" + line + "\n"), "65 columns of numbers, at most 64");
}

TEST(SeriesTable, readsRowsTypedInOneLineWithTheirPlaces)
{
    const std::string text = "0.1 0.2; 0.3 0.4";
    const SeriesTable table = parseSeries(text);
    EXPECT_EQ(table.values, (Values{0.1, 0.2, 0.3, 0.4}));
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(text.substr(table.rows[1].begin, table.rows[1].end - table.rows[1].begin), "0.3 0.4");
    EXPECT_FALSE(refusal("one two; three four").empty());
    EXPECT_FALSE(refusal("1 2; 3").empty());
}

TEST(SeriesTable, whiteSpaceIsAnEmptyTable)
{
    for (const char* text : {"", "   ", "\n\t", "a,b\n"})
        EXPECT_TRUE(parseSeries(text).rows.empty()) << text;
}

TEST(SeriesTable, aFileIsRefusedWithItsName)
{
    const TemporaryFolder folder;
    const auto path = folder / "mine.csv";
    const auto message = [&](const std::string& content) -> std::string {
        writeContent(path, content);
        try {
            readSeries(path);
        } catch (const FileError& error) {
            return error.what();
        }
        return {};
    };
    expectPart(message("a,b\n1,2\n3\n"), "mine.csv: line 3");
    expectPart(message(""), "no numbers in it");
    expectPart(message("a,b\nx,y\n"), "no numbers in it");
    EXPECT_EQ(message("1;2;3\n"), "");
}

} // namespace
} // namespace regard
