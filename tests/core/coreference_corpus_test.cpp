// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/corpus.h"

#include "core/data/batching.h"
#include "core/data/sentences.h"
#include "core/scenarios/self_attention/lexicon.h"
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

namespace regard {
namespace {

using namespace coreference;

const CoreferenceCorpus& corpus()
{
    static const CoreferenceCorpus all = makeCoreferenceCorpus(7, 12000, 1500);
    return all;
}

std::vector<const CoreferenceExample*> everyExample()
{
    std::vector<const CoreferenceExample*> all;
    for (const auto* split : {&corpus().train, &corpus().heldOut}) {
        for (const CoreferenceExample& example : *split)
            all.push_back(&example);
    }
    return all;
}

std::string textOf(const CoreferenceExample& example)
{
    return joinTokens(example.tokens);
}

bool isPlural(const std::string& token)
{
    return nounOf(token)->plural == token;
}

/// Every pair of nouns of the sentence with every property word in it.
std::set<std::string> combinationsIn(const CoreferenceExample& example)
{
    std::set<std::string> lemmas;
    std::set<std::string> properties;
    for (const std::string& token : example.tokens) {
        if (const Noun* noun = nounOf(token))
            lemmas.insert(noun->singular);
        if (propertyOf(token))
            properties.insert(token);
    }
    std::set<std::string> found;
    for (const std::string& a : lemmas) {
        for (const std::string& b : lemmas) {
            for (const std::string& property : properties)
                found.insert(a + ' ' + b + ' ' + property);
        }
    }
    return found;
}

TEST(CoreferenceCorpus, HasTheAskedSizesAndIsTheSameForTheSameSeed)
{
    const CoreferenceCorpus a = makeCoreferenceCorpus(3, 500, 100);
    const CoreferenceCorpus b = makeCoreferenceCorpus(3, 500, 100);
    const CoreferenceCorpus other = makeCoreferenceCorpus(4, 500, 100);
    ASSERT_EQ(a.train.size(), 500U);
    ASSERT_EQ(a.heldOut.size(), 100U);
    bool differs = false;
    for (std::size_t i = 0; i < a.train.size(); ++i) {
        EXPECT_EQ(a.train[i].tokens, b.train[i].tokens);
        EXPECT_EQ(a.train[i].antecedent, b.train[i].antecedent);
        differs |= a.train[i].tokens != other.train[i].tokens;
    }
    EXPECT_TRUE(differs);
}

TEST(CoreferenceCorpus, EveryPronounStandsForANounThatAgreesAndCanHaveTheProperty)
{
    const std::set<std::string> pronouns{"it", "they", "them", "he", "him", "she", "her"};
    for (const CoreferenceExample* example : everyExample()) {
        ASSERT_EQ(example->antecedent.size(), example->tokens.size());
        const std::string property =
            splitWords(example->combination).empty() ? "" : splitWords(example->combination).back();
        for (std::size_t i = 0; i < example->tokens.size(); ++i) {
            const int meant = example->antecedent[i];
            ASSERT_EQ(meant >= 0, pronouns.contains(example->tokens[i])) << textOf(*example);
            if (meant < 0)
                continue;
            const std::string& head = example->tokens.at(static_cast<std::size_t>(meant));
            ASSERT_NE(nounOf(head), nullptr) << textOf(*example);
            EXPECT_TRUE(agrees(example->tokens[i], *nounOf(head), isPlural(head)))
                << textOf(*example);
            ASSERT_NE(propertyOf(property), nullptr) << property;
            EXPECT_TRUE(canBe(*nounOf(head), *propertyOf(property))) << textOf(*example);
        }
    }
}

TEST(CoreferenceCorpus, MeaningNotPositionDecides)
{
    // Two nouns in their numbers and a property have one meaning for each pronoun, wherever they
    // stand in the sentence, whether what is explained happened or did not.
    static const std::set<std::string> negations{"didn't",  "couldn't", "wouldn't", "wasn't",
                                                 "weren't", "not",      "never",    "although"};
    std::map<std::string, std::string> meanings;
    std::map<std::string, std::set<bool>> orders;
    for (const CoreferenceExample* example : everyExample()) {
        const auto& tokens = example->tokens;
        std::set<std::string> pluralsUsed;
        for (const std::string& token : tokens) {
            if (nounOf(token) && isPlural(token))
                pluralsUsed.insert(token);
        }
        std::string plurals;
        for (const std::string& token : pluralsUsed)
            plurals += ' ' + token;
        const bool negative = std::any_of(tokens.begin(), tokens.end(), [](const auto& token) {
            return negations.contains(token);
        });
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (example->antecedent[i] < 0)
                continue;
            static const std::map<std::string, std::string> subjectForm{
                {"them", "they"}, {"him", "he"}, {"her", "she"}};
            const auto form = subjectForm.find(tokens[i]);
            const std::string key = example->combination + plurals + (negative ? " - " : " + ")
                + (form == subjectForm.end() ? tokens[i] : form->second);
            const std::string& head = tokens[static_cast<std::size_t>(example->antecedent[i])];
            const auto [entry, added] = meanings.emplace(key, nounOf(head)->singular);
            EXPECT_EQ(entry->second, nounOf(head)->singular) << textOf(*example);
            orders[key].insert(example->antecedent[i] < static_cast<int>(tokens.size()) / 2);
        }
    }
    const auto moved = std::count_if(orders.begin(), orders.end(),
                                     [](const auto& order) { return order.second.size() == 2; });
    EXPECT_GT(moved, 100);
}

TEST(CoreferenceCorpus, NoNounOutsideTheRelationCouldBeMeant)
{
    for (const CoreferenceExample* example : everyExample()) {
        const std::vector<std::string> parts = splitWords(example->combination);
        for (std::size_t i = 0; i < example->tokens.size(); ++i) {
            if (example->antecedent[i] < 0)
                continue;
            for (const std::string& token : example->tokens) {
                const Noun* noun = nounOf(token);
                if (!noun || noun->singular == parts[0] || noun->singular == parts[1])
                    continue;
                EXPECT_FALSE(agrees(example->tokens[i], *noun, isPlural(token))
                             && canBe(*noun, *propertyOf(parts[2])))
                    << textOf(*example);
            }
        }
    }
}

TEST(CoreferenceCorpus, NeitherTheFirstNorTheNearestNounIsEnough)
{
    // Once over all nouns, once over those that agree where there are several of them.
    double pronouns = 0, first = 0, nearest = 0, contested = 0, agreeingFirst = 0,
           agreeingNearest = 0;
    for (const CoreferenceExample* example : everyExample()) {
        for (int i = 0; i < static_cast<int>(example->tokens.size()); ++i) {
            const int meant = example->antecedent[static_cast<std::size_t>(i)];
            if (meant < 0)
                continue;
            std::vector<int> all, agreeing;
            for (int j = 0; j < static_cast<int>(example->tokens.size()); ++j) {
                const std::string& token = example->tokens[static_cast<std::size_t>(j)];
                const Noun* noun = nounOf(token);
                if (!noun)
                    continue;
                all.push_back(j);
                if (agrees(example->tokens[static_cast<std::size_t>(i)], *noun, isPlural(token)))
                    agreeing.push_back(j);
            }
            const auto closest = [i](const std::vector<int>& list) {
                return *std::min_element(list.begin(), list.end(), [i](int a, int b) {
                    return std::abs(a - i) < std::abs(b - i);
                });
            };
            ++pronouns;
            first += all.front() == meant;
            nearest += closest(all) == meant;
            if (agreeing.size() > 1) {
                ++contested;
                agreeingFirst += agreeing.front() == meant;
                agreeingNearest += closest(agreeing) == meant;
            }
        }
    }
    EXPECT_LT(first / pronouns, 0.65);
    EXPECT_LT(nearest / pronouns, 0.65);
    EXPECT_LT(agreeingFirst / contested, 0.65);
    EXPECT_LT(agreeingNearest / contested, 0.65);
    EXPECT_GT(contested / pronouns, 0.5);
}

TEST(CoreferenceCorpus, NoHeldOutCombinationOccursInTraining)
{
    std::set<std::string> trained;
    for (const CoreferenceExample& example : corpus().train)
        trained.merge(combinationsIn(example));
    for (const CoreferenceExample& example : corpus().heldOut) {
        EXPECT_FALSE(trained.contains(example.combination)) << textOf(example);
        EXPECT_TRUE(std::any_of(example.antecedent.begin(), example.antecedent.end(),
                                [](int meant) { return meant >= 0; }))
            << textOf(example);
    }
    EXPECT_FALSE(trained.contains("animal street tired"));
    EXPECT_FALSE(trained.contains("animal street wide"));
}

TEST(CoreferenceCorpus, HoldsTheTiredAnimalAndTheWideStreetOut)
{
    std::map<std::string, std::string> meant;
    for (const CoreferenceExample& example : makeCoreferenceCorpus(1, 1, 6000).heldOut) {
        for (std::size_t i = 0; i < example.tokens.size(); ++i) {
            if (example.antecedent[i] >= 0)
                meant[example.combination] =
                    example.tokens[static_cast<std::size_t>(example.antecedent[i])];
        }
    }
    EXPECT_TRUE(meant["animal street tired"] == "animal"
                || meant["animal street tired"] == "animals");
    EXPECT_TRUE(meant["animal street wide"] == "street"
                || meant["animal street wide"] == "streets");
}

TEST(CoreferenceCorpus, VocabularyIsOfTheIntendedSizeAndTrainingKnowsEveryWord)
{
    std::set<std::string> trained, heldOut, nounsSeen;
    for (const CoreferenceExample& example : corpus().train)
        trained.insert(example.tokens.begin(), example.tokens.end());
    for (const CoreferenceExample& example : corpus().heldOut)
        heldOut.insert(example.tokens.begin(), example.tokens.end());
    for (const std::string& word : trained) {
        if (const Noun* noun = nounOf(word))
            nounsSeen.insert(noun->singular);
    }
    EXPECT_TRUE(std::includes(trained.begin(), trained.end(), heldOut.begin(), heldOut.end()));
    EXPECT_GE(trained.size(), 250U);
    EXPECT_LE(trained.size(), 400U);
    EXPECT_GE(nounsSeen.size(), 60U);
    for (const char* word : {"thinking", "machines", "learn", "from", "examples", "animal",
                             "didn't", "cross", "street", "because", "tired", "wide", "."})
        EXPECT_TRUE(trained.contains(word)) << word;
}

TEST(CoreferenceCorpus, TextsTokenizeBackToTheirTokens)
{
    for (const CoreferenceExample* example : everyExample()) {
        std::vector<std::string> tokens;
        for (const Token& token : tokenize(textOf(*example), Tokenization::Words))
            tokens.push_back(token.text);
        ASSERT_EQ(tokens, example->tokens);
    }
}

TEST(Batching, ShuffledOrderVisitsEveryExampleOnceInAnOrderOfItsOwnPerEpoch)
{
    std::vector<std::uint32_t> order = shuffledOrder(1000, 5, 2);
    EXPECT_EQ(order, shuffledOrder(1000, 5, 2));
    EXPECT_NE(order, shuffledOrder(1000, 5, 3));
    EXPECT_NE(order, shuffledOrder(1000, 6, 2));
    std::sort(order.begin(), order.end());
    for (std::uint32_t i = 0; i < 1000; ++i)
        ASSERT_EQ(order[i], i);
}

TEST(Batching, CutsAnOrderIntoBatchesOfWhichTheLastMayBeShorter)
{
    const std::vector<std::uint32_t> order{3, 4, 5, 0, 1, 2, 6};
    const auto cut = batches(order, 3);
    ASSERT_EQ(cut.size(), 3U);
    EXPECT_EQ(cut[1].front(), 0U);
    EXPECT_EQ(cut[2].size(), 1U);
    EXPECT_THROW(batches(order, 0), std::invalid_argument);
}

} // namespace
} // namespace regard
