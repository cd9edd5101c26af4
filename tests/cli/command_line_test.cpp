// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands write that need no training.
#include "core/io/npz.h"
#include "tests/cli/command_line.h"

#include <nlohmann/json.hpp>

#include <string>

namespace regard {
namespace {

TEST_F(CommandLine, versionAndHelpNeedNoDisplay)
{
    const Result version = run("--version");
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(version.output.starts_with("regard ")) << version.output;
    const Result help = run("--help");
    EXPECT_EQ(help.status, 0);
    for (const char* command : {"catalogue", "trace", "train", "evaluate", "render"}) {
        EXPECT_NE(help.output.find(command), std::string::npos);
        const Result own = run(std::string(command) + " --help");
        EXPECT_EQ(own.status, 0);
        EXPECT_NE(own.output.find(command), std::string::npos);
    }
}

TEST_F(CommandLine, catalogueAsJsonListsScenariosWithDefaultsAndAllowedValues)
{
    const Result result = run("catalogue --json");
    ASSERT_EQ(result.status, 0);
    const auto json = nlohmann::json::parse(result.output);
    ASSERT_GE(json.size(), 3u);
    EXPECT_EQ(json[0]["id"], "worked-example");
    for (const auto& scenario : json)
        for (const auto& setting : scenario["settings"]) {
            EXPECT_TRUE(setting.contains("default"));
            EXPECT_TRUE(setting.contains("choices") || setting.contains("minimum")
                        || setting["type"] == "boolean");
        }
}

TEST_F(CommandLine, traceWritesWhatNumpyReadsWithItsJsonMember)
{
    ASSERT_EQ(run("trace worked-example --out " + path("t.npz")).status, 0);
    const NpzFile file = readNpz(path("t.npz"));
    const auto json = nlohmann::json::parse(file.texts.at("trace.json"));
    EXPECT_EQ(json["scenario"], "worked-example");
    EXPECT_EQ(json["input_tokens"], (nlohmann::json{"Thinking", "Machines"}));
    EXPECT_EQ(json["tensors"].size(), file.arrays.size());
    for (const NamedTensor& array : file.arrays)
        if (array.name == "scores") {
            EXPECT_EQ(array.values[0], 112);
            EXPECT_EQ(array.values[1], 96);
        }
}

TEST_F(CommandLine, traceWritesJsonWithTheSameContents)
{
    ASSERT_EQ(run("trace dialogue --text 'are you free tomorrow?' --set temperature=2 --out "
                  + path("t.json"))
                  .status,
              0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_EQ(json["settings"]["temperature"], 2.0);
    EXPECT_EQ(json["output_tokens"].back(), "<eos>");
    EXPECT_TRUE(json["tensors"][0].contains("value"));
}

TEST_F(CommandLine, traceWritesATargetInPlaceOfDecoding)
{
    ASSERT_EQ(run("trace dialogue --target 'no.' --out " + path("t.json")).status, 0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_EQ(json["output_tokens"], (nlohmann::json{"no", ".", "<eos>"}));
}

TEST_F(CommandLine, evaluateWritesCountsToTheirLastDigit)
{
    const Result result = run("evaluate reviews");
    EXPECT_NE(result.output.find(" 2609410 "), std::string::npos) << result.output;
}

TEST_F(CommandLine, traceTellsWhichWordsTheModelDoesNotKnow)
{
    const Result result =
        run("trace dialogue --text 'zorgle are you grün zorgle?' --out " + path("t.json"));
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_NE(result.errors.find("read as unknown: \"grün\", \"zorgle\"."), std::string::npos)
        << result.errors;
    EXPECT_EQ(run("trace dialogue --out " + path("t.json")).errors.find("unknown"),
              std::string::npos);
}

TEST_F(CommandLine, emptyTextGivesAnEmptyTraceFile)
{
    ASSERT_EQ(run("trace dialogue --text '' --out " + path("t.json")).status, 0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_TRUE(json["tensors"].empty());
    EXPECT_TRUE(json["input_tokens"].empty());
}

TEST_F(CommandLine, evaluateMeasuresTheShippedWeights)
{
    const Result result = run("evaluate dialogue --set held_out=100 --json");
    ASSERT_EQ(result.status, 0) << result.errors;
    EXPECT_GE(nlohmann::json::parse(result.output)["figures"]["exact_match"], 0.98);
}

} // namespace
} // namespace regard
