// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as people have them, each with the reading that is right.
#include "core/scenarios/time_series/table.h"

#include "core/io/input_file.h"
#include "tests/core/refusal.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace regard {
namespace {

using Names = std::vector<std::string>;

SeriesTable caseOf(const std::string& name)
{
    return readSeries(std::string(REGARD_SOURCE_DIR "/tests/cases/") + name + ".csv");
}

/// Ten rows of "a<i>SEPb<i>" below what is given.
std::string rows(const std::string& above, char separator = ',', int count = 10,
                 const std::string& before = {})
{
    std::string text = above;
    for (int i = 0; i < count; ++i)
        text += before + std::to_string(i * 7 % 10) + separator + std::to_string(i * 3 % 10 + 20)
            + "\n";
    return text;
}

/// The message with which a file is refused; "" if it is not.
template <class Work> std::string refusalOfFile(const Work& work)
{
    try {
        work();
    } catch (const FileError& error) {
        return error.what();
    }
    return {};
}

std::string notesOf(const SeriesTable& table)
{
    std::string text;
    for (const std::string& note : table.notes)
        text += note + "\n";
    return text;
}

TEST(SeriesCases, whatIsNotUtf8IsRefusedWithLineAndRemedy)
{
    expectPart(refusalOfFile([] { caseOf("01-header-in-cp1251-trained-file-cannot-be-opened"); }),
               "line 1: it is not UTF-8 text, save it with the encoding UTF-8");
    const TemporaryFolder folder;
    const auto file = folder / "latin1.csv";
    writeContent(file, rows("x,y\n") + "1,2\n\xE9,3\n"); // é in Latin-1
    expectPart(refusalOfFile([&] { readSeries(file); }), "line 13: it is not UTF-8");
    writeContent(file,
                 std::string("\xFF\xFE"
                             "a\0,\0b\0\n\0",
                             10)); // UTF-16
    expectPart(refusalOfFile([&] { readSeries(file); }), "UTF-8");
}

TEST(SeriesCases, emptyRowsAtTheEndAreNone)
{
    const SeriesTable table = caseOf("02-empty-rows-at-end-scored-as-truth-naive-error-0");
    EXPECT_EQ(table.columns, (Names{"CO", "NOx", "T"}));
    EXPECT_EQ(table.filled(), 13u); // -200 in CO
    EXPECT_EQ(table.length(), 120u);
    expectPart(table.notes.at(0),
               "3 columns forecast: CO, NOx and T; \"Date\" and \"Time\" are the time");
    // No-break spaces and an empty line in the middle, which is a step without values.
    const SeriesTable other =
        parseSeries(rows("x\ty\n", '\t') + "\t\n5\t25\n\u00A0\t\u202F\n\t \n");
    EXPECT_EQ(other.length(), 12u);
    EXPECT_EQ(other.filled(), 2u);
    EXPECT_FALSE(other.isMeasured(10, 0));
    EXPECT_TRUE(other.isMeasured(11, 0));
}

TEST(SeriesCases, whatWasFilledInIsMarked)
{
    const SeriesTable gapped = caseOf("02-gap-of-33-rows-in-held-out-scored-as-truth");
    const SeriesTable whole = caseOf("02-same-series-without-gap");
    ASSERT_EQ(gapped.length(), whole.length());
    EXPECT_EQ(whole.filled(), 0u);
    std::size_t filled = 0;
    double before = 0;
    for (std::size_t row = 0; row < whole.length(); ++row) {
        if (gapped.isMeasured(row, 0)) {
            EXPECT_EQ(gapped.at(row, 0), whole.at(row, 0)) << row;
            before = gapped.at(row, 0);
        } else {
            EXPECT_EQ(gapped.at(row, 0), before) << row; // the value before, not any other
            ++filled;
        }
    }
    EXPECT_EQ(filled, gapped.filled());
    EXPECT_GE(filled, 33u);
    expectPart(notesOf(gapped), "Missing values (\"T\" " + std::to_string(filled) + ") are filled");
    // A gap at the start gets the first value behind it.
    const SeriesTable start = parseSeries("x\nNA\n?\n4\n-\n6\n");
    EXPECT_EQ(start.values, (std::vector<double>{4, 4, 4, 4, 6}));
    EXPECT_EQ(start.measured, (std::vector<std::uint8_t>{0, 0, 1, 0, 1}));
}

TEST(SeriesCases, valuesForMissingAreNoneAndWholeDatesAreTimes)
{
    const std::string name = "03-dwd-minus999-and-integer-dates-taken-for-values";
    const SeriesTable table = caseOf(name);
    EXPECT_EQ(table.columns, (Names{"STATIONS_ID", "TMK", "RSK"}));
    expectPart(notesOf(table), "\"MESS_DATUM\" is the time");
    expectPart(notesOf(table), "\"QN\" is empty");
    expectPart(notesOf(table), "\"eor\" has no numbers");
    expectPart(notesOf(table), "\"RSK\" -999 stands ");
    expectPart(notesOf(table), "reading=plain");
    for (std::size_t row = 0; row < table.length(); ++row)
        EXPECT_GT(table.at(row, 2), 0) << row;
    // As the note says they can be kept.
    const SeriesTable plain =
        readSeries(REGARD_SOURCE_DIR "/tests/cases/" + name + ".csv", {false, {}});
    EXPECT_EQ(plain.columns, (Names{"STATIONS_ID", "MESS_DATUM", "QN", "TMK", "RSK"}));
    EXPECT_EQ(plain.at(1, 4), -999);
    EXPECT_EQ(plain.filled(), 0u);
    // Air quality's -200, with decimal commas.
    std::string air = "CO;T\r\n";
    for (int i = 0; i < 20; ++i)
        air += (i % 5 == 2 ? "-200" : "1" + std::to_string(i) + ",5") + ";" + std::to_string(i % 7)
            + "\r\n";
    EXPECT_EQ(parseSeries(air).filled(), 4u);
}

TEST(SeriesCases, excelsFirstLineAndCommentsAreLeftOut)
{
    const SeriesTable excel = caseOf("04-excel-sep-line-refused-with-misleading-remedy");
    EXPECT_EQ(excel.columns, (Names{"Wert", "Zweit"}));
    EXPECT_EQ(excel.length(), 120u);
    EXPECT_EQ(excel.at(0, 0), 9.92);
    expectPart(excel.notes.at(0), "\"Tag\" is the time");
    const SeriesTable comments =
        caseOf("04-hash-comment-lines-refused-though-readme-leaves-them-out");
    EXPECT_EQ(comments.columns, (Names{"T", "p"}));
    EXPECT_EQ(comments.length(), 120u);
    EXPECT_EQ(parseSeries(rows("sep=\t\nx\ty\n", '\t') + "# end\n").length(), 10u);
    EXPECT_EQ(parseSeries(rows("sep=|\nx|y\n", '|')).columns, (Names{"x", "y"}));
}

TEST(SeriesCases, timesThatAreNumbersAreNoChannels)
{
    for (const char* name : {"05-epoch-seconds-forecast-as-a-channel-without-note",
                             "05-epoch-milliseconds-refused-remedy-does-not-help"}) {
        const SeriesTable table = caseOf(name);
        EXPECT_EQ(table.columns, (Names{"open", "close", "volume"})) << name;
        expectPart(table.notes.at(0), "3 columns forecast: open, close and volume; \"");
        expectPart(table.notes.at(0), "time\" is the time.");
    }
    std::string years = "Jahr;Wert\n";
    for (int i = 0; i < 12; ++i)
        years += std::to_string(1990 + i) + ";" + std::to_string(i * i) + ",5\n";
    EXPECT_EQ(parseSeries(years).columns, Names{"Wert"});
}

TEST(SeriesCases, countedRowsAreNoChannel)
{
    const SeriesTable table = caseOf("05-row-counter-forecast-as-a-channel-without-note");
    EXPECT_EQ(table.columns, (Names{"pm2.5", "TEMP"}));
    expectPart(table.notes.at(0), "\"No\" counts the rows");
    expectPart(table.notes.at(0), "\"year\", \"month\", \"day\" and \"hour\" are the time");
    expectPart(table.notes.at(0), "\"cbwd\" has no numbers");
    // The index that a data frame is written with has no name.
    std::string frame = ",x\n";
    for (int i = 0; i < 10; ++i)
        frame += std::to_string(i) + "," + std::to_string(i * 7 % 10) + "\n";
    EXPECT_EQ(parseSeries(frame).columns, Names{"x"});
}

TEST(SeriesCases, aFooterAndATitleAreNoRows)
{
    const SeriesTable table = caseOf("05-footer-text-becomes-a-filled-row");
    EXPECT_EQ(table.columns, Names{"International passengers"});
    EXPECT_EQ(table.length(), 120u);
    EXPECT_EQ(table.filled(), 0u);
    expectPart(notesOf(table),
               "The last line is no row of numbers and left out: "
               "\"International passengers: monthly totals in thousands\".");
    const SeriesTable both =
        parseSeries(rows("Two stations\nx,y\n") + "\nSource: own,,\nof 2024\n");
    EXPECT_EQ(both.columns, (Names{"x", "y"}));
    EXPECT_EQ(both.length(), 10u);
    expectPart(notesOf(both), "1 line above the header is left out: \"Two stations\"");
    expectPart(notesOf(both), "The last 2 lines are no row of numbers");
    // A name in a column of names is a row, whatever its numbers.
    EXPECT_EQ(parseSeries("who,x\nanna,1\nbob,2\ncarl,3\ndora,\n").length(), 4u);
}

TEST(SeriesCases, aHeaderOfNumbersIsOneWhereItDoesNotFit)
{
    const SeriesTable table = caseOf("05-header-of-years-taken-for-first-row");
    EXPECT_EQ(table.columns, (Names{"2019", "2020", "2021"}));
    EXPECT_EQ(table.length(), 120u);
    EXPECT_TRUE(table.header);
    const SeriesTable large = parseSeries("1990\t2000\t2010\n2100\t950\t20\n2050\t960\t30\n"
                                          "1980\t900\t90\n1700\t990\t70\n");
    EXPECT_EQ(large.columns, (Names{"1990", "2000", "2010"}));
    EXPECT_FALSE(parseSeries(rows("")).header);
    EXPECT_FALSE(parseSeries("1,2,3\n2,3,4\n3,4,5\n4,5,6\n").header);
}

TEST(SeriesCases, aHeaderOfCountedColumnsIsOneWhereverItBegins)
{
    for (const char* header : {"0,1,2\n", "1,2,3\n"}) {
        std::string text = header;
        for (int row = 0; row < 12; ++row)
            text += std::to_string(row % 5) + "," + std::to_string(row * 7 % 11) + ","
                + std::to_string(row * 3 % 4) + "\n";
        const SeriesTable table = parseSeries(text);
        EXPECT_TRUE(table.header) << header;
        EXPECT_EQ(table.columns.size(), 3u) << header;
        EXPECT_EQ(table.length(), 12u) << header;
    }
    EXPECT_FALSE(parseSeries("1,2,4\n2,3,1\n4,1,3\n3,3,2\n1,2,2\n").header)
        << "what does not count on is a row";
}

TEST(SeriesCases, aColumnThatAModelWasTrainedOnIsAChannelInAnyCase)
{
    std::string text = "No,x\n";
    for (int i = 1; i <= 10; ++i)
        text += std::to_string(i) + "," + std::to_string(i * 7 % 10) + "\n";
    EXPECT_EQ(parseSeries(text).columns, Names{"x"});
    EXPECT_EQ(parseSeries(text, {true, {"No"}}).columns, (Names{"No", "x"}));
}

} // namespace
} // namespace regard
