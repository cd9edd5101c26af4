// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/figure_groups.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

TEST(ShareInterval, isWilsonsForKnownCounts)
{
    // 8 of 10: (0.8 + 0.19207 ± 1.95996·√(0.016 + 0.0096036)) / 1.38415, by hand.
    const auto [low, high] = shareInterval(8, 10);
    EXPECT_NEAR(low, 0.4902, 1e-4);
    EXPECT_NEAR(high, 0.9433, 1e-4);
}

TEST(ShareInterval, staysBetweenNothingAndAll)
{
    EXPECT_EQ(shareInterval(0, 0), std::pair(0.0, 1.0));
    EXPECT_EQ(shareInterval(0, 5).first, 0.0);
    EXPECT_EQ(shareInterval(5, 5).second, 1.0);
    EXPECT_GT(shareInterval(0, 5).second, 0.3);
    EXPECT_LT(shareInterval(5, 5).first, 0.7);
}

TEST(LengthGroup, hasEveryLengthInTheGroupThatNamesIt)
{
    for (std::size_t tokens = 1; tokens <= 60; ++tokens) {
        auto [name, label] = lengthGroupName(lengthGroup(tokens));
        const std::size_t dash = name.find('-');
        EXPECT_LE(std::stoul(name.substr(0, dash)), tokens);
        EXPECT_GE(std::stoul(name.substr(dash + 1)), tokens);
        EXPECT_EQ(label, name.replace(dash, 1, " to ") + " tokens");
    }
}

TEST(GroupCounts, countsEachGroupOnItsOwn)
{
    GroupCounts counts;
    for (const auto& [order, right] : {std::pair(2u, true), {0u, false}, {2u, false}, {2u, true}})
        counts.add(order, right);
    const std::vector<FigureGroup> groups = counts.groups([](std::size_t order) {
        return std::pair("g" + std::to_string(order), "group " + std::to_string(order));
    });
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].name, "g0");
    EXPECT_EQ(groups[0].label, "group 0");
    EXPECT_EQ(groups[0].examples, 1u);
    EXPECT_EQ(groups[0].figures.at(0).name, "exact_match");
    EXPECT_EQ(groups[0].figures.at(0).value, 0);
    EXPECT_EQ(groups[1].examples, 3u);
    EXPECT_NEAR(groups[1].figures.at(0).value, 2.0 / 3, 1e-12);
    EXPECT_LT(groups[1].figures.at(1).value, 2.0 / 3);
    EXPECT_GT(groups[1].figures.at(2).value, 2.0 / 3);
}

TEST(Groupings, ofEveryScenarioAreRefusedByOtherNames)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        Settings given;
        for (const char* name : {"examples", "held_out"})
            if (std::any_of(scenario.settings.begin(), scenario.settings.end(),
                            [&](const SettingSpec& setting) { return setting.name == name; }))
                given.set(name, std::int64_t{40});
        const auto task = scenario.task({resolveSettings(scenario.settings, given), {}, false, {}});
        EXPECT_THROW(task->evaluateBy("colour", {}, Split::HeldOut, 0, {}), std::invalid_argument)
            << scenario.id;
    }
}

} // namespace
} // namespace regard
