// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/story_corpus.h"

#include "core/data/sentences.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace regard {
namespace {

const StoryCorpus& corpus()
{
    static const StoryCorpus stories = makeStoryCorpus(7, 2000, 300);
    return stories;
}

bool isThing(const std::string& word)
{
    const auto& entities = storyEntities();
    return std::find(entities.begin() + 6, entities.end(), word) != entities.end();
}

/// An independent reading of a story.
struct Reader {
    std::map<std::string, std::string> placeOf; ///< of people, and of things that lie somewhere
    std::map<std::string, std::string> holderOf;
    std::set<std::string> combinations; ///< "person thing place"

    void read(const std::vector<std::string>& sentence)
    {
        const std::string& who = sentence[0];
        const auto thing = std::find_if(sentence.begin(), sentence.end(), isThing);
        const auto says = [&](const char* word) {
            return std::find(sentence.begin(), sentence.end(), word) != sentence.end();
        };
        if (thing == sentence.end()) {
            placeOf[who] = sentence.back();
        } else if (says("took") || says("picked") || says("found")) {
            ASSERT_FALSE(holderOf.contains(*thing));
            if (placeOf.contains(*thing)) {
                EXPECT_EQ(placeOf[*thing], placeOf[who]);
            }
            holderOf[*thing] = who;
            placeOf.erase(*thing);
        } else if (says("gave") || says("handed")) {
            EXPECT_EQ(holderOf[*thing], who);
            EXPECT_EQ(placeOf[who], placeOf[sentence.back()]);
            holderOf[*thing] = sentence.back();
        } else {
            EXPECT_EQ(holderOf[*thing], who);
            holderOf.erase(*thing);
            placeOf[*thing] = placeOf[who];
        }
        for (const auto& [held, holder] : holderOf)
            combinations.insert(holder + ' ' + held + ' ' + placeOf[holder]);
    }
};

Reader readingOf(const Story& story)
{
    Reader reader;
    for (const auto& sentence : story.sentences)
        reader.read(sentence);
    return reader;
}

TEST(StoryCorpus, AnswersFollowFromTheStory)
{
    std::set<StoryQuestion::Kind> kinds;
    for (const auto* stories : {&corpus().train, &corpus().heldOut})
        for (const Story& story : *stories) {
            EXPECT_LE(story.sentences.size(), longestStory);
            EXPECT_GE(story.questions.size(), 1u);
            Reader reader = readingOf(story);
            for (const StoryQuestion& question : story.questions) {
                kinds.insert(question.kind);
                const std::string& asked = question.words.back();
                const bool held = reader.holderOf.contains(asked);
                std::string expected;
                if (question.kind == StoryQuestion::Kind::WhoHas)
                    expected = held ? reader.holderOf[asked] : "nobody";
                else
                    expected = reader.placeOf[held ? reader.holderOf[asked] : asked];
                EXPECT_EQ(question.answer, expected) << joinTokens(question.words);
                EXPECT_EQ(isThing(asked), question.kind != StoryQuestion::Kind::WherePerson);
            }
        }
    EXPECT_EQ(kinds.size(), 3u);
}

TEST(StoryCorpus, HeldOutStoriesHaveACombinationThatNoTrainingStoryHas)
{
    std::set<std::string> known;
    for (const Story& story : corpus().train)
        known.merge(readingOf(story).combinations);
    EXPECT_GT(known.size(), 100u);
    for (const Story& story : corpus().heldOut) {
        const auto seen = readingOf(story).combinations;
        EXPECT_TRUE(std::any_of(seen.begin(), seen.end(),
                                [&](const std::string& one) { return !known.contains(one); }));
    }
}

TEST(StoryCorpus, EveryWordIsOneOfItsWordsAndOccursInTraining)
{
    const std::vector<std::string> words = storyWords();
    std::set<std::string> seen;
    for (const Story& story : corpus().train) {
        for (const auto& sentence : story.sentences)
            seen.insert(sentence.begin(), sentence.end());
        for (const StoryQuestion& question : story.questions) {
            seen.insert(question.words.begin(), question.words.end());
            seen.insert(question.answer);
        }
    }
    EXPECT_EQ(std::vector<std::string>(seen.begin(), seen.end()), words);
}

TEST(StoryCorpus, IsTheSameForTheSameSeedAndAnotherForAnother)
{
    const auto same = [](const StoryCorpus& a, const StoryCorpus& b) {
        return std::equal(
            a.train.begin(), a.train.end(), b.train.begin(), b.train.end(),
            [](const Story& x, const Story& y) { return x.sentences == y.sentences; });
    };
    EXPECT_TRUE(same(makeStoryCorpus(7, 50, 5), makeStoryCorpus(7, 50, 5)));
    EXPECT_FALSE(same(makeStoryCorpus(7, 50, 5), makeStoryCorpus(8, 50, 5)));
}

} // namespace
} // namespace regard
