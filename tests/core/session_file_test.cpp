// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"
#include "core/scenarios/session_file.h"

#include "core/io/atomic_file.h"
#include "core/io/base64.h"
#include "core/io/input_file.h"
#include "core/models/weights_file.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace regard {
namespace {

Workspace example()
{
    PaneState pane;
    pane.exploration.scenario = "worked-example";
    pane.exploration.texts = {"Machines 机器"};
    pane.exploration.settings.set("score", std::string("dot"));
    pane.exploration.settings.set("temperature", 0.5);
    pane.exploration.edits = {{"scores", 1, 0, Real(2.5)}};
    pane.view = "heatmap";
    pane.selection = {"weights", 1, 0, "机器", "Machines"};
    return {{pane}};
}

TEST(SessionFile, EveryScenarioComesBackAsItWas)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const TemporaryFolder folder;
    saveSession(example(), folder / "one.regard");
    EXPECT_EQ(loadSession(folder / "one.regard"), example());
    for (const ScenarioSpec& scenario : catalogue()) {
        PaneState pane;
        pane.exploration.scenario = scenario.id;
        for (const InputSpec& input : scenario.inputs)
            pane.exploration.texts.push_back(input.examples.back().text);
        for (const SettingSpec& spec : scenario.settings)
            pane.exploration.settings.set(spec.name, spec.defaultValue);
        saveSession({{pane}}, folder / "each.regard");
        EXPECT_EQ(loadSession(folder / "each.regard"), (Workspace{{pane}})) << scenario.id;
    }
}

TEST(SessionFile, BookmarksComeBackAndTooManyOrNoneAreRefused)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Workspace session = example();
    session.bookmarks = {{"dialogue", "encoder", "states", -1, 2, "free", 3, 14},
                         {"worked-example", "", "weights", -1, -1, "", -1, 6}};
    const std::string text = sessionText(session, SessionWeights::ByPath);
    EXPECT_EQ(parseSession(text, "marked.regard", {}), session);
    // A session of before has none.
    EXPECT_TRUE(parseSession(sessionText(example(), SessionWeights::ByPath), "old.regard", {})
                    .bookmarks.empty());
    session.bookmarks.assign(mostBookmarks + 1, session.bookmarks.front());
    EXPECT_THROW(parseSession(sessionText(session, SessionWeights::ByPath), "many.regard", {}),
                 FileError);
    const auto refuses = [&](const std::string& what, const std::string& with) {
        std::string wrong = text;
        wrong.replace(wrong.find(what), what.size(), with);
        EXPECT_THROW(parseSession(wrong, "wrong.regard", {}), FileError) << with;
    };
    refuses("\"name\": \"states\"", "\"named\": \"states\"");
    refuses("\"scenario\": \"dialogue\"", "\"scenario\": \"none\"");
    refuses("\"step\": -1", "\"step\": \"first\"");
}

TEST(SessionFile, EveryKindOfChangeComesBack)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const TemporaryFolder folder;
    PaneState pane;
    pane.exploration.scenario = "dialogue";
    pane.exploration.texts = {"are you free?"};
    pane.own = {std::string(ownInput)};
    for (int kind = 0; kind <= static_cast<int>(EditKind::ReverseInput); ++kind) {
        Edit edit;
        edit.kind = static_cast<EditKind>(kind);
        switch (edit.kind) {
        case EditKind::Number:
            edit = {"weights", 1, 2, Real(0.5), "yes", "free"};
            break;
        case EditKind::HideToken:
            edit.column = 2;
            edit.columnLabel = "free";
            break;
        case EditKind::PassOn:
            edit.path = "scaled";
            edit.from = "scores";
            break;
        case EditKind::Zero:
        case EditKind::Even:
        case EditKind::NoResidual:
            edit.path = "context";
            break;
        case EditKind::ReverseInput:
            break;
        }
        EXPECT_FALSE(editKindName(edit.kind).empty());
        pane.exploration.edits.push_back(edit);
    }
    saveSession({{pane}}, folder / "changes.regard");
    EXPECT_EQ(loadSession(folder / "changes.regard"), (Workspace{{pane}}));
    const std::string wrong = R"({"regard": "session", "version": 1, "panes": [{"scenario":
        "dialogue", "edits": [{"path": "x", "kind": "melt"}]}]})";
    EXPECT_THROW(parseSession(wrong, "s.regard"), FileError);
}

TEST(SessionFile, SeveralPanesComeBackWithWhatIsTheirOwn)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const TemporaryFolder folder;
    Workspace workspace = example();
    while (workspace.panes.size() < mostPanes) {
        PaneState next = workspace.panes.front();
        next.exploration.settings.set("temperature", 0.5 * double(workspace.panes.size()));
        next.own = {"temperature"};
        next.view = "arcs";
        workspace.panes.push_back(next);
    }
    saveSession(workspace, folder / "six.regard");
    EXPECT_EQ(loadSession(folder / "six.regard"), workspace);
}

