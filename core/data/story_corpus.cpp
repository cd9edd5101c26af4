// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/story_corpus.h"

#include "core/data/drawing.h"
#include "core/data/sentences.h"
#include "core/tensor/random.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_set>

namespace regard {

namespace {

using Words = std::vector<std::string>;

const Words& people()
{
    static const Words words = splitWords("anna bob clara emma paul tom");
    return words;
}
const Words& things()
{
    static const Words words = splitWords("ball book cup hat key lamp");
    return words;
}
const Words& places()
{
    static const Words words = splitWords("kitchen garden office bathroom cellar attic");
    return words;
}
// $p somebody, $r somebody else, $o a thing, $l a place.
constexpr std::array moves{"$p went to the $l", "$p walked to the $l", "$p ran to the $l",
                           "$p is now in the $l", "$p came to the $l"};
constexpr std::array takes{"$p took the $o", "$p picked up the $o", "$p found the $o there"};
constexpr std::array drops{"$p put the $o down", "$p dropped the $o", "$p left the $o there"};
constexpr std::array gives{"$p gave the $o to $r", "$p handed the $o to $r"};
constexpr std::array questions{"where is $p", "who has the $o", "where is the $o"};
constexpr const char* nobody = "nobody";

constexpr std::uint64_t heldOutCombinations = 8; ///< one in so many
constexpr std::size_t mostQuestions = 6; ///< of a story

/// The state of the world while a story is told. −1: not told yet.
class World {
public:
    explicit World(Random& random)
        : m_random(random)
        , m_placeOf(people().size(), -1)
        , m_things(things().size())
    {
    }

    /// Tells one more thing that can happen now.
    void tell()
    {
        while (true) {
            const double kind = m_random.uniform();
            if (kind < 0.42 ? move() : kind < 0.72 ? take() : kind < 0.86 ? drop() : give())
                break;
        }
        for (std::size_t thing = 0; thing < m_things.size(); ++thing)
            if (const int holder = m_things[thing].holder; holder >= 0)
                m_heldOutSeen = m_heldOutSeen
                    || isHeldOut(people()[index(holder)] + ' ' + things()[thing] + ' '
                                     + places()[index(m_placeOf[index(holder)])],
                                 heldOutCombinations);
    }

    /// Whether somebody was somewhere with something in a held-out combination.
    bool heldOutSeen() const { return m_heldOutSeen; }

    /// The story with questions about its end.
    Story finish()
    {
        std::vector<StoryQuestion> asked;
        for (std::size_t person = 0; person < people().size(); ++person)
            if (m_placeOf[person] >= 0)
                ask(asked, StoryQuestion::Kind::WherePerson, person,
                    places()[index(m_placeOf[person])]);
        std::vector<StoryQuestion> ofThings;
        for (std::size_t thing = 0; thing < things().size(); ++thing) {
            const Thing& state = m_things[thing];
            if (state.place < 0 && state.holder < 0)
                continue;
            const int place = state.holder >= 0 ? m_placeOf[index(state.holder)] : state.place;
            ask(ofThings, StoryQuestion::Kind::WhoHas, thing,
                state.holder >= 0 ? people()[index(state.holder)] : nobody);
            ask(ofThings, StoryQuestion::Kind::WhereThing, thing, places()[index(place)]);
        }
        // Most questions are about things: they are the harder part.
        m_random.shuffle(std::span(asked));
        m_random.shuffle(std::span(ofThings));
        const std::size_t ofPeople = ofThings.empty() ? mostQuestions : mostQuestions / 3;
        asked.resize(std::min(asked.size(), ofPeople));
        asked.insert(asked.end(), ofThings.begin(), ofThings.end());
        asked.resize(std::min(asked.size(), mostQuestions));
        m_story.questions = std::move(asked);
        return std::move(m_story);
    }

private:
    struct Thing {
        int holder = -1;
        int place = -1; ///< where it lies
    };

    static std::size_t index(int number) { return static_cast<std::size_t>(number); }

