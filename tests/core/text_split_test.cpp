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
