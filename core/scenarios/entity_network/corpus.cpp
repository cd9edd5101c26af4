// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/corpus.h"

#include "core/scenarios/entity_network/story_forms.h"

#include "core/data/drawing.h"
#include "core/data/sentences.h"
#include "core/tensor/random.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_set>

namespace regard {

namespace {

using namespace stories;
using Words = std::vector<std::string>;

constexpr std::uint64_t heldOutCombinations = 8; ///< one in so many
constexpr std::size_t mostQuestions = 6; ///< of a story
/// How many questions a kind may be ahead of the kind that was asked for least.
constexpr std::size_t lead = 8;

using Kind = StoryQuestion::Kind;

std::size_t index(auto number)
{
    return static_cast<std::size_t>(number);
}

/// The state of the world while a story is told. −1: not told yet.
class World {
public:
    explicit World(Random& random)
        : m_random(random)
        , m_people(people().size())
        , m_things(things().size())
        , m_cast(someOf(people().size(), 2, 5))
        , m_props(someOf(things().size(), 1, 4))
    {
    }

    /// Tells one more thing that can happen now.
    void tell()
    {
        while (true) {
            const double kind = m_random.uniform();
            if (kind < 0.5 ? move() : kind < 0.68 ? take() : kind < 0.8 ? drop() : give())
                break;
        }
        for (std::size_t thing = 0; thing < m_things.size(); ++thing)
            if (const int holder = m_things[thing].holder; holder >= 0)
                m_heldOutSeen = m_heldOutSeen
                    || isHeldOut(people()[index(holder)] + ' ' + things()[thing] + ' '
                                     + places()[index(placeOf(holder))],
                                 heldOutCombinations);
    }

    /// Whether somebody was somewhere with something in a held-out combination.
    bool heldOutSeen() const { return m_heldOutSeen; }

    /// The story, with every question about its end, in any order.
    Story finish()
    {
        for (std::size_t person = 0; person < people().size(); ++person)
            if (m_people[person].place >= 0)
                ask(m_people[person].movedOn ? Kind::WherePersonMovedOn : Kind::WherePerson, person,
                    places()[index(m_people[person].place)]);
        for (std::size_t thing = 0; thing < things().size(); ++thing)
            askAbout(thing);
        m_random.shuffle(std::span(m_story.questions));
        return std::move(m_story);
    }

private:
    struct Person {
        int place = -1;
        bool movedOn = false; ///< went to another place before
    };
    struct Thing {
        int holder = -1;
        int place = -1; ///< where it lies
        bool given = false; ///< its holder has it from somebody
        bool moved = false; ///< who has it, or put it down, has gone elsewhere since
        int putDownBy = -1;
    };
    using Choice = std::pair<std::size_t, std::size_t>;

    /// `least` to `most` of the numbers below `all`.
    std::vector<std::size_t> someOf(std::size_t all, std::size_t least, std::size_t most)
    {
        std::vector<std::size_t> numbers(all);
        std::iota(numbers.begin(), numbers.end(), std::size_t{0});
        m_random.shuffle(std::span(numbers));
        numbers.resize(least + m_random.below(most - least + 1));
        return numbers;
    }
    std::size_t anyOf(const std::vector<std::size_t>& numbers)
    {
        return numbers[m_random.below(numbers.size())];
    }

    int placeOf(auto person) const { return m_people[index(person)].place; }

    /// One of some choices, none of none.
    std::optional<Choice> oneOf(const std::vector<Choice>& choices)
    {
        if (choices.empty())
            return {};
        return choices[m_random.below(choices.size())];
    }

    /// Often somebody who did something just now, often to where somebody is: people meet.
    bool move()
    {
        const std::size_t person = m_active && m_random.chance(0.6) ? *m_active : anyOf(m_cast);
        const int place = m_random.chance(0.6) ? placeOf(anyOf(m_cast))
                                               : static_cast<int>(m_random.below(places().size()));
        if (place < 0 || placeOf(person) == place)
            return false;
        m_people[person] = {place, placeOf(person) >= 0};
        m_active.reset();
        for (Thing& thing : m_things)
            if (thing.holder == static_cast<int>(person)
                || thing.putDownBy == static_cast<int>(person))
                thing.moved = true;
        say(moves, person, 0, 0, place);
        return true;
    }

    /// A thing that nobody has, and that is not known to lie elsewhere.
    bool take()
    {
        std::vector<Choice> choices;
        for (const std::size_t person : m_cast)
            for (const std::size_t thing : m_props)
                if (const Thing& state = m_things[thing]; placeOf(person) >= 0 && state.holder < 0
                    && (state.place < 0 || state.place == placeOf(person)))
                    choices.emplace_back(person, thing);
        const auto choice = oneOf(choices);
        if (!choice)
            return false;
        const auto [person, thing] = *choice;
        m_things[thing] = {static_cast<int>(person)};
        m_active = person;
        say(takes, person, 0, thing, 0);
        return true;
    }

    bool drop()
    {
        std::vector<Choice> choices;
        for (const std::size_t thing : m_props)
            if (m_things[thing].holder >= 0)
                choices.emplace_back(index(m_things[thing].holder), thing);
        const auto choice = oneOf(choices);
        if (!choice)
            return false;
        const auto [person, thing] = *choice;
        m_things[thing] = {-1, placeOf(person), false, false, static_cast<int>(person)};
        m_active = person;
        say(drops, person, 0, thing, 0);
        return true;
    }