TEST(SessionFile, HowTheOutputBeginsComesBack)
{
    Workspace workspace;
    workspace.panes.resize(1);
    workspace.panes[0].exploration.scenario = "translation";
    workspace.panes[0].exploration.prefix = {"这", "个", "<eos>"};
    workspace.panes[0].exploration.settings.set("decoding", std::string("beam"));
    EXPECT_EQ(parseSession(sessionText(workspace, SessionWeights::ByPath), "s.regard"), workspace);
}

class SessionWeightsTest : public testing::Test {
protected:
    SessionWeightsTest() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    Workspace saved(const std::shared_ptr<const Weights>& weights, SessionWeights how) const
    {
        PaneState pane;
        pane.exploration.scenario = scenario.id;
        pane.exploration.weights = weights;
        saveSession({{pane}}, file, how);
        return loadSession(file);
    }
    std::shared_ptr<const Weights> shipped() const
    {
        return shareWeights(loadWeights(
            shippedWeightsPath(scenario, resolveSettings(scenario.settings)), scenario));
    }
    static void expectSame(const Weights& one, const Weights& other)
    {
        EXPECT_EQ(one.settings, other.settings);
        EXPECT_EQ(one.figures, other.figures);
        EXPECT_EQ(one.trained, other.trained);
        ASSERT_EQ(one.parameters.block().size(), other.parameters.block().size());
        EXPECT_TRUE(std::ranges::equal(one.parameters.block(), other.parameters.block()));
        for (const auto& [use, vocabulary] : one.vocabularies)
            EXPECT_EQ(vocabulary.tokens(), other.vocabularies.at(use).tokens());
    }

    const ScenarioSpec& scenario = scenarioOf("dates");
    TemporaryFolder folder;
    std::filesystem::path file = folder / "s.regard";
};

TEST_F(SessionWeightsTest, weightsThatWereOpenedAreFoundByTheirPath)
{
    const auto weights = shipped();
    const Workspace back = saved(weights, SessionWeights::ByPath);
    ASSERT_TRUE(back.panes.front().exploration.weights);
    EXPECT_EQ(back.panes.front().exploration.weights->origin, weights->origin);
    EXPECT_LT(std::filesystem::file_size(file), 10'000u);
}

TEST_F(SessionWeightsTest, weightsThatArePutInComeBackWithoutTheirFile)
{
    const auto weights = shipped();
    const Workspace back = saved(weights, SessionWeights::PutIn);
    ASSERT_TRUE(back.panes.front().exploration.weights);
    EXPECT_EQ(back.panes.front().exploration.weights->origin, "");
    expectSame(*back.panes.front().exploration.weights, *weights);
    // And again: those that came from no file are put in without being asked to.
    const Workspace again = saved(back.panes.front().exploration.weights, SessionWeights::ByPath);
    ASSERT_TRUE(again.panes.front().exploration.weights);
    expectSame(*again.panes.front().exploration.weights, *weights);
}

TEST_F(SessionWeightsTest, damagedWeightsAreRefused)
{
    saved(shipped(), SessionWeights::PutIn);
    const std::string good = readFile(file, std::size_t{1} << 30, "");
    const std::size_t place = good.find("safetensors") + 20;
    for (const char* wrong : {"!", "===="}) {
        std::string text = good;
        text.replace(place, std::string(wrong).size(), wrong);
        EXPECT_THROW(parseSession(text, file), FileError) << wrong;
    }
    std::string other = good;
    other.replace(other.find("\"dates\""), 7, "\"dialogue\"");
    EXPECT_THROW(parseSession(other, file), FileError);
}

TEST(Base64, isThatOfTheStandardAndComesBack)
{
    // RFC 4648, section 10.
    const std::pair<const char*, const char*> known[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : known) {
        EXPECT_EQ(toBase64(bytes), text);
        EXPECT_EQ(fromBase64(text), bytes);
    }
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    EXPECT_EQ(fromBase64(toBase64(all)), all);
    for (const char* wrong : {"Zg", "Zg=", "Z===", "====", "Zm9v\n", "Z!==", "=Zg="})
        EXPECT_FALSE(fromBase64(wrong)) << wrong;
}

TEST(SessionFile, WhatALaterVersionAddsIsPassedOverAndItsOwnIsRefused)
{
    const auto parse = [](const std::string& text) { return parseSession(text, "s.regard"); };
    EXPECT_EQ(parse(R"({"regard": "session", "version": 1, "lesson": 3, "panes": [
        {"scenario": "dialogue", "colour": "red"}]})")
                  .panes.front()
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
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue"},
            {"scenario": "nowhere"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue"},
            {"scenario": "dialogue", "own": ["noise"]}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "prefix": "no"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue",
            "prefix": ["no"], "target": "no"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "dialogue"},
            {"scenario": "dialogue", "own": "score"}]})",
        R"({"regard": "session", "version": 1, "panes": [{"scenario": "pointer"},
            {"scenario": "pointer"}, {"scenario": "pointer"}, {"scenario": "pointer"},
            {"scenario": "pointer"}, {"scenario": "pointer"}, {"scenario": "pointer"}]})",
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
