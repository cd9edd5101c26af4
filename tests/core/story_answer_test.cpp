// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/story_answer.h"

#include "core/data/sentences.h"
#include "core/scenarios/entity_network/corpus.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

std::string answerTo(const std::string& story, const char* question)
{
    std::vector<std::vector<std::string>> sentences;
    for (const std::string& sentence : splitWords(story, '.'))
        sentences.push_back(splitWords(sentence));
    return storyAnswer(sentences, splitWords(question));
}

TEST(StoryAnswer, isWhatTheCorpusSaysToAllItsQuestions)
{
    const StoryCorpus corpus = makeStoryCorpus(7, 2000, 200);
    std::size_t questions = 0;
    for (const auto* part : {&corpus.train, &corpus.heldOut})
        for (const Story& story : *part)
            for (const StoryQuestion& question : story.questions) {
                EXPECT_EQ(storyAnswer(story.sentences, question.words), question.answer)
                    << joinTokens(question.words);
                ++questions;
            }
    EXPECT_GT(questions, 2200u);
}

TEST(StoryAnswer, isNoneWhereTheRulesDoNotSay)
{
    EXPECT_EQ(answerTo("anna went to the garden", "where is anna"), "garden");
    EXPECT_EQ(answerTo("anna went to the garden", "where is bob"), "");
    EXPECT_EQ(answerTo("anna went to the garden", "who has the ball"), "");
    EXPECT_EQ(answerTo("anna sleeps", "where is anna"), "");
    EXPECT_EQ(answerTo("anna went to the garden", "why is anna"), "");
    // Who gives away what they do not have, or takes what another one has.
    EXPECT_EQ(answerTo("anna went to the garden.anna dropped the ball", "where is anna"), "");
    EXPECT_EQ(answerTo("anna went to the attic.bob went to the attic.anna took the ball."
                       "bob took the ball",
                       "who has the ball"),
              "");
    EXPECT_EQ(answerTo("anna went to the attic.anna took the ball.anna put the ball down",
                       "who has the ball"),
              "nobody");
}

} // namespace
} // namespace regard
