// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include "tests/core/refusal.h"

namespace regard {
namespace {

using Table = std::vector<std::vector<std::string>>;

Table cells(std::string_view text)
{
    Table table;
    for (const CsvRecord& record : parseCsv(text).records) {
        table.emplace_back();
        for (const CsvCell& cell : record.cells)
            table.back().push_back(cell.text());
    }
    return table;
}

std::string refusal(std::string_view text)
{
    return refusalOf([&] { parseCsv(text); });
}

TEST(Csv, takesTheDelimiterOfTheFirstLine)
{
    const Table expected{{"a", "b"}, {"1", "2"}};
    EXPECT_EQ(cells("a,b\n1,2\n"), expected);
    EXPECT_EQ(cells("a;b\n1;2\n"), expected);
    EXPECT_EQ(cells("a\tb\n1\t2\n"), expected);
    EXPECT_EQ(cells("a  b\n 1 2  \n"), expected);
    EXPECT_EQ(cells("a;b\n1,5;2\n"), (Table{{"a", "b"}, {"1,5", "2"}}));
    EXPECT_EQ(cells("\"a;x\",b\n1,2\n"), (Table{{"a;x", "b"}, {"1", "2"}}));
}

TEST(Csv, readsEveryKindOfLineEndAndLeavesOutEmptyLines)
{
    const Table expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
    EXPECT_EQ(cells("a,b\r\n1,2\r\n3,4"), expected);
    EXPECT_EQ(cells("a,b\r1,2\r3,4\r"), expected);
    EXPECT_EQ(cells("\n\na,b\n\n1,2\n  \n3,4\n\n"), expected);
}

TEST(Csv, countsEveryKindOfLineEndAsOneLine)
{
    for (const char* end : {"\n", "\r\n", "\r"}) {
        const std::string text = std::string("a,b") + end + "1,2" + end + end + "3,4" + end;
        const Csv csv = parseCsv(text);
        ASSERT_EQ(csv.records.size(), 3U);
        EXPECT_EQ(csv.records[0].line, 1U);
        EXPECT_EQ(csv.records[1].line, 2U);
        EXPECT_EQ(csv.records[2].line, 4U);
        // Also behind what is no record.
        const std::string told = std::string("sep=;") + end + "# from here" + end + "a;b" + end;
        const Csv behind = parseCsv(told);
        ASSERT_EQ(behind.records.size(), 1U);
        EXPECT_EQ(behind.records[0].line, 3U);
    }
}

TEST(Csv, keepsEmptyCellsAlsoAtTheEndOfALine)
{
    EXPECT_EQ(cells("a,b,c\n,2,\n1,,"), (Table{{"a", "b", "c"}, {"", "2", ""}, {"1", "", ""}}));
    EXPECT_EQ(cells("a\tb\n\t2\n1\t\n"), (Table{{"a", "b"}, {"", "2"}, {"1", ""}}));
}

TEST(Csv, readsQuotedCellsWithDelimitersQuotesAndLineEnds)
{
    EXPECT_EQ(cells("\"a,1\",\"say \"\"hi\"\"\"\n\"two\nlines\", 2\n"),
              (Table{{"a,1", "say \"hi\""}, {"two\nlines", "2"}}));
    EXPECT_EQ(parseCsv("a,b\n\"x\ny\",1\n2,3\n").records[2].line, 4u);
    EXPECT_EQ(cells("a,b\n\"\",\"\"\"\"\n"), (Table{{"a", "b"}, {"", "\""}}));
}

TEST(Csv, skipsTheByteOrderMarkAndKeepsBytePlaces)
{
    const std::string text = "\xEF\xBB\xBF"
                             "a,b\n1,2\n";
    const Csv csv = parseCsv(text);
    EXPECT_EQ(csv.records[0].cells[0].text(), "a");
    EXPECT_EQ(text.substr(csv.records[1].begin, csv.records[1].end - csv.records[1].begin), "1,2");
}

TEST(Csv, refusesWhatIsNoTableAndSaysWhere)
{
    EXPECT_NE(refusal("a,b\n\"1,2\n3,4\n").find("line 2: a quotation mark is never closed"),
              std::string::npos);
    EXPECT_NE(refusal("a,b\n\"1\"x,2\n").find("line 2: text behind"), std::string::npos);
    EXPECT_NE(refusal(std::string("\xFF\xFE"
                                  "a\0,\0",
                                  6))
                  .find("UTF-8"),
              std::string::npos);
    EXPECT_NE(refusal(std::string("a,b\n1,\0", 7)).find("UTF-8"), std::string::npos);
    EXPECT_NE(refusal(std::string(5000, ',')).find("more than 1024 cells"), std::string::npos);
}

TEST(Csv, anEmptyTextHasNoRecords)
{
    for (const char* text : {"", "  ", "\n\r\n \t\n", "\xEF\xBB\xBF"})
        EXPECT_TRUE(parseCsv(text).records.empty());
}

TEST(Csv, endsForAnyBytes)
{
    // Every text of three characters of those that mean something.
    const std::string_view signs = "\",;\t\r\n a";
    for (const char a : signs)
        for (const char b : signs)
            for (const char c : signs)
                for (const char d : signs)
                    try {
                        const std::string text{a, b, c, d};
                        for (const CsvRecord& record : parseCsv(text).records)
                            EXPECT_LE(record.end, text.size());
                    } catch (const std::invalid_argument&) {
                    }
}

} // namespace
} // namespace regard
