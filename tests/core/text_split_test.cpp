// SPDX-License-Identifier: GPL-3.0-or-later
// Words, characters and subwords as the tokens of a scenario's texts.
#include "core/models/text_split.h"

#include "core/io/input_file.h"
#include "core/io/safetensors.h"
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/training/run.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/training_run.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace regard {
namespace {

class TokensSetting : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    static std::vector<std::string> writing()
    {
        std::vector<std::string> ids;
        for (const ScenarioSpec& scenario : catalogue())
            if (findSetting(scenario, "tokens"))
                ids.push_back(scenario.id);
        return ids;
    }
    static Settings settingsFor(const ScenarioSpec& scenario, const std::string& tokens)
    {
        Settings settings = resolveSettings(scenario.settings);
        settings.set("tokens", tokens);
        settings.set("examples", std::int64_t{64});
        settings.set("held_out", std::int64_t{16});
        settings.set("merges", std::int64_t{40});
        settings.set("epochs", std::int64_t{1});
        return settings;
    }
    /// Weights after an epoch.
    static Weights trained(const ScenarioSpec& scenario, const Settings& settings, const Task& task)
    {
        Weights weights = drawWeights(scenario, settings, task);
        TrainOptions options = trainOptions(settings);
        options.threads = 1;
        weights.parameters =
            train(task, std::move(weights.parameters), options, {}, [](const TrainReport&) {});
        weights.trained = true;
        return weights;
    }
    static std::vector<std::string> textsOf(const std::vector<TraceToken>& tokens)
    {
        std::vector<std::string> texts;
        for (const TraceToken& token : tokens)
            texts.push_back(token.text);
        return texts;
    }

    const TemporaryFolder m_folder;
};

TEST_F(TokensSetting, belongsToScenariosThatWrite)
{
    EXPECT_EQ(writing(),
              (std::vector<std::string>{"dialogue", "translation", "dates", "transformer"}));
}

TEST_F(TokensSetting, ofEachKindTrainsAndIsReadAgainAlike)
{
    for (const std::string& id : writing())
        for (const char* tokens : {"words", "characters", "subwords"}) {
            SCOPED_TRACE(id + " " + tokens);
            const ScenarioSpec& scenario = scenarioOf(id);
            const Settings settings = settingsFor(scenario, tokens);
            const auto task = scenario.task({settings, {}, false, {}});
            EXPECT_EQ(task->vocabularies().contains(mergesVocabulary),
                      std::string(tokens) == "subwords");
            const Weights weights = trained(scenario, settings, *task);
            saveWeights(weights, m_folder / "w.safetensors");
            const auto loaded =
                std::make_shared<const Weights>(loadWeights(m_folder / "w.safetensors", scenario));
            EXPECT_EQ(loaded->vocabularies, weights.vocabularies);
            // The same text, by the file alone.
            Exploration asked;
            asked.scenario = id;
            asked.texts = {scenario.inputs.front().examples.front().text};
            asked.weights = std::make_shared<const Weights>(weights);
            const auto before = explore(asked, {});
            asked.weights = loaded;
            const auto after = explore(asked, {});
            EXPECT_EQ(textsOf(before->input), textsOf(after->input));
            EXPECT_EQ(textsOf(before->output), textsOf(after->output));
            EXPECT_GT(before->input.size(), 0);
            // Tokens cover the text in order.
            std::size_t at = 0;
            for (const TraceToken& token : after->input) {
                EXPECT_GE(token.begin, at);
                EXPECT_LE(token.end, asked.texts.front().size());
                at = token.end;
            }
            // Evaluating takes the merges of the weights, and measures no alignment between others.
            const auto held = scenario.task({loaded->settings, {}, true, loaded->vocabularies});
            const std::vector<Figure> figures = held->evaluate(*loaded, Split::HeldOut, 8, {});
            EXPECT_EQ(figures.front().name, "exact_match");
            const bool usual =
                findSetting(scenario, "tokens")->defaultValue == SettingValue(std::string(tokens));
            for (const Figure& figure : figures)
                EXPECT_TRUE(usual || figure.name.find("align") == std::string::npos) << figure.name;
        }
}

TEST_F(TokensSetting, partsATextIntoPiecesOfItsWords)
{
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    Settings settings = settingsFor(scenario, "characters");
    const TextForms words{};
    const std::vector<Token> tokens = TextSplit(words, settings, {}).source("Are YOU?");
    std::vector<std::string> texts;
    for (const Token& token : tokens)
        texts.push_back(token.text);
    EXPECT_EQ(texts, (std::vector<std::string>{"▁a", "r", "e", "▁y", "o", "u", "▁?"}));
    EXPECT_EQ(tokens[0].original, "▁A"); // as typed
    EXPECT_EQ(tokens[4].original, "O");
    EXPECT_EQ(tokens[5].begin, 6u);
    EXPECT_EQ(tokens[5].end, 7u);
    // Chinese is written by character in any case.
    const TextForms chinese{Tokenization::Words, Tokenization::Characters};
    EXPECT_EQ(TextSplit(chinese, settings, {}).target("小狗").front().text, "小");
    settings.set("tokens", std::string("subwords"));
    EXPECT_THROW(TextSplit(words, settings, {}), std::invalid_argument);
}

TEST_F(TokensSetting, aCharacterOfMarksAloneKeepsItsPlace)
{
    // A word that begins with a combining mark.
    const Settings settings = settingsFor(scenarioOf("dialogue"), "characters");
    const std::vector<Token> tokens = TextSplit({}, settings, {}).source("\u0301AB c");
    ASSERT_EQ(tokens.size(), 4u);
    EXPECT_EQ(tokens[0].original, std::string(wordMark) + "\u0301");
    EXPECT_EQ(tokens[1].original, "A");
    EXPECT_EQ(tokens[1].text, "a");
    EXPECT_EQ(tokens[2].original, "B");
    EXPECT_EQ(tokens[2].begin, 3u);
    EXPECT_EQ(tokens[2].end, 4u);
    EXPECT_EQ(tokens[3].begin, 5u);
}

TEST_F(TokensSetting, aTextThatIsTooLongOnceItIsPartedIsRefused)
{
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    const auto refusal = [&](const std::string& source, const std::string& target,
                             const char* tokens) {
        writeContent(m_folder / "mine.txt", source + '\t' + target + "\nsay\tsaid\n");
        Settings small = settingsFor(scenario, tokens);
        small.set("hidden", std::int64_t{2});
        small.set("embedding", std::int64_t{2});
        try {
            const auto task = scenario.task({small, m_folder / "mine.txt", false, {}});
            // What is taken is read again.
            saveWeights(drawWeights(scenario, small, *task), m_folder / "w");
            loadWeights(m_folder / "w", scenario);
        } catch (const FileError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    const auto letters = [](std::size_t count) { return std::string(count, 'a'); };
    EXPECT_EQ(refusal(letters(16384), letters(16383), "characters"), "");
    EXPECT_EQ(refusal(letters(20000), letters(20000), "words"), "");
    // <eos> is written too, also behind words.
    std::string words = "a";
    for (int i = 1; i < 16383; ++i)
        words += " a";
    EXPECT_EQ(refusal("a", words, "words"), "");
    EXPECT_NE(refusal("a", words + " a", "words").find("at most 16383 are learnt"),
              std::string::npos);
    const std::string source = refusal(letters(16385), "b", "characters");
    EXPECT_NE(source.find("mine.txt: the source that begins with \"aaaaaaaaaaaaaaaa\" has 16385 "
                          "tokens by characters, at most 16384 are learnt"),
              std::string::npos)
        << source;
    const std::string target = refusal("b", letters(16384), "characters");
    EXPECT_NE(target.find("has 16384 tokens by characters, at most 16383"), std::string::npos)
        << target;
}

TEST_F(TokensSetting, whatCannotBeReadOrWrittenIsToldInTokensAsParted)
{
    const ScenarioSpec& scenario = scenarioOf("dialogue");
    const Settings settings = settingsFor(scenario, "characters");
    writeContent(m_folder / "mine.txt",
                 std::string(300, 'a') + "\tfine\nsay\t" + std::string(100, 'b') + '\n');
    const auto learnt = scenario.task({settings, m_folder / "mine.txt", false, {}});
    const auto told = [](const Task& task, const std::string& note) {
        const std::vector<std::string> notes = task.notes();
        return std::find(notes.begin(), notes.end(), note) != notes.end();
    };
    EXPECT_TRUE(told(*learnt, "by characters sources have up to 300 tokens, targets up to 100"));
    const auto held =
        scenario.task({settings, m_folder / "mine.txt", true, learnt->vocabularies()});
    EXPECT_TRUE(told(*held, "1 source is cut to 256 tokens, the longest that these weights read"));
    EXPECT_TRUE(told(*held,
                     "1 target is longer than the 48 tokens that these weights write, and "
                     "cannot match"));
}

TEST_F(TokensSetting, whatIsNoMergeInAFileIsRefused)
{
    const ScenarioSpec& scenario = scenarioOf("dates");
    const Settings settings = settingsFor(scenario, "subwords");
    const auto task = scenario.task({settings, {}, false, {}});
    Weights weights = drawWeights(scenario, settings, *task);
    const auto refusal = [&] {
        saveWeights(weights, m_folder / "w");
        try {
            loadWeights(m_folder / "w", scenario);
        } catch (const FileError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_EQ(refusal(), "");
    weights.vocabularies[mergesVocabulary] = Vocabulary({"nomerge"}, SpecialTokens::None);
    EXPECT_NE(refusal().find("do not fit the scenario"), std::string::npos);
    weights.vocabularies.erase(mergesVocabulary);
    EXPECT_NE(refusal().find("do not fit the scenario"), std::string::npos);
}

} // namespace
} // namespace regard
