// SPDX-License-Identifier: GPL-3.0-or-later
// How the weights of one text lie beside its gold alignment.
#include "core/scenarios/sentence_alignment.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/dates/corpus.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace regard {
namespace {

class SentenceAlignments : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    static std::shared_ptr<const Trace> traceOf(const std::string& id, const std::string& text,
                                                std::vector<Edit> edits = {})
    {
        Exploration asked;
        asked.scenario = id;
        asked.texts = {text};
        asked.edits = std::move(edits);
        return explore(asked, {});
    }
};

TEST_F(SentenceAlignments, countWhereTheLargestWeightsLie)
{
    const std::string text = "the dog is running across the grass";
    const auto trace = traceOf("translation", text);
    // 这个小狗正在穿越草地: 个, 正, 在, 穿, 越 come from two words each.
    const std::vector<std::set<int>> gold{{0},    {0, 1}, {1},    {1}, {2, 3},
                                          {2, 3}, {3, 4}, {3, 4}, {6}, {6}};
    ASSERT_EQ(trace->output.size(), gold.size() + 1);
    const TraceValue& weights =
        trace->tensors[static_cast<std::size_t>(trace->attentions.back().weights)].value;
    double possible = 0;
    double sure = 0;
    double allSure = 0;
    for (std::size_t row = 0; row < gold.size(); ++row) {
        int largest = 0;
        for (Index column = 1; column < weights.columns(); ++column)
            if (weights.at(static_cast<Index>(row), column)
                > weights.at(static_cast<Index>(row), largest))
                largest = static_cast<int>(column);
        const bool right = gold[row].contains(largest);
        possible += right;
        sure += right && gold[row].size() == 1;
        allSure += gold[row].size() == 1;
    }
    const auto alignment = sentenceAlignment(*trace, text);
    ASSERT_TRUE(alignment);
    EXPECT_DOUBLE_EQ(alignment->error,
                     1 - (sure + possible) / (static_cast<double>(gold.size()) + allSure));
    EXPECT_EQ(alignment->heads, 1);
    EXPECT_LT(alignment->error, 0.2);
}

TEST_F(SentenceAlignments, areKnownWhereTheRulesGiveTextAndOutput)
{
    // Every example of every scenario: a share, or nothing where no rules are.
    std::set<std::string> known;
    for (const ScenarioSpec& scenario : catalogue()) {
        if (scenario.inputs.size() != 1)
            continue;
        for (const InputExample& example : scenario.inputs.front().examples) {
            const auto trace = traceOf(scenario.id, example.text);
            const auto alignment = sentenceAlignment(*trace, example.text);
            EXPECT_TRUE(!alignment || scenario.gold) << scenario.id;
            if (!alignment)
                continue;
            known.insert(scenario.id);
            EXPECT_GE(alignment->error, 0);
            EXPECT_LE(alignment->error, 1);
        }
    }
    EXPECT_EQ(known, (std::set<std::string>{"translation", "transformer", "dates"}));
    const std::string text = "the dog is running across the grass";
    EXPECT_EQ(sentenceAlignment(*traceOf("transformer", text), text)->heads, 4);
    // What is written otherwise, read otherwise or empty has none.
    for (const char* other : {"", "the", "the dog dog is running across the grass", "xylophone"})
        EXPECT_FALSE(sentenceAlignment(*traceOf("translation", other), other)) << other;
    Edit reversed;
    reversed.kind = EditKind::ReverseInput;
    EXPECT_FALSE(sentenceAlignment(*traceOf("translation", text, {reversed}), text));
}

TEST(DateAlignment, isThatOfTheCorpusForEveryFormOfIt)
{
    const TextPairs pairs = makeDateCorpus(11, 400, 100);
    std::set<std::string> formats;
    for (const TextPair& pair : pairs.train) {
        formats.insert(pair.group);
        const auto alignment = dateAlignment(pair.source, pair.target);
        const std::string date = pair.combination;
        if (alignment || pair.group != "slashes" || date.substr(5, 2) != date.substr(8))
            EXPECT_EQ(alignment, pair.alignment) << date;
        std::vector<std::string> other = pair.target;
        other.back() = other.back() == "1" ? "2" : "1";
        EXPECT_FALSE(dateAlignment(pair.source, other));
        other.pop_back();
        EXPECT_FALSE(dateAlignment(pair.source, other));
    }
    EXPECT_EQ(formats.size(), dateFormats().size());
    EXPECT_FALSE(dateAlignment({"x"}, {"2", "0", "2", "6", "-", "1", "3", "-", "0", "1"}));
    EXPECT_FALSE(dateAlignment({}, {}));
}

} // namespace
} // namespace regard
