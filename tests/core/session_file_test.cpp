// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/session_file.h"

#include "core/io/atomic_file.h"
#include "core/io/input_file.h"
#include "core/models/weights_file.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

Session example()
{
    Session session;
    session.exploration.scenario = "worked-example";
    session.exploration.texts = {"Machines 机器"};
    session.exploration.settings.set("score", std::string("dot"));
    session.exploration.settings.set("temperature", 0.5);
    session.exploration.edits = {{"scores", 1, 0, Real(2.5)}};
    session.view = "heatmap";
    session.selection = {"weights", 1, 0};
    return session;
}

TEST(SessionFile, EveryScenarioComesBackAsItWas)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const TemporaryFolder folder;
    saveSession(example(), folder / "one.regard");
    EXPECT_EQ(loadSession(folder / "one.regard"), example());
    for (const ScenarioSpec& scenario : catalogue()) {
        Session session;
        session.exploration.scenario = scenario.id;
        for (const InputSpec& input : scenario.inputs)
            session.exploration.texts.push_back(input.examples.back().text);
        for (const SettingSpec& spec : scenario.settings)
            session.exploration.settings.set(spec.name, spec.defaultValue);
        saveSession(session, folder / "each.regard");
        const Session back = loadSession(folder / "each.regard");
        EXPECT_EQ(back.exploration.texts, session.exploration.texts) << scenario.id;
        EXPECT_EQ(back.exploration.settings, session.exploration.settings) << scenario.id;
    }
}

TEST(SessionFile, WeightsThatWereOpenedAreFoundByTheirPath)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    Session session;
    session.exploration.scenario = scenario.id;
    session.exploration.weights = share(
        loadWeights(shippedWeightsPath(scenario, resolveSettings(scenario.settings)), scenario));
    const TemporaryFolder folder;
    saveSession(session, folder / "s.regard");
    const Session back = loadSession(folder / "s.regard");
    ASSERT_TRUE(back.exploration.weights);
    EXPECT_EQ(back.exploration.weights->origin, session.exploration.weights->origin);
}

TEST(SessionFile, WhatALaterVersionAddsIsPassedOverAndItsOwnIsRefused)
{
    const auto parse = [](const std::string& text) { return parseSession(text, "s.regard"); };
    EXPECT_EQ(parse(R"({"regard": "session", "version": 1, "lesson": 3, "panes": [
        {"scenario": "dialogue", "colour": "red"}, {"scenario": "nowhere"}]})")
                  .exploration.scenario,
              "dialogue");
    EXPECT_THROW(parse(R"({"regard": "session", "version": 2, "panes": []})"), FileError);
}

TEST(SessionFile, WhatIsNoSessionSaysWhyAndNamesTheFile)
{
    const char* const wrong[] = {
        "",
        "{}",
        "[1, 2]",
        R"({"regard": "session", "version": 1})",
        R"({"regard": "session", "version": 1, "panes": []})",
        R"({"regard": "session", "version": 1, "panes": {}})",
        R"({"regard": "session", "version": 1, "panes": [{}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "nowhere"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": 3}]})",
        R"({"regard": "session", "version": "1", "panes": [{"scenario": "dialogue"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "texts": ["a", "b"]}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "settings": {"score": "sum"}}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "edits": [{"path": "x"}]}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "weights": "not-there.safetensors"}]})",
    };
    for (const char* text : wrong)
        try {
            parseSession(text, "my.regard");
            ADD_FAILURE() << text;
        } catch (const FileError& error) {
            const std::string message = error.what();
            EXPECT_TRUE(message.find("my.regard") != std::string::npos
                        || message.find("not-there") != std::string::npos)
                << message;
        }
}

} // namespace
} // namespace regard
