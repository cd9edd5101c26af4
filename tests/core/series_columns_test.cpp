// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/columns.h"

#include <gtest/gtest.h>

#include <cmath>

namespace regard {
namespace {

ColumnCells column(const std::string& name, const std::vector<std::string>& texts)
{
    ColumnCells cells{name, texts, {}};
    for (const std::string& text : texts)
        cells.numbers.push_back(cellNumber(text, true).value_or(std::nan("")));
    return cells;
}

/// Whole numbers from `first` on in steps.
ColumnCells counted(const std::string& name, long first, long step, int count = 10)
{
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i)
        texts.push_back(std::to_string(first + step * i));
    return column(name, texts);
}

TEST(IsTimeText, knowsDatesAndTimesAsPeopleWriteThem)
{
    for (const char* text :
         {"2024-01-05", "2024/1/5", "5.1.2024", "05/01/2024", "1/5/24", "2024-01-05T14:05:00Z",
          "2024-01-05 14:05", "2024-01-05 14:05:00+01:00", "14:05", "00.00.00", "1949-01",
          "Jan 2024", "5 January 2024", "05-Jan-24", "Fri, 5 Jan 2024", "2020Q1", "2020M01",
          "2:05 PM", "12:00:01.250"})
        EXPECT_TRUE(isTimeText(text)) << text;
}

TEST(IsTimeText, takesNoNumberAndNoWordsForATime)
{
    for (const char* text : {"", "12", "3.5", "1e5", "-7", "1.000,5", "1.234.567", "12,5", "x",
                             "Source: a table of 2024", "12 apples", "n.d.", "5 km", "v1.2.3a"})
        EXPECT_FALSE(isTimeText(text)) << text;
}

TEST(IsTimeColumn, knowsTimesThatAreNumbers)
{
    EXPECT_TRUE(isTimeColumn(column("MESS_DATUM", {"20201130", "20201201", "20201202"})));
    EXPECT_TRUE(isTimeColumn(column("x", {"2020123122", "2020123123", "2021010100"})));
    EXPECT_TRUE(isTimeColumn(counted("time", 1609459200, 3600)));
    EXPECT_TRUE(isTimeColumn(counted("open_time", 1609459200000, 3600000)));
    EXPECT_TRUE(isTimeColumn(counted("a", 1609459200, 60)));
    EXPECT_TRUE(isTimeColumn(counted("a", 1609459200000000, 1000000)));
    EXPECT_TRUE(isTimeColumn(counted("year", 1980, 1)));
    EXPECT_TRUE(isTimeColumn(counted("y", 1900, 10)));
    EXPECT_TRUE(isTimeColumn(column("timestamp", {"1609459200", "1609459261", "1609459262"})));
    EXPECT_TRUE(isTimeColumn(column("month", {"1", "1", "2"})));
    EXPECT_TRUE(isTimeColumn(column("Hour", {"22", "23", "0"})));
}

TEST(IsTimeColumn, leavesValuesAlone)
{
    EXPECT_FALSE(isTimeColumn(column("T", {"9.9", "11.2", "12.1"})));
    // As large as seconds, but neither in steps alike nor with such a name.
    EXPECT_FALSE(isTimeColumn(column("population", {"540000000", "551000000", "567000000"})));
    EXPECT_FALSE(isTimeColumn(column("time", {"5", "3", "9"})));
    EXPECT_FALSE(isTimeColumn(column("month", {"1", "13", "2"})));
    EXPECT_FALSE(isTimeColumn(column("price", {"20201201", "20201101", "20201302"})));
    EXPECT_FALSE(isTimeColumn(column("a", {"2000", "2000", "2000"})));
    EXPECT_FALSE(isTimeColumn(column("a", {"x", "y", "2020-01-01"})));
}

TEST(IsTimeColumn, takesWhatIsAsLargeAsATimeOnlyWhereItRisesOrFalls)
{
    // In seconds, and thousandths, millionths and billionths of them; whatever the name.
    for (const char* unit : {"", "000", "000000", "000000000"})
        for (const char* name : {"time", "timestamp", "unix", "a"}) {
            SCOPED_TRACE(std::string(name) + unit);
            const auto seconds = [&](std::vector<std::string> texts) {
                for (std::string& text : texts)
                    text += unit;
                return column(name, texts);
            };
            const std::vector<std::string> rising{"1609459200", "1609459260", "1609459320",
                                                  "1609459380"};
            EXPECT_TRUE(isTimeColumn(seconds(rising)));
            EXPECT_TRUE(isTimeColumn(seconds({rising.rbegin(), rising.rend()})));
            EXPECT_FALSE(
                isTimeColumn(seconds({"1609459200", "1509459260", "1709459320", "1609459380"})));
        }
}

TEST(IsCounterColumn, countsByOneOverAllRows)
{
    EXPECT_TRUE(isCounterColumn(counted("No", 1, 1)));
    EXPECT_TRUE(isCounterColumn(counted("", 0, 1)));
    EXPECT_TRUE(isCounterColumn(counted("id", 5000, 1)));
    EXPECT_FALSE(isCounterColumn(counted("x", 1, 2)));
    EXPECT_FALSE(isCounterColumn(counted("x", 1, 1, 7))); // few rows may be chance
    ColumnCells gapped = counted("No", 1, 1);
    gapped.numbers[4] = std::nan("");
    EXPECT_FALSE(isCounterColumn(gapped));
}

TEST(SentinelOf, isAValueThatRepeatsAndStandsFarOutside)
{
    using Values = std::vector<double>;
    EXPECT_EQ(sentinelOf(Values{9.9, -999, 12.1, -999, 10}), -999);
    EXPECT_EQ(sentinelOf(Values{9.9, 9999, 12.1, 9999, 10}), 9999);
    EXPECT_EQ(sentinelOf(Values{-99.9, 9, 12, -99.9, 10}), -99.9);
    EXPECT_EQ(sentinelOf(Values{1360, 1292, -200, 1402, 1376, 2040, -200, 647}), -200);
    EXPECT_EQ(sentinelOf(Values{-999, -999, -999}), -999); // nothing else was measured
    EXPECT_EQ(sentinelOf(Values{1, 2, 3, 4, 5, 6, 7, 8, -5000, -5000}), -5000);
    EXPECT_EQ(sentinelOf(Values{9.9, std::nan(""), -999, 12.1, -999}), -999);
}

TEST(SentinelOf, isNoMeasuredValue)
{
    using Values = std::vector<double>;
    EXPECT_FALSE(sentinelOf(Values{9.9, -999, 12.1, 10})); // once only
    EXPECT_FALSE(sentinelOf(Values{0, 0, 1, 2, 1, 0})); // not outside
    EXPECT_FALSE(sentinelOf(Values{97, 98, 99, 99, 96, 95})); // nines among their like
    EXPECT_FALSE(sentinelOf(Values{0, 0, 0, 0, 50, 50})); // rain: nothing to measure it by
    EXPECT_FALSE(sentinelOf(Values{1, 2, 3, 4, 5, 6, 7, 8, 25, 25})); // not far enough
    EXPECT_FALSE(sentinelOf(Values{2319, 2319, 2319}));
    EXPECT_FALSE(sentinelOf(Values{}));
}

TEST(CellNumber, readsNumbersOfAnySizeAndNothingElse)
{
    EXPECT_EQ(cellNumber("−3", false), -3);
    EXPECT_EQ(cellNumber("+4", false), 4);
    EXPECT_EQ(cellNumber("2,5", true), 2.5);
    EXPECT_EQ(cellNumber("1609459200000000000", false), 1609459200000000000.0);
    for (const char* text : {"", "2,5", "inf", "nan", "1e999", "3x", "--3", "+-3"})
        EXPECT_FALSE(cellNumber(text, false)) << text;
    EXPECT_FALSE(cellNumber("1.000,5", true));
}

} // namespace
} // namespace regard
