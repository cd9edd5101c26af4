// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/corpus.h"

#include "core/data/sentences.h"
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace regard {
namespace {

const DialogueCorpus& corpus()
{
    static const DialogueCorpus all = makeDialogueCorpus(7, 16000, 1500);
    return all;
}

std::vector<const DialogueExample*> everyExample()
{
    std::vector<const DialogueExample*> all;
    for (const auto* split : {&corpus().train, &corpus().heldOut}) {
        for (const DialogueExample& example : *split)
            all.push_back(&example);
    }
    return all;
}

std::string shown(const DialogueExample& example)
{
    return joinTokens(example.question) + " -> " + joinTokens(example.answer);
}

bool answersYesOrNo(const DialogueExample& example)
{
    return !example.deciding.empty();
}

/// A joined text as the question's tokens have it: in small letters.
std::string tokenText(std::string text)
{
    for (char& letter : text)
        letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    return text;
}

/// The answer to a question, whatever was said before it.
std::string answerTo(const std::string& question)
{
    const std::vector<std::string> words = splitWords(question);
    for (const DialogueExample* example : everyExample()) {
        if (example->question.size() >= words.size()
            && std::equal(words.rbegin(), words.rend(), example->question.rbegin()))
            return joinTokens(example->answer);
    }
    return "(not asked)";
}

TEST(DialogueCorpus, HasTheAskedSizesAndIsTheSameForTheSameSeed)
{
    const DialogueCorpus a = makeDialogueCorpus(3, 500, 100);
    const DialogueCorpus b = makeDialogueCorpus(3, 500, 100);
    const DialogueCorpus other = makeDialogueCorpus(4, 500, 100);
    ASSERT_EQ(a.train.size(), 500U);
    ASSERT_EQ(a.heldOut.size(), 100U);
    bool differs = false;
    for (std::size_t i = 0; i < a.train.size(); ++i) {
        EXPECT_EQ(a.train[i].question, b.train[i].question);
        EXPECT_EQ(a.train[i].answer, b.train[i].answer);
        EXPECT_EQ(a.train[i].alignment, b.train[i].alignment);
        differs |= a.train[i].question != other.train[i].question;
    }
    EXPECT_TRUE(differs);
}

TEST(DialogueCorpus, AnswersByTheCalendar)
{
    EXPECT_EQ(answerTo("are you free tomorrow ?"), "Yes, I am free tomorrow.");
    EXPECT_EQ(answerTo("are you busy tomorrow ?"), "No, I am not busy tomorrow.");
    EXPECT_EQ(answerTo("are you free on monday ?"), "No, I am not free on Monday.");
    EXPECT_EQ(answerTo("where are you tomorrow ?"), "I am in the park tomorrow.");
}

TEST(DialogueCorpus, InTheEveningTheCalendarSaysTheOppositeOfTheMorning)
{
    std::map<std::string, std::string> answers;
    for (const DialogueExample* example : everyExample())
        answers[example->combination] = example->answer[0];
    std::size_t compared = 0;
    for (const auto& [combination, answer] : answers) {
        if (!combination.ends_with(" morning") || (answer != "yes" && answer != "no"))
            continue;
        const std::string prefix = combination.substr(0, combination.rfind(' ') + 1);
        const auto evening = answers.find(prefix + "evening");
        if (prefix.starts_with("drink") || evening == answers.end())
            continue;
        ++compared;
        EXPECT_NE(evening->second, answer) << combination;
        EXPECT_EQ(answers.contains(prefix) ? answers[prefix] : answer, answer) << combination;
    }
    EXPECT_GT(compared, 200U);
}

TEST(DialogueCorpus, TrainsTheQuestionThatTheScenarioOpensWith)
{
    EXPECT_TRUE(std::any_of(corpus().train.begin(), corpus().train.end(), [](const auto& example) {
        return example.question == splitWords("are you free tomorrow ?");
    }));
}

TEST(DialogueCorpus, TheSameCombinationAlwaysHasTheSameAnswer)
{
    std::map<std::string, std::string> first;
    std::size_t repeated = 0;
    for (const DialogueExample* example : everyExample()) {
        if (!answersYesOrNo(*example))
            continue;
        ASSERT_TRUE(example->answer[0] == "yes" || example->answer[0] == "no") << shown(*example);
        const auto [entry, added] = first.emplace(example->combination, example->answer[0]);
        repeated += added ? 0 : 1;
        EXPECT_EQ(entry->second, example->answer[0]) << shown(*example);
    }
    EXPECT_GT(repeated, 1000U);
}

TEST(DialogueCorpus, YesAndNoAreBalancedInEveryKindOfQuestion)
{
    std::map<DialogueKind, std::pair<double, double>> counts;
    for (const DialogueExample* example : everyExample()) {
        if (!answersYesOrNo(*example))
            continue;
        counts[example->kind].first += example->answer[0] == "yes";
        ++counts[example->kind].second;
    }
    EXPECT_EQ(counts.size(), 6U);
    for (const auto& [kind, count] : counts) {
        EXPECT_GE(count.first / count.second, 0.4) << static_cast<int>(kind);
        EXPECT_LE(count.first / count.second, 0.6) << static_cast<int>(kind);
    }
}

TEST(DialogueCorpus, NoSingleWordDecidesYesOrNo)
{
    std::map<std::pair<DialogueKind, std::string>, std::pair<double, double>> counts;
    for (const DialogueExample* example : everyExample()) {
        if (!answersYesOrNo(*example))
            continue;
        for (const std::string& word :
             std::set<std::string>(example->question.begin(), example->question.end())) {
            auto& count = counts[{example->kind, word}];
            count.first += example->answer[0] == "yes";
            ++count.second;
        }
    }
    for (const auto& [key, count] : counts) {
        if (count.second < 100)
            continue;
        EXPECT_GT(count.first / count.second, 0.3) << key.second;
        EXPECT_LT(count.first / count.second, 0.7) << key.second;
    }
}

TEST(DialogueCorpus, NoHeldOutQuestionOrCombinationOccursInTraining)
{
    std::set<std::vector<std::string>> questions;
    std::set<std::string> combinations;
    for (const DialogueExample& example : corpus().train) {
        questions.insert(example.question);
        combinations.insert(example.combination);
    }
    for (const DialogueExample& example : corpus().heldOut) {
        EXPECT_FALSE(questions.contains(example.question)) << shown(example);
        EXPECT_FALSE(example.combination.empty()) << shown(example);
        EXPECT_FALSE(combinations.contains(example.combination)) << shown(example);
    }
}

TEST(DialogueCorpus, HeldOutDecidingWordsAreNeverTogetherInATrainingQuestionOfTheKind)
{
    // Read from the sentences alone. The words are compared as a set: a frame or an order of
    // its own does not make a question new.
    using Deciding = std::pair<DialogueKind, std::set<std::string>>;
    static const std::set<std::string> verbs{"are", "can", "will", "do", "may", "you", "i"};
    const auto decidingOf = [](const DialogueExample& example) {
        Deciding result{example.kind, {}};
        for (const int token : example.deciding) {
            const std::string& word = example.question[static_cast<std::size_t>(token)];
            if (!verbs.contains(word))
                result.second.insert(word);
        }
        return result;
    };
    std::set<Deciding> trained;
    for (const DialogueExample& example : corpus().train) {
        if (answersYesOrNo(example))
            trained.insert(decidingOf(example));
    }
    for (const DialogueExample& example : corpus().heldOut) {
        if (answersYesOrNo(example)) {
            EXPECT_FALSE(trained.contains(decidingOf(example))) << shown(example);
        }
    }
}

TEST(DialogueCorpus, AlignmentLeadsToTheWordThatIsRepeatedOrChanged)
{
    static const std::map<std::string, std::set<std::string>> changed{
        {"i", {"you"}},     {"you", {"i", "me", "you"}},
        {"my", {"your"}},   {"your", {"my"}},
        {"me", {"you"}},    {"am", {"are"}},
        {"cannot", {"can"}}};
    for (const DialogueExample* example : everyExample()) {
        ASSERT_EQ(example->alignment.size(), example->answer.size());
        for (std::size_t i = 0; i < example->answer.size(); ++i) {
            const std::vector<int>& from = example->alignment[i];
            const std::string& word = example->answer[i];
            for (const int token : from) {
                ASSERT_GE(token, 0);
                ASSERT_LT(token, static_cast<int>(example->question.size()));
            }
            if (i == 0 && answersYesOrNo(*example)) {
                EXPECT_EQ(from, example->deciding);
                continue;
            }
            if (from.size() != 1)
                continue;
            const std::string& source = example->question[static_cast<std::size_t>(from[0])];
            const auto rule = changed.find(word);
            EXPECT_TRUE(rule == changed.end() ? source == word : rule->second.contains(source))
                << word << " from " << source << " in " << shown(*example);
        }
    }
}

/// The first token whose text is one of the words.
bool startsWith(const std::vector<std::string>& tokens, const std::string& words)
{
    const std::vector<std::string> wanted = splitWords(words);
    return tokens.size() >= wanted.size()
        && std::equal(wanted.begin(), wanted.end(), tokens.begin());
}

TEST(DialogueCorpus, TheFormDecidesWhatKindOfAnswerStarts)
{
    // By the words that ask: how answers to them start.
    std::map<std::string, std::set<std::string>> starts;
    for (const DialogueExample* example : everyExample()) {
        if (example->form.empty())
            continue;
        ASSERT_EQ(example->form.size(), 2U) << shown(*example);
        std::string form;
        for (const int token : example->form)
            form += example->question[static_cast<std::size_t>(token)] + ' ';
        const bool choice = example->kind == DialogueKind::Choice;
        starts[(choice ? "or: " : "") + form].insert(answersYesOrNo(*example) ? "yes or no"
                                                                              : "something");
    }
    for (const char* form : {"are you ", "can you ", "will you ", "do you ", "can i ", "may i "})
        EXPECT_EQ(starts[form], std::set<std::string>{"yes or no"}) << form;
    for (const char* form :
         {"where are ", "where will ", "where can ", "when can ", "when will ", "who will ",
          "who is ", "what are ", "what will ", "what do ", "or: are you ", "or: can you "})
        EXPECT_EQ(starts[form], std::set<std::string>{"something"}) << form;
}

TEST(DialogueCorpus, TheTimeThatDecidesIsADayOrAPartOfOne)
{
    static const std::set<std::string> times{
        "today",    "tomorrow", "monday",  "tuesday",   "wednesday", "thursday", "friday",
        "saturday", "sunday",   "morning", "afternoon", "evening",   "this"};
    std::size_t found = 0;
    for (const DialogueExample* example : everyExample()) {
        const bool timed = example->kind == DialogueKind::State
            || example->kind == DialogueKind::Activity || example->kind == DialogueKind::Visit
            || example->kind == DialogueKind::Lend;
        EXPECT_EQ(!example->time.empty(), timed) << shown(*example);
        for (const int token : example->time) {
            EXPECT_TRUE(times.contains(example->question[static_cast<std::size_t>(token)]))
                << shown(*example);
            EXPECT_EQ(std::count(example->deciding.begin(), example->deciding.end(), token), 1);
            ++found;
        }
    }
    EXPECT_GT(found, 1000U);
}

TEST(DialogueCorpus, ChoosesTheTimeAtWhichItIsSo)
{
    std::size_t found = 0;
    for (const DialogueExample* example : everyExample()) {
        if (example->kind != DialogueKind::Choice || !startsWith(example->question, "are you free"))
            continue;
        const std::string answer = joinTokens(example->answer);
        // "I am free TIME." where TIME alone is asked and answered by yes.
        const std::string asked = answer.substr(std::string("I am free ").size());
        const std::string alone =
            answerTo("are you free " + tokenText(asked.substr(0, asked.size() - 1)) + " ?");
        if (alone == "(not asked)")
            continue;
        ++found;
        EXPECT_EQ(alone, "Yes, " + answer) << shown(*example);
    }
    EXPECT_GT(found, 20U);
}

TEST(DialogueCorpus, SaysAgainWhatWasSaidWordByWord)
{
    std::map<std::size_t, std::size_t> numbers;
    std::map<std::size_t, std::size_t> errands;
    for (const DialogueExample* example : everyExample()) {
        const bool number = example->kind == DialogueKind::Number;
        if (!number && example->kind != DialogueKind::Errand)
            continue;
        std::size_t carried = 0;
        int before = -1;
        for (std::size_t i = 0; i < example->answer.size(); ++i)
            for (const int token : example->alignment[i]) {
                ++carried;
                EXPECT_TRUE(before < 0 || token == before + 1) << shown(*example);
                before = token;
                EXPECT_EQ(example->question[static_cast<std::size_t>(token)], example->answer[i]);
            }
        ++(number ? numbers : errands)[carried];
    }
    for (std::size_t count = 1; count <= 16; ++count)
        EXPECT_GT(numbers[count], count == 1 ? 5U : 50U) << count;
    EXPECT_EQ(numbers.size(), 16U);
    EXPECT_EQ(errands.rbegin()->first, 17U); // nine things with what stands between them
}

TEST(DialogueCorpus, LengthsVary)
{
    std::map<std::size_t, std::size_t> questions, answers;
    for (const DialogueExample* example : everyExample()) {
        ++questions[example->question.size()];
        ++answers[example->answer.size()];
    }
    EXPECT_LE(questions.begin()->first, 4U);
    EXPECT_LE(questions.rbegin()->first, 30U);
    for (std::size_t length = 5; length <= 24; ++length)
        EXPECT_GE(questions[length], 50U) << length;
    EXPECT_LE(answers.begin()->first, 4U);
    EXPECT_GE(answers.rbegin()->first, 20U);
    for (std::size_t length = 7; length <= 18; ++length)
        EXPECT_GE(answers[length], 50U) << length;
}

TEST(DialogueCorpus, VocabularyIsOfTheIntendedSizeAndTrainingKnowsEveryWord)
{
    std::set<std::string> trained, heldOut;
    for (const DialogueExample& example : corpus().train) {
        trained.insert(example.question.begin(), example.question.end());
        trained.insert(example.answer.begin(), example.answer.end());
    }
    for (const DialogueExample& example : corpus().heldOut) {
        heldOut.insert(example.question.begin(), example.question.end());
        heldOut.insert(example.answer.begin(), example.answer.end());
    }
    EXPECT_GE(trained.size(), 150U);
    EXPECT_LE(trained.size(), 300U);
    EXPECT_TRUE(std::includes(trained.begin(), trained.end(), heldOut.begin(), heldOut.end()));
}

TEST(DialogueCorpus, TextsTokenizeBackToTheirTokens)
{
    for (const DialogueExample* example : everyExample()) {
        for (const auto* side : {&example->question, &example->answer}) {
            std::vector<std::string> tokens;
            for (const Token& token : tokenize(joinTokens(*side), Tokenization::Words))
                tokens.push_back(token.text);
            ASSERT_EQ(tokens, *side);
        }
    }
}

} // namespace
} // namespace regard
