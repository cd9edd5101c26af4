// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json.h"

#include "core/io/input_file.h"
#include "tests/core/temporary_folder.h"

#include <nlohmann/json.hpp>

using namespace regard;

namespace {

std::string refusalOf(const std::string& text, const JsonLimits& limits = {})
{
    return errorOf([&] { parseJson(text, "a.json", limits); });
}

} // namespace

TEST(Json, WhatIsParsedIsWhatTheTextSays)
{
    const std::string text =
        R"({"a":[1,-2,2.5,true,null,"x\u00e9"],"b":{"c":{},"d":[[],[[9007199254740993]]]},"e":""})";
    EXPECT_EQ(parseJson(text, "a.json"), nlohmann::json::parse(text));
    EXPECT_EQ(parseJson(" 7 ", "a.json"), 7);
    EXPECT_EQ(parseJson("[]", "a.json"), nlohmann::json::array());
}

TEST(Json, AKeyGivenTwiceIsRefusedWithItsPlace)
{
    const std::string message = refusalOf("{\"a\": 1,\n  \"b\": 2,\n  \"a\": 3}");
    EXPECT_TRUE(has(message, "a.json"));
    EXPECT_TRUE(has(message, "line 3"));
    EXPECT_TRUE(has(message, "\"a\" occurs twice"));
    EXPECT_NO_THROW(parseJson(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})", "a.json"));
}

TEST(Json, SyntaxErrorsSayWhereTheyAre)
{
    const std::string message = refusalOf("{\"a\": 1,\n  \"b\" 2}");
    EXPECT_TRUE(has(message, "line 2, column 7"));
    for (const char* text : {"", "{", "[1,]", "nul", "\"\xFF\"", "{} {}", "[1e999]", "'a'", "01"})
        EXPECT_TRUE(has(refusalOf(text), "line 1")) << text;
}

TEST(Json, DeepNestingIsRefused)
{
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_NO_THROW(parseJson(nested(64), "a.json"));
    EXPECT_TRUE(has(refusalOf(nested(65)), "more than 64"));
    EXPECT_TRUE(has(refusalOf(std::string(1'000'000, '[')), "more than 64"));
    std::string objects;
    for (int i = 0; i < 100; ++i)
        objects += "{\"a\":";
    EXPECT_TRUE(has(refusalOf(objects), "more than 64"));
}

TEST(Json, MoreBytesOrValuesThanTheLimitAreRefused)
{
    EXPECT_TRUE(has(refusalOf("[1,2,3]", {.values = 3}), "more than 3 values"));
    EXPECT_NO_THROW(parseJson("[1,2,3]", "a.json", {.values = 4}));
    EXPECT_TRUE(has(refusalOf("[1,2,3]", {.bytes = 6}), "larger"));
}

TEST(Json, AFileThatCannotBeReadIsNamedWithTheReason)
{
    const TemporaryFolder folder;
    EXPECT_TRUE(has(errorOf([&] { readJson(folder / "none.json"); }), "none.json: No such file"));
    EXPECT_TRUE(has(errorOf([&] { readJson(folder.path()); }), "folder"));
    writeContent(folder / "big.json", std::string(2000, ' '));
    EXPECT_TRUE(has(errorOf([&] { readJson(folder / "big.json", {.bytes = 1000}); }), "larger"));
    writeContent(folder / "good.json", "{\"a\": 1}");
    EXPECT_EQ(readJson(folder / "good.json")["a"], 1);
}
