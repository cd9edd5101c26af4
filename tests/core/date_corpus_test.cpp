// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dates/corpus.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace regard {
namespace {

const TextPairs& corpus()
{
    static const TextPairs all = makeDateCorpus(7, 12000, 2000);
    return all;
}

std::string joined(const std::vector<std::string>& tokens)
{
    std::string text;
    for (const std::string& token : tokens)
        text += token;
    return text;
}

TEST(DateCorpus, hasTheAskedSizesAndIsTheSameForTheSameSeed)
{
    const TextPairs a = makeDateCorpus(3, 300, 100);
    const TextPairs b = makeDateCorpus(3, 300, 100);
    ASSERT_EQ(a.train.size(), 300u);
    ASSERT_EQ(a.heldOut.size(), 100u);
    for (std::size_t i = 0; i < a.train.size(); ++i) {
        EXPECT_EQ(a.train[i].source, b.train[i].source);
        EXPECT_EQ(a.train[i].target, b.train[i].target);
    }
    EXPECT_NE(a.train[0].source, makeDateCorpus(4, 1, 1).train[0].source);
}

TEST(DateCorpus, heldOutDatesAreNotInTrainingInAnyFormat)
{
    std::set<std::string> dates;
    for (const TextPair& pair : corpus().train)
        dates.insert(joined(pair.target));
    for (const TextPair& pair : corpus().heldOut)
        EXPECT_FALSE(dates.contains(joined(pair.target))) << joined(pair.source);
}

TEST(DateCorpus, everyFormatIsInBothSplits)
{
    for (const auto* split : {&corpus().train, &corpus().heldOut}) {
        std::map<std::string, std::size_t> counts;
        for (const TextPair& pair : *split)
            ++counts[pair.group];
        for (const DateFormat& format : dateFormats())
            EXPECT_GT(counts[std::string(format.name)], split->size() / 20) << format.name;
        EXPECT_EQ(counts.size(), dateFormats().size());
    }
}

TEST(DateCorpus, noTextHasTwoReadings)
{
    std::map<std::string, std::string> readings;
    for (const auto* split : {&corpus().train, &corpus().heldOut})
        for (const TextPair& pair : *split) {
            const auto [found, added] = readings.emplace(joined(pair.source), joined(pair.target));
            EXPECT_EQ(found->second, joined(pair.target)) << found->first;
        }
}

TEST(DateCorpus, withSlashesTheNumberAboveTwelveIsTheDay)
{
    for (const TextPair& pair : corpus().train)
        if (pair.group == "slashes") {
            const std::string date = joined(pair.target);
            EXPECT_TRUE(date.substr(8) > "12" || date.substr(8) == date.substr(5, 2)) << date;
        }
}

TEST(DateCorpus, writesTheRightWeekdayAndCentury)
{
    std::size_t weekdays = 0;
    std::size_t centuries = 0;
    for (const TextPair& pair : corpus().train) {
        const std::string text = joined(pair.source);
        const std::string date = joined(pair.target);
        if (date == "2026-11-21" || date == "2000-01-01" || date == "1999-05-15") {
            weekdays += pair.group == "weekday";
            EXPECT_EQ(pair.group == "weekday", text.find("at") < 3 || text.find("AT") < 3) << text;
        }
        const bool years20 = date.starts_with("20");
        const std::string written = date.substr(2, 2);
        if (pair.group == "dots" && text.size() <= 8 && text.ends_with(written)
            && !text.ends_with(date.substr(0, 4))) {
            ++centuries;
            EXPECT_EQ(years20, written <= "68") << text;
        }
    }
    EXPECT_GT(centuries, 100u);
}

TEST(DateCorpus, alignedDigitsAreThoseThatAreRepeated)
{
    for (const TextPair& pair : corpus().heldOut) {
        ASSERT_EQ(pair.target.size(), 10u);
        ASSERT_EQ(pair.alignment.size(), 10u);
        EXPECT_TRUE(pair.alignment[4].empty());
        EXPECT_TRUE(pair.alignment[7].empty());
        // The year's last two digits and, unless it is one digit alone, the day's last.
        for (const std::size_t t : {2u, 3u, 9u}) {
            ASSERT_FALSE(pair.alignment[t].empty());
            if (pair.alignment[t].size() == 1) {
                EXPECT_EQ(pair.source[static_cast<std::size_t>(pair.alignment[t][0])],
                          pair.target[t])
                    << joined(pair.source);
            }
        }
        for (const std::size_t t : {0u, 1u, 5u, 6u, 8u})
            EXPECT_FALSE(pair.alignment[t].empty());
    }
}

} // namespace
} // namespace regard
