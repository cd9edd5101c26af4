// SPDX-License-Identifier: GPL-3.0-or-later
// Why attention exists, as the shipped weights show it: the same model without attention, trained
// in the same way, falls off as texts grow (Bahdanau et al. 2015, figure 2).
#include "core/scenarios/catalogue.h"
#include "tests/core/exploring.h"

#include "core/data/sentences.h"

#include <gtest/gtest.h>

#include <map>

namespace regard {
namespace {

class AttentionStory : public Exploring {
protected:
    static Settings without() { return with("attention", false); }

    static std::string answerTo(const std::string& question, const Settings& settings)
    {
        const auto trace = traceOf("dialogue", question, settings);
        std::vector<std::string> words;
        for (const TraceToken& token : trace->output)
            if (token.text != "<eos>")
                words.push_back(token.text);
        return joinTokens(words);
    }

    /// Of held-out texts of more than `most` tokens and of the others the share written exactly.
    struct Shares {
        double shorter = 0, longer = 0;
    };
    static Shares measured(const std::string& id, const Settings& given, std::size_t most)
    {
        const ScenarioSpec& scenario = scenarioOf(id);
        const auto weights = weightsFor(scenario, resolveSettings(scenario.settings, given));
        EXPECT_TRUE(weights->trained) << id;
        Settings settings = weights->settings;
        settings.set("examples", std::int64_t{1});
        settings.set("held_out", std::int64_t{800});
        const auto task = scenario.task({settings, {}, false, weights->vocabularies});
        Shares right;
        Shares all;
        for (const FigureGroup& group :
             task->evaluateBy("length", *weights, Split::HeldOut, 0, {})) {
            const auto count = static_cast<double>(group.examples);
            const std::size_t last = std::stoul(group.name.substr(group.name.find('-') + 1));
            (last > most ? all.longer : all.shorter) += count;
            (last > most ? right.longer : right.shorter) += count * group.figures.at(0).value;
        }
        EXPECT_GT(all.longer, 50) << id;
        return {right.shorter / all.shorter, right.longer / all.longer};
    }
};

TEST_F(AttentionStory, everyExampleOfDialogueIsAnsweredAsItsRemarkSays)
{
    const std::map<std::string, std::string> answers{
        {"are you free tomorrow?", "Yes, I am free tomorrow."},
        {"are you free today?", "No, I am not free today."},
        {"where are you tomorrow?", "I am in the park tomorrow."},
        {"are you free today or tomorrow?", "I am free tomorrow."},
        {"hello anna, i am busy today but are you free tomorrow evening?",
         "No, I am not free tomorrow evening."},
        {"please repeat: seven two nine", "Seven two nine."},
        {"please repeat: four zero zero seven two nine one five eight six three",
         "Four zero zero seven two nine one five eight six three."},
        {"my number is two seven one eight two eight one eight two eight. what is my number?",
         "Your number is two seven one eight two eight one eight two eight."},
        {"can you buy paper, salt, candles, eggs, oil, honey, soap and rice?",
         "Yes, I can buy paper, salt, candles, eggs, oil, honey, soap and rice."}};
    std::size_t onlyWithAttention = 0;
    const std::vector<InputExample>& examples = scenarioOf("dialogue").inputs.front().examples;
    EXPECT_EQ(examples.size(), answers.size());
    for (const auto& [question, remark] : examples) {
        SCOPED_TRACE(question);
        const std::string& answer = answers.at(question);
        EXPECT_EQ(answerTo(question, {}), answer);
        if (remark.empty()) {
            EXPECT_EQ(answerTo(question, without()), answer);
        } else {
            EXPECT_EQ(remark, "right only with attention");
            EXPECT_NE(answerTo(question, without()), answer);
            ++onlyWithAttention;
        }
    }
    EXPECT_GE(onlyWithAttention, 2u);
}

TEST_F(AttentionStory, yesLooksAtWhatDecidesAndNotAtTheQuestionMark)
{
    const auto trace = traceOf("dialogue", "are you free tomorrow?");
    ASSERT_EQ(trace->output.front().text, "yes");
    const TraceTensor& weights = *trace->find("decoder/attention/weights");
    EXPECT_EQ(weights.columnLabel(4)->substr(0, 1), "?");
    for (Index word = 0; word < weights.value.rows() - 2; ++word) // but for "." and the end
        EXPECT_LT(weights.value.at(word, 4), Real(0.2)) << *weights.rowLabel(word);
}

TEST_F(AttentionStory, theTwinOfDialogueFallsOffWithLengthAndAttentionDoesNot)
{
    const Shares with = measured("dialogue", {}, 15);
    const Shares twin = measured("dialogue", without(), 15);
    EXPECT_GE(with.shorter, 0.97);
    EXPECT_GE(with.longer, 0.95);
    EXPECT_LE(twin.longer, twin.shorter - 0.15);
    EXPECT_LE(twin.longer, with.longer - 0.25);
}

TEST_F(AttentionStory, theTwinOfTranslationFallsOffWithLengthAndAttentionDoesNot)
{
    const Shares with = measured("translation", {}, 15);
    const Shares twin = measured("translation", without(), 15);
    EXPECT_GE(with.shorter, 0.97);
    EXPECT_GE(with.longer, 0.9);
    EXPECT_LE(twin.longer, twin.shorter - 0.15);
    EXPECT_LE(twin.longer, with.longer - 0.25);
}

} // namespace
} // namespace regard
