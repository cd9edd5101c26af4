// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/settings.h"

#include "core/io/settings_json.h"
#include "tests/core/temporary_folder.h"

#include <cmath>
#include <nlohmann/json.hpp>

using namespace regard;

namespace {

SettingSpec spec(const std::string& name, SettingValue value)
{
    SettingSpec result;
    result.name = name;
    result.defaultValue = std::move(value);
    return result;
}

std::vector<SettingSpec> specs()
{
    std::vector<SettingSpec> all{spec("heads", std::int64_t{2}), spec("rate", 0.5),
                                 spec("causal", false), spec("score", std::string("dot"))};
    all[0].minimum = 1;
    all[0].maximum = 8;
    all[1].maximum = 1;
    all[3].choices = {"dot", "additive"};
    return all;
}

std::string refusalOf(const SettingSpec& setting, const std::string& text)
{
    try {
        parseSetting(setting, text);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    ADD_FAILURE() << text << " was taken";
    return {};
}

} // namespace

TEST(Settings, ParsedValuesHaveTheTypeOfTheSetting)
{
    const auto all = specs();
    EXPECT_EQ(parseSetting(all[0], "8"), SettingValue(std::int64_t{8}));
    EXPECT_EQ(parseSetting(all[1], "1e-3"), SettingValue(1e-3));
    EXPECT_EQ(parseSetting(all[1], "1"), SettingValue(1.0));
    EXPECT_EQ(parseSetting(all[2], "true"), SettingValue(true));
    EXPECT_EQ(parseSetting(all[2], "off"), SettingValue(false));
    EXPECT_EQ(parseSetting(all[3], "additive"), SettingValue(std::string("additive")));
}

TEST(Settings, ARefusalNamesTheSettingTheValueAndWhatIsAllowed)
{
    const auto all = specs();
    for (const char* text : {"0", "9", "two", "2.5", "", "8x", "99999999999999999999"})
        EXPECT_TRUE(has(refusalOf(all[0], text), "a whole number from 1 to 8"));
    for (const char* text : {"1.5", "-0.1", "nan", "inf", "0,5"})
        EXPECT_TRUE(has(refusalOf(all[1], text), "a number from 0 to 1"));
    EXPECT_TRUE(has(refusalOf(all[2], "maybe"), "true or false"));
    const std::string message = refusalOf(all[3], "cosine");
    EXPECT_TRUE(has(message, "score"));
    EXPECT_TRUE(has(message, "\"cosine\""));
    EXPECT_TRUE(has(message, "dot, additive"));
}

TEST(Settings, WithoutLimitsAnyFiniteNumberIsAllowed)
{
    EXPECT_EQ(parseSetting(spec("shift", 0.0), "-1e6"), SettingValue(-1e6));
    EXPECT_THROW(parseSetting(spec("shift", 0.0), "inf"), std::invalid_argument);
}

TEST(Settings, TextAndValueAreEachOthersReverse)
{
    for (const SettingSpec& setting : {spec("a", true), spec("b", std::int64_t{-7}), spec("c", 0.1),
                                       spec("d", 1e-30), spec("e", std::string("x y"))})
        EXPECT_EQ(parseSetting(setting, settingText(setting.defaultValue)), setting.defaultValue);
    EXPECT_EQ(settingText(0.5), "0.5");
    EXPECT_EQ(settingText(false), "false");
}

TEST(Settings, ResolvingPutsTheGivenOnesOnTopOfTheDefaults)
{
    Settings given;
    given.set("heads", std::int64_t{4});
    given.set("rate", std::int64_t{1});
    const Settings settings = resolveSettings(specs(), given);
    EXPECT_EQ(settings.integer("heads"), 4);
    EXPECT_EQ(settings.number("rate"), 1.0);
    EXPECT_FALSE(settings.flag("causal"));
    EXPECT_EQ(settings.text("score"), "dot");
    EXPECT_EQ(settings.values().size(), 4u);
}

TEST(Settings, ResolvingRefusesUnknownNamesWrongTypesAndValuesOutOfRange)
{
    const std::vector<std::pair<std::string, SettingValue>> wrong{
        {"hats", std::int64_t{1}},       {"heads", std::int64_t{9}},       {"heads", 2.0},
        {"causal", std::string("true")}, {"score", std::string("cosine")}, {"rate", std::nan("")}};
    for (const auto& [name, value] : wrong) {
        Settings given;
        given.set(name, value);
        EXPECT_THROW(resolveSettings(specs(), given), std::invalid_argument) << name;
    }
}

TEST(Settings, AskingForAnotherTypeOrNameIsAMistake)
{
    const Settings settings = resolveSettings(specs());
    EXPECT_THROW(settings.flag("heads"), std::out_of_range);
    EXPECT_THROW(settings.number("heads"), std::out_of_range);
    EXPECT_THROW(settings.text("hats"), std::out_of_range);
    EXPECT_TRUE(settings.has("heads"));
    EXPECT_FALSE(settings.has("hats"));
}

TEST(Settings, JsonKeepsEachType)
{
    Settings settings = resolveSettings(specs());
    settings.set("rate", 1.0);
    settings.set("seed", std::int64_t{9007199254740993});
    const std::string text = settingsToJson(settings).dump();
    EXPECT_TRUE(has(text, "\"rate\":1.0"));
    EXPECT_EQ(settingsFromJson(nlohmann::json::parse(text)), settings);
}

TEST(Settings, JsonOfAnythingButPlainValuesIsRefused)
{
    for (const char* text : {"[]", "3", "null", "{\"a\": null}", "{\"a\": [1]}", "{\"a\": {}}"})
        EXPECT_THROW(settingsFromJson(nlohmann::json::parse(text)), std::invalid_argument) << text;
}