    bool move()
    {
        const std::size_t person = m_random.below(people().size());
        const auto place = static_cast<int>(m_random.below(places().size()));
        if (m_placeOf[person] == place)
            return false;
        m_placeOf[person] = place;
        say(moves, person, 0, 0, place);
        return true;
    }

    bool take()
    {
        const std::size_t person = m_random.below(people().size());
        const std::size_t thing = m_random.below(things().size());
        Thing& state = m_things[thing];
        if (m_placeOf[person] < 0 || state.holder >= 0
            || (state.place >= 0 && state.place != m_placeOf[person]))
            return false;
        state = {static_cast<int>(person), -1};
        say(takes, person, 0, thing, 0);
        return true;
    }

    bool drop()
    {
        const std::size_t thing = m_random.below(things().size());
        Thing& state = m_things[thing];
        if (state.holder < 0)
            return false;
        const std::size_t person = index(state.holder);
        state = {-1, m_placeOf[person]};
        say(drops, person, 0, thing, 0);
        return true;
    }

    /// To somebody at the same place.
    bool give()
    {
        const std::size_t thing = m_random.below(things().size());
        const std::size_t receiver = m_random.below(people().size());
        Thing& state = m_things[thing];
        if (state.holder < 0 || index(state.holder) == receiver
            || m_placeOf[receiver] != m_placeOf[index(state.holder)])
            return false;
        say(gives, index(state.holder), receiver, thing, 0);
        state.holder = static_cast<int>(receiver);
        return true;
    }

    static Words fill(const char* form, std::size_t person, std::size_t receiver, std::size_t thing,
                      int place)
    {
        Words words = splitWords(form);
        for (std::string& word : words)
            if (word == "$p")
                word = people()[person];
            else if (word == "$r")
                word = people()[receiver];
            else if (word == "$o")
                word = things()[thing];
            else if (word == "$l")
                word = places()[index(place)];
        return words;
    }

    template <std::size_t N>
    void say(const std::array<const char*, N>& forms, std::size_t person, std::size_t receiver,
             std::size_t thing, int place)
    {
        m_story.sentences.push_back(fill(forms[m_random.below(N)], person, receiver, thing, place));
    }

    static void ask(std::vector<StoryQuestion>& asked, StoryQuestion::Kind kind, std::size_t entity,
                    const std::string& answer)
    {
        asked.push_back(
            {kind, fill(questions[static_cast<std::size_t>(kind)], entity, 0, entity, 0), answer});
    }

    Random& m_random;
    std::vector<int> m_placeOf; ///< by person
    std::vector<Thing> m_things;
    Story m_story;
    bool m_heldOutSeen = false;
};

std::vector<Story> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::unordered_set<std::string> seen;
    return drawExamples(count, "stories", [&]() -> std::optional<Story> {
        World world(random);
        const std::size_t sentences = 2 + random.below(longestStory - 1);
        for (std::size_t i = 0; i < sentences; ++i)
            world.tell();
        Story story = world.finish();
        std::string text;
        for (const Words& sentence : story.sentences)
            text += joinTokens(sentence) + '.';
        if (world.heldOutSeen() != heldOut || !seen.insert(text).second)
            return {};
        return story;
    });
}

} // namespace

const std::vector<std::string>& storyEntities()
{
    static const Words words = [] {
        Words all = people();
        all.insert(all.end(), things().begin(), things().end());
        return all;
    }();
    return words;
}

std::vector<std::string> storyWords()
{
    std::set<std::string> words(storyEntities().begin(), storyEntities().end());
    words.insert(places().begin(), places().end());
    words.insert(nobody);
    const auto addForms = [&](const auto& forms) {
        for (const char* form : forms)
            for (const std::string& word : splitWords(form))
                if (word.front() != '$')
                    words.insert(word);
    };
    addForms(moves);
    addForms(takes);
    addForms(drops);
    addForms(gives);
    addForms(questions);
    return {words.begin(), words.end()};
}

StoryCorpus makeStoryCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
