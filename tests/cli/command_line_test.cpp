// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands write that need no training.
#include "core/io/npz.h"
#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/scenarios/catalogue.h"
#include "tests/cli/command_line.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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
            ASSERT_TRUE(setting.contains("default"));
            if (setting.contains("minimum")) {
                EXPECT_LT(setting["minimum"], setting["maximum"]) << setting;
                EXPECT_LE(setting["minimum"], setting["default"]) << setting;
                EXPECT_GE(setting["maximum"], setting["default"]) << setting;
            }
            if (setting.contains("choices")) {
                const auto& choices = setting["choices"];
                EXPECT_NE(std::find(choices.begin(), choices.end(), setting["default"]),
                          choices.end())
                    << setting;
            }
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

TEST_F(CommandLine, everyScenarioThatDecodesWritesATargetAndNoOtherTakesOne)
{
    const auto outputOf = [&](const std::string& id, const std::string& options) {
        const Result result = run("trace " + id + options + " --out " + path("t.json"));
        EXPECT_EQ(result.status, 0) << id << ": " << result.errors;
        return nlohmann::json::parse(contentOf(path("t.json")))["output_tokens"];
    };
    std::size_t decoding = 0;
    for (const ScenarioSpec& scenario : catalogue()) {
        if (scenario.layout != Layout::EncoderDecoder) {
            expectError(run("trace " + scenario.id + " --target 2 --out " + path("no.json")), 2,
                        "decodes nothing");
            EXPECT_FALSE(std::filesystem::exists(path("no.json"))) << scenario.id;
            continue;
        }
        ++decoding;
        const nlohmann::json decoded = outputOf(scenario.id, "");
        ASSERT_GT(decoded.size(), 2u) << scenario.id;
        if (scenario.id == "pointer") { // its answers are places: of three, the third alone
            EXPECT_EQ(outputOf(scenario.id, " --text '7 5 6' --target 3"), nlohmann::json{"6"});
            continue;
        }
        // The first token of what it writes by itself, and no more.
        const std::string first = decoded[0].get<std::string>();
        EXPECT_EQ(outputOf(scenario.id, " --target '" + first + "'"),
                  (nlohmann::json{first, "<eos>"}))
            << scenario.id;
    }
    EXPECT_GT(decoding, 3u);
}

TEST_F(CommandLine, whatIsGivenFirstIsWrittenAndTheRestIsDecoded)
{
    const auto traced = [&](const std::string& options) {
        const Result result = run("trace " + options + " --out " + path("t.json"));
        EXPECT_EQ(result.status, 0) << options << ": " << result.errors;
        return nlohmann::json::parse(contentOf(path("t.json")));
    };
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!findSetting(scenario, "decoding")) {
            expectError(run("trace " + scenario.id + " --prefix a --out " + path("no.json")), 2,
                        "writes no tokens");
            continue;
        }
        const auto free = traced(scenario.id);
        EXPECT_EQ(free["decoding"]["forced"], 0);
        EXPECT_FALSE(free["decoding"].contains("beam"));
        const std::string first = free["output_tokens"][0].get<std::string>();
        const auto forced = traced(scenario.id + " --prefix '" + first + ' ' + first + "'");
        EXPECT_EQ(forced["output_tokens"][1], first) << scenario.id;
        EXPECT_EQ(forced["decoding"]["forced"], 2);
        EXPECT_EQ(forced["decoding"]["goes_on"], true);
        const auto searched = traced(scenario.id + " --set decoding=beam --set branch=2");
        const auto& beam = searched["decoding"]["beam"];
        const auto& written = beam[searched["decoding"]["written"].get<std::size_t>()];
        EXPECT_EQ(written["rank"], 2);
        EXPECT_EQ(written["fate"], "ended");
        EXPECT_EQ(written["token"], searched["output_tokens"].back());
        EXPECT_TRUE(written.contains("score"));
    }
    expectError(run("trace dialogue --prefix no --target no --out " + path("no.json")), 2,
                "leave one out");
}

TEST_F(CommandLine, onlyWhatTheWeightsAreNotOfIsNoted)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const std::string note = "the weights are of ";
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        const Settings trained = weightsFor(scenario, resolveSettings(scenario.settings))->settings;
        std::string own; // what they were trained with
        for (const SettingSpec& spec : scenario.settings)
            if (spec.affects != Affects::Computation)
                own += " --set '" + spec.name + "=" + settingText(trained.value(spec.name)) + "'";
        const std::string out = " --out " + path("t.json");
        const Result same = run("trace " + scenario.id + own + out);
        EXPECT_EQ(same.status, 0) << scenario.id << ": " << same.errors;
        EXPECT_EQ(same.errors.find(note), std::string::npos) << scenario.id << ": " << same.errors;
        const std::string seed = std::to_string(trained.integer("seed") + 1);
        const Result other = run("trace " + scenario.id + own + " --set seed=" + seed + out);
        EXPECT_EQ(other.status, 0) << scenario.id << ": " << other.errors;
        const std::size_t told = other.errors.find(note + "seed=");
        ASSERT_NE(told, std::string::npos) << scenario.id << ": " << other.errors;
        EXPECT_NE(other.errors.find("train others for seed=" + seed, told), std::string::npos);
        EXPECT_EQ(other.errors.find(note, told + 1), std::string::npos) << other.errors;
    }
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
    EXPECT_NE(result.errors.find("read as unknown: \"zorgle\", \"grün\"."), std::string::npos)
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

TEST_F(CommandLine, evaluateTellsTheFiguresByLengthAndByKind)
{
    const std::string command = "evaluate dialogue --set held_out=100 --by ";
    for (const char* by : {"length", "kind"}) {
        const Result result = run(command + by + " --json");
        ASSERT_EQ(result.status, 0) << result.errors;
        const auto json = nlohmann::json::parse(result.output);
        EXPECT_EQ(json["by"]["grouping"], by);
        std::size_t examples = 0;
        double right = 0;
        for (const auto& group : json["by"]["groups"]) {
            examples += group["examples"].get<std::size_t>();
            right +=
                group["examples"].get<double>() * group["figures"]["exact_match"].get<double>();
            EXPECT_LE(group["figures"]["exact_match_low"], group["figures"]["exact_match"]);
            EXPECT_GE(group["figures"]["exact_match_high"], group["figures"]["exact_match"]);
        }
        EXPECT_EQ(examples, 100u);
        EXPECT_NEAR(right / 100, json["figures"]["exact_match"].get<double>(), 1e-9);
    }
    EXPECT_NE(run(command + "length").output.find("\n6-10 "), std::string::npos);
    expectError(run(command + "colour"), 2, "are known by length or kind");
    expectError(run("evaluate reviews --set held_out=10 --by length"), 2, "leave --by out");
}

} // namespace
} // namespace regard