    /// To somebody at the same place.
    bool give()
    {
        std::vector<Choice> choices;
        for (const std::size_t receiver : m_cast)
            for (const std::size_t thing : m_props)
                if (const int holder = m_things[thing].holder; holder >= 0
                    && index(holder) != receiver && placeOf(holder) == placeOf(receiver))
                    choices.emplace_back(receiver, thing);
        const auto choice = oneOf(choices);
        if (!choice)
            return false;
        const auto [receiver, thing] = *choice;
        say(gives, index(m_things[thing].holder), receiver, thing, 0);
        m_things[thing] = {static_cast<int>(receiver), -1, true};
        m_active = receiver;
        return true;
    }

    void askAbout(std::size_t thing)
    {
        const Thing& state = m_things[thing];
        if (state.holder >= 0) {
            ask(state.given ? Kind::WhoHasGiven : Kind::WhoHasTaken, thing,
                people()[index(state.holder)]);
            ask(state.given ? (state.moved ? Kind::WhereGivenCarried : Kind::WhereGiven)
                            : (state.moved ? Kind::WhereTakenCarried : Kind::WhereTaken),
                thing, places()[index(placeOf(state.holder))]);
        } else if (state.place >= 0) {
            ask(Kind::WhoHasPutDown, thing, nobody);
            ask(state.moved ? Kind::WherePutDownLeft : Kind::WherePutDown, thing,
                places()[index(state.place)]);
        }
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

    void ask(Kind kind, std::size_t entity, const std::string& answer)
    {
        const char* form = storyKinds()[index(kind)].form;
        m_story.questions.push_back({kind, fill(form, entity, 0, entity, 0), answer});
    }

    Random& m_random;
    std::vector<Person> m_people;
    std::vector<Thing> m_things;
    std::vector<std::size_t> m_cast; ///< people of this story
    std::vector<std::size_t> m_props; ///< its things
    std::optional<std::size_t> m_active; ///< who took, got or put down something, till they move
    Story m_story;
    bool m_heldOutSeen = false;
};

/// Chooses a story's questions so that all kinds are asked for about equally often; false if it
/// has none of the kind that was asked for least. asked: how often each was so far.
bool choose(std::vector<StoryQuestion>& questions, std::vector<std::size_t>& asked)
{
    const auto times = [&](const StoryQuestion& question) -> std::size_t& {
        return asked[index(question.kind)];
    };
    for (std::size_t count = 0; count < questions.size(); ++count) {
        const std::size_t least = *std::min_element(asked.begin(), asked.end());
        const auto next = questions.begin() + static_cast<std::ptrdiff_t>(count);
        const auto rarest = std::min_element(next, questions.end(),
                                             [&](auto& a, auto& b) { return times(a) < times(b); });
        if (count == 0 && times(*rarest) > least)
            return false;
        if (count == mostQuestions || times(*rarest) >= least + lead) {
            questions.resize(count);
            break;
        }
        ++times(*rarest);
        std::iter_swap(next, rarest);
    }
    return true;
}

std::vector<Story> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::unordered_set<std::string> seen;
    std::vector<std::size_t> asked(storyKinds().size());
    return drawExamples(count, "stories", [&]() -> std::optional<Story> {
        World world(random);
        const std::size_t sentences = 2 + random.below(longestStory - 1);
        for (std::size_t i = 0; i < sentences; ++i)
            world.tell();
        Story story = world.finish();
        std::string text;
        for (const Words& sentence : story.sentences)
            text += joinTokens(sentence) + '.';
        if (world.heldOutSeen() != heldOut || seen.contains(text)
            || !choose(story.questions, asked))
            return {};
        seen.insert(text);
        return story;
    });
}

} // namespace

std::span<const StoryKind> storyKinds()
{
    constexpr const char* ofPerson = "where is $p";
    constexpr const char* whoHas = "who has the $o";
    constexpr const char* ofThing = "where is the $o";
    static constexpr std::array kinds{
        StoryKind{"where_person", "… where somebody is who came once", ofPerson},
        StoryKind{"where_person_moved_on", "… where somebody is who moved on", ofPerson},
        StoryKind{"who_has_taken", "… who has a thing that was taken", whoHas},
        StoryKind{"who_has_given", "… who has a thing after a hand-over", whoHas},
        StoryKind{"who_has_put_down", "… who has a thing that was put down", whoHas},
        StoryKind{"where_taken", "… where a thing is that was taken", ofThing},
        StoryKind{"where_taken_carried", "… where a thing is that was taken and carried on",
                  ofThing},
        StoryKind{"where_given", "… where a thing is after a hand-over", ofThing},
        StoryKind{"where_given_carried", "… where a thing is that was carried on after a hand-over",
                  ofThing},
        StoryKind{"where_put_down", "… where a thing is that was put down", ofThing},
        StoryKind{"where_put_down_left",
                  "… where a thing is that was put down by somebody who left", ofThing}};
    return kinds;
}

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
    for (const StoryKind& kind : storyKinds())
        addForms(std::array{kind.form});
    return {words.begin(), words.end()};
}

StoryCorpus makeStoryCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
