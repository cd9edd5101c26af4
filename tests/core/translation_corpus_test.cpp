// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translation_corpus.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/tensor/stopped.h"
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace regard {
namespace {

const TextPairs& corpus()
{
    static const TextPairs all = makeTranslationCorpus(7, 20000, 2000);
    return all;
}

std::vector<const TextPair*> everyPair()
{
    std::vector<const TextPair*> all;
    for (const auto* split : {&corpus().train, &corpus().heldOut})
        for (const TextPair& pair : *split)
            all.push_back(&pair);
    return all;
}

std::string english(const TextPair& pair)
{
    std::string text;
    for (const std::string& word : pair.source)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string chinese(const TextPair& pair)
{
    std::string text;
    for (const std::string& character : pair.target)
        text += character;
    return text;
}

bool has(const TextPair& pair, const std::string& word)
{
    return std::find(pair.source.begin(), pair.source.end(), word) != pair.source.end();
}

TEST(TranslationCorpus, hasTheAskedSizesAndIsTheSameForTheSameSeed)
{
    const TextPairs a = makeTranslationCorpus(3, 500, 100);
    const TextPairs b = makeTranslationCorpus(3, 500, 100);
    const TextPairs other = makeTranslationCorpus(4, 500, 100);
    ASSERT_EQ(a.train.size(), 500u);
    ASSERT_EQ(a.heldOut.size(), 100u);
    std::size_t different = 0;
    for (std::size_t i = 0; i < a.train.size(); ++i) {
        EXPECT_EQ(a.train[i].source, b.train[i].source);
        EXPECT_EQ(a.train[i].target, b.train[i].target);
        EXPECT_EQ(a.train[i].alignment, b.train[i].alignment);
        different += a.train[i].source != other.train[i].source;
    }
    EXPECT_GT(different, 450u);
}

/// What each clause of a sentence combines.
std::vector<std::string> clausesOf(const TextPair& pair)
{
    std::vector<std::string> clauses;
    std::string rest = pair.combination;
    for (std::size_t end; (end = rest.find(" + ")) != std::string::npos; rest.erase(0, end + 3))
        clauses.push_back(rest.substr(0, end));
    clauses.push_back(rest);
    return clauses;
}

TEST(TranslationCorpus, noHeldOutSubjectDoesInTrainingWhatItDoesThere)
{
    std::set<std::string> combinations;
    std::set<std::vector<std::string>> sources;
    for (const TextPair& pair : corpus().train) {
        for (const std::string& clause : clausesOf(pair))
            combinations.insert(clause);
        EXPECT_TRUE(sources.insert(pair.source).second) << english(pair);
    }
    for (const TextPair& pair : corpus().heldOut) {
        for (const std::string& clause : clausesOf(pair))
            EXPECT_FALSE(combinations.contains(clause)) << english(pair);
        EXPECT_TRUE(sources.insert(pair.source).second) << english(pair);
    }
}

TEST(TranslationCorpus, sentencesHaveOneToThreeClauses)
{
    std::map<std::size_t, double> counts;
    for (const TextPair* pair : everyPair()) {
        const std::size_t clauses = clausesOf(*pair).size();
        ++counts[clauses];
        std::size_t links = 0;
        for (std::size_t t = 0; t < pair->target.size(); ++t)
            if (pair->target[t] == "，") {
                ++links;
                const std::string& word =
                    pair->source[static_cast<std::size_t>(pair->alignment[t].at(0))];
                EXPECT_EQ(word, pair->target[t + 1] == "但" ? "but" : "and") << chinese(*pair);
            }
        EXPECT_EQ(links + 1, clauses) << english(*pair) << chinese(*pair);
    }
    const double all = static_cast<double>(everyPair().size());
    EXPECT_EQ(counts.size(), 3u);
    EXPECT_NEAR(counts[1] / all, 0.65, 0.05);
    EXPECT_NEAR(counts[2] / all, 0.25, 0.05);
}

TEST(TranslationCorpus, theSameEnglishHasTheSameChinese)
{
    std::map<std::string, std::string> chineseOf;
    for (const TextPair* pair : everyPair()) {
        const auto [found, added] = chineseOf.emplace(english(*pair), chinese(*pair));
        EXPECT_EQ(found->second, chinese(*pair)) << english(*pair);
    }
}

TEST(TranslationCorpus, hundredsOfWordsAreAllSeenInTraining)
{
    std::set<std::string> words;
    std::set<std::string> characters;
    for (const TextPair& pair : corpus().train) {
        words.insert(pair.source.begin(), pair.source.end());
        characters.insert(pair.target.begin(), pair.target.end());
    }
    EXPECT_GT(words.size(), 400u);
    EXPECT_GT(characters.size(), 350u);
    for (const TextPair& pair : corpus().heldOut) {
        for (const std::string& word : pair.source)
            EXPECT_TRUE(words.contains(word)) << word;
        for (const std::string& character : pair.target)
            EXPECT_TRUE(characters.contains(character)) << character;
    }
}

TEST(TranslationCorpus, tokensAreThoseOfTheirTexts)
{
    for (const TextPair& pair : corpus().heldOut) {
        EXPECT_EQ(wordsOf(english(pair)), pair.source);
        std::vector<std::string> characters;
        for (const Token& token : tokenize(chinese(pair), Tokenization::Characters))
            characters.push_back(token.text);
        EXPECT_EQ(characters, pair.target);
    }
}

TEST(TranslationCorpus, alignmentsLeadToTheWordsThatCharactersStandFor)
{
    // Characters that stand for one word wherever they are written.
    const std::map<std::string, std::string> single{
        {"苹", "apple"}, {"狗", "dog"}, {"爷", "grandfather"}, {"晨", ""}, {"赛", "game"}};
    std::map<std::string, std::size_t> seen;
    for (const TextPair* pair : everyPair()) {
        ASSERT_EQ(pair->alignment.size(), pair->target.size());
        for (std::size_t t = 0; t < pair->target.size(); ++t) {
            const std::string& character = pair->target[t];
            for (const int place : pair->alignment[t]) {
                ASSERT_GE(place, 0);
                ASSERT_LT(static_cast<std::size_t>(place), pair->source.size());
            }
            if (character == "的" || character == "了") {
                EXPECT_TRUE(pair->alignment[t].empty()) << chinese(*pair);
                continue;
            }
            const bool manner = character == "地" && pair->target[t - 1] != "草";
            EXPECT_EQ(pair->alignment[t].empty(), manner) << chinese(*pair);
            const auto word = single.find(character);
            if (word == single.end())
                continue;
            ++seen[character];
            ASSERT_EQ(pair->alignment[t].size(), 1u);
            EXPECT_TRUE(pair->source[static_cast<std::size_t>(pair->alignment[t][0])].starts_with(
                word->second))
                << english(*pair);
        }
    }
    EXPECT_GT(seen["狗"], 100u);
    EXPECT_GT(seen["苹"], 100u);
}

TEST(TranslationCorpus, holdsToItsRules)
{
    std::size_t told = 0;
    for (const TextPair* pair : everyPair()) {
        const std::string text = chinese(*pair);
        SCOPED_TRACE(english(*pair) + " " + text);
        EXPECT_EQ(has(*pair, "?"), text.ends_with("吗？"));
        EXPECT_EQ(has(*pair, "."), text.ends_with("。"));
        EXPECT_EQ(has(*pair, "will"), text.find("会") != std::string::npos);
        const bool denied =
            text.find("没有") != std::string::npos || text.find("不会") != std::string::npos;
        EXPECT_EQ(has(*pair, "not"), denied);
        // The time stands before what is done, wherever English has it.
        const std::size_t time = text.find("昨天");
        if (clausesOf(*pair).size() == 1 && time != std::string::npos
            && text.find("了") != std::string::npos) {
            ++told;
            EXPECT_LT(time, text.find("了"));
        }
        EXPECT_EQ(text.find("在在"), std::string::npos);
    }
    EXPECT_GT(told, 100u);
}

TEST(TranslationCorpus, itsRulesAlignAnySentenceThatTheyGive)
{
    const TextPairs pairs = makeTranslationCorpus(5, 150, 150);
    for (const auto* split : {&pairs.train, &pairs.heldOut})
        for (const TextPair& pair : *split)
            EXPECT_EQ(translationAlignment(pair.source, pair.target), pair.alignment)
                << joinTokens(pair.source);
    // A word that they do not know, one that stands elsewhere, and another Chinese have none.
    const TextPair& pair = pairs.train.front();
    std::vector<std::string> other = pair.source;
    other.back() = "xylophone";
    EXPECT_FALSE(translationAlignment(other, pair.target));
    other = pair.source;
    other.push_back(other.front());
    EXPECT_FALSE(translationAlignment(other, pair.target));
    other = pair.target;
    other.pop_back();
    EXPECT_FALSE(translationAlignment(pair.source, other));
    EXPECT_FALSE(translationAlignment({}, {}));
}

TEST(TranslationCorpus, aligningEndsWithAStopRequest)
{
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(translationAlignment({"the"}, {"x"}, source.get_token()), Stopped);
}

TEST(TranslationCorpus, containsTheSentenceThatTheScenarioOpensWith)
{
    const auto wanted = wordsOf("the dog is running across the grass");
    // Drawn among some ten thousands; its form is there in any case.
    const TextPairs many = makeTranslationCorpus(2003, 20000, 1);
    std::size_t form = 0;
    for (const TextPair& pair : many.train) {
        if (pair.combination != "dog run across")
            continue;
        ++form;
        if (pair.source == wanted) {
            EXPECT_EQ(chinese(pair), "这个小狗正在穿越草地");
            EXPECT_EQ(pair.alignment,
                      (std::vector<std::vector<int>>{
                          {0}, {0, 1}, {1}, {1}, {2, 3}, {2, 3}, {3, 4}, {3, 4}, {6}, {6}}));
        }
    }
    EXPECT_GT(form, 3u);
}

} // namespace
} // namespace regard
