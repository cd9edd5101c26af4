// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/corpus.h"

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
    std::map<std::string, std::string> lastWith; ///< by thing who took, got or put it down last
    std::map<std::string, std::string> how; ///< by thing: "taken", "given", "put_down"
    std::set<std::string> movedOn; ///< people, and things whose last person went elsewhere since
    std::set<std::string> combinations; ///< "person thing place"

    void read(const std::vector<std::string>& sentence)
    {
        const std::string& who = sentence[0];
        const auto thing = std::find_if(sentence.begin(), sentence.end(), isThing);
        const auto says = [&](const char* word) {
            return std::find(sentence.begin(), sentence.end(), word) != sentence.end();
        };
        if (thing == sentence.end()) {
            if (placeOf.contains(who))
                movedOn.insert(who);
            placeOf[who] = sentence.back();
            for (const auto& [one, person] : lastWith)
                if (person == who)
                    movedOn.insert(one);
        } else if (says("took") || says("picked") || says("found")) {
            ASSERT_FALSE(holderOf.contains(*thing));
            if (placeOf.contains(*thing)) {
                EXPECT_EQ(placeOf[*thing], placeOf[who]);
            }
            placeOf.erase(*thing);
            hand(*thing, who, "taken");
        } else if (says("gave") || says("handed")) {
            EXPECT_EQ(holderOf[*thing], who);
            EXPECT_EQ(placeOf[who], placeOf[sentence.back()]);
            hand(*thing, sentence.back(), "given");
        } else {
            EXPECT_EQ(holderOf[*thing], who);
            placeOf[*thing] = placeOf[who];
            hand(*thing, who, "put_down");
            holderOf.erase(*thing);
        }
        for (const auto& [held, holder] : holderOf)
            combinations.insert(holder + ' ' + held + ' ' + placeOf[holder]);
    }

    void hand(const std::string& thing, const std::string& person, const std::string& done)
    {
        holderOf[thing] = lastWith[thing] = person;
        how[thing] = done;
        movedOn.erase(thing);
    }

    /// The kind's name as its events say, and the answer.
    std::pair<std::string, std::string> answer(const std::vector<std::string>& question)
    {
        const std::string& asked = question.back();
        const bool on = movedOn.contains(asked);
        if (!isThing(asked))
            return {on ? "where_person_moved_on" : "where_person", placeOf[asked]};
        const bool held = holderOf.contains(asked);
        if (question[0] == "who")
            return {"who_has_" + how[asked], held ? holderOf[asked] : "nobody"};
        return {"where_" + how[asked]
                    + (!on        ? ""
                           : held ? "_carried"
                                  : "_left"),
                placeOf[held ? holderOf[asked] : asked]};
    }
};

Reader readingOf(const Story& story)
{
    Reader reader;
    for (const auto& sentence : story.sentences)
        reader.read(sentence);
    return reader;
}

TEST(StoryCorpus, AnswersAndKindsFollowFromTheStory)
{
    for (const auto* stories : {&corpus().train, &corpus().heldOut})
        for (const Story& story : *stories) {
            EXPECT_LE(story.sentences.size(), longestStory);
            EXPECT_GE(story.questions.size(), 1u);
            Reader reader = readingOf(story);
            for (const StoryQuestion& question : story.questions) {
                const auto [kind, answer] = reader.answer(question.words);
                EXPECT_EQ(question.answer, answer) << joinTokens(question.words);
                EXPECT_EQ(storyKinds()[static_cast<std::size_t>(question.kind)].name, kind);
            }
        }
}

TEST(StoryCorpus, EveryKindOfQuestionHasItsShare)
{
    for (const auto* stories : {&corpus().train, &corpus().heldOut}) {
        std::vector<double> asked(storyKinds().size());
        double all = 0;
        for (const Story& story : *stories)
            for (const StoryQuestion& question : story.questions) {
                asked[static_cast<std::size_t>(question.kind)] += 1;
                all += 1;
            }
        EXPECT_GT(all, 3 * static_cast<double>(stories->size()));
        for (std::size_t kind = 0; kind < asked.size(); ++kind)
            EXPECT_NEAR(asked[kind] * static_cast<double>(asked.size()) / all, 1, 0.1)
                << storyKinds()[kind].name;
    }
}

TEST(StoryCorpus, KindsHaveNamesOfTheirOwn)
{
    std::set<std::string> names;
    for (const StoryKind& kind : storyKinds())
        names.insert(kind.name);
    EXPECT_EQ(names.size(), storyKinds().size());
    EXPECT_EQ(names.size(), static_cast<std::size_t>(StoryQuestion::Kind::WherePutDownLeft) + 1);
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
