// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/speaker.h"

#include <array>
#include <utility>

// The questions whose answer is looked up: where, when, who, what, and greetings.

namespace regard::dialogue {

using namespace persona;

namespace {

/// Questions that are always answered in the same way.
constexpr std::array<std::pair<const char*, const char*>, 8> smallTalk{{
    {"hello !", "hello !"},
    {"good morning !", "good morning !"},
    {"how are you ?", "i am fine , thank you ."},
    {"how are you today ?", "i am fine today , thank you ."},
    {"where do you live ?", "i live in the country ."},
    {"where do you work ?", "i work in town ."},
    {"thank you !", "you are welcome !"},
    {"hello , how are you ?", "hello , i am fine , thank you ."},
}};

} // namespace

/// "where are you going on monday ?" → "i am going to the museum on monday ."
void Speaker::where()
{
    const When time = when();
    const std::string place(time.evening() ? time.day->eveningPlace : time.day->dayPlace);
    const std::string to = "to" + place.substr(place.find(' '));
    const std::size_t form = m_random.below(5);
    const std::string who = chance(0.6) ? company() : "";
    m_key = "where " + std::to_string(form) + ' ' + who + time.key();
    before();
    const Indices asks = m_pair.ask("where");
    m_pair.example.form = {asks[0], asks[0] + 1};
    if (form == 4) {
        const Indices verb = m_pair.ask("are you");
        const Indices with = who.empty() ? Indices() : m_pair.ask("with " + who);
        const Indices at = m_pair.ask(time.words());
        after();
        m_pair.say("i", {verb[1]});
        m_pair.say("am", {verb[0]});
        Indices from = asks;
        from.insert(from.end(), at.begin(), at.end());
        m_pair.say(place, from);
        m_pair.repeat(with);
        m_pair.repeat(at);
    } else if (form == 0 || form == 1) {
        const Indices verb = m_pair.ask(form == 0 ? "are you going" : "will you be");
        const Indices with = who.empty() ? Indices() : m_pair.ask("with " + who);
        const Indices at = m_pair.ask(time.words());
        after();
        m_pair.say("i", {verb[1]});
        m_pair.say(form == 0 ? "am" : "will", {verb[0]});
        m_pair.repeat({verb[2]});
        Indices from = asks;
        from.insert(from.end(), at.begin(), at.end());
        m_pair.say(form == 0 ? to : place, from);
        m_pair.repeat(with);
        m_pair.repeat(at);
    } else {
        const Indices verb = m_pair.ask(form == 2 ? "can i find you" : "will you meet");
        const Indices whom = form == 2 ? Indices() : m_pair.ask(who.empty() ? "me" : who);
        const Indices with = form == 2 && !who.empty() ? m_pair.ask("and " + who) : Indices();
        const Indices at = m_pair.ask(time.words());
        after();
        if (form == 2) {
            m_pair.say("you", {verb[1]});
            m_pair.say("can", {verb[0]});
            m_pair.say("find", {verb[2]});
            m_pair.say("me", {verb[3]});
            m_pair.repeat(with);
        } else {
            m_pair.say("i", {verb[1]});
            m_pair.say("will", {verb[0]});
            m_pair.say("meet", {verb[2]});
            m_pair.repeat(whom);
        }
        Indices from = asks;
        from.insert(from.end(), at.begin(), at.end());
        m_pair.say(place, from);
        m_pair.repeat(at);
    }
    m_pair.say(".");
}

/// "when can you meet anna at the museum ?" → "i can meet anna at the museum on monday ."
void Speaker::whenQuestion()
{
    constexpr std::array<const char*, 4> verbs{"can you meet", "will you meet", "can you see",
                                               "will you visit"};
    const Day& day = pick(days());
    const When time{&day, chance(0.5) ? "evening" : ""};
    m_asked = {};
    const std::string place(time.evening() ? day.eveningPlace : day.dayPlace);
    const std::string whom = company();
    const std::string verb = pick(verbs);
    m_key = "when " + verb + ' ' + whom + ' ' + place;
    before();
    const Indices asks = m_pair.ask("when");
    m_pair.example.form = {asks[0], asks[0] + 1};
    const Indices opening = m_pair.ask(verb);
    const Indices object = m_pair.ask(whom);
    const Indices at = m_pair.ask(place);
    after();
    m_pair.say("i", {opening[1]});
    m_pair.repeat({opening[0], opening[2]});
    m_pair.repeat(object);
    m_pair.repeat(at);
    Indices from = asks;
    from.insert(from.end(), at.begin(), at.end());
    m_pair.say(time.words(), from);
    m_pair.say(".");
}

/// "who will you meet on monday ?" and "who is going to the museum with you ?"
void Speaker::who()
{
    before();
    if (chance(0.5)) {
        constexpr std::array<const char*, 4> verbs{"will you meet", "will you visit",
                                                   "will you see", "can you help"};
        const When time = when();
        const std::string verb = pick(verbs);
        m_key = "who " + verb + time.key();
        const Indices asks = m_pair.ask("who");
        m_pair.example.form = {asks[0], asks[0] + 1};
        const Indices opening = m_pair.ask(verb);
        const Indices at = m_pair.ask(time.words());
        after();
        m_pair.say("i", {opening[1]});
        m_pair.repeat({opening[0], opening[2]});
        Indices from = asks;
        from.insert(from.end(), at.begin(), at.end());
        m_pair.say(time.day->companion, from);
        m_pair.repeat(at);
    } else {
        constexpr std::array<const char*, 4> verbs{"is going", "is coming", "will walk",
                                                   "will drive"};
        const Day& day = pick(days());
        m_asked = {};
        const std::string place(chance(0.5) ? day.eveningPlace : day.dayPlace);
        const std::string verb = pick(verbs);
        m_key = "who " + verb + ' ' + place;
        const Indices asks = m_pair.ask("who");
        m_pair.example.form = {asks[0], asks[0] + 1};
        const Indices opening = m_pair.ask(verb);
        const Indices to = m_pair.ask("to" + place.substr(place.find(' ')));
        const Indices with = m_pair.ask("with you");
        after();
        Indices from = asks;
        from.insert(from.end(), to.begin(), to.end());
        m_pair.say(day.companion, from);
        m_pair.repeat(opening);
        m_pair.repeat(to);
        m_pair.say("with", {with[0]});
        m_pair.say("me", {with[1]});
    }
    m_pair.say(".");
}

/// "what are you doing on monday evening ?" → "i am feeding the horses on monday evening ."
void Speaker::what()
{
    if (chance(0.15)) {
        constexpr std::array<const char*, 2> verbs{"do you eat", "do you want"};
        const Meal& meal = pick(meals());
        m_asked = {};
        m_key.clear();
        before();
        const Indices asks = m_pair.ask("what");
        m_pair.example.form = {asks[0], asks[0] + 1};
        const Indices opening = m_pair.ask(pick(verbs));
        const Indices at = m_pair.ask("for " + std::string(meal.name));
        after();
        m_pair.say("i", {opening[1]});
        m_pair.repeat({opening[2]});
        m_pair.say(meal.dish, {asks[0], at[1]});
        m_pair.repeat(at);
        m_pair.say(".");
        return;
    }
    const When time = when();
    const bool future = chance(0.5);
    const std::string with = chance(0.5) ? "with " + company() : "";
    m_key = std::string("what ") + (future ? "will " : "are ") + with + time.key();
    before();
    const Indices asks = m_pair.ask("what");
    m_pair.example.form = {asks[0], asks[0] + 1};
    const Indices opening = m_pair.ask(future ? "will you be doing" : "are you doing");
    const Indices company = m_pair.ask(with);
    const Indices at = m_pair.ask(time.words());
    after();
    m_pair.say("i", {opening[1]});
    m_pair.say(future ? "will" : "am", {opening[0]});
    if (future)
        m_pair.repeat({opening[2]});
    Indices from = {asks[0], opening.back()};
    from.insert(from.end(), at.begin(), at.end());
    m_pair.say(time.evening() ? time.day->eveningActivity : time.day->dayActivity, from);
    m_pair.repeat(company);
    m_pair.repeat(at);
    m_pair.say(".");
}

/// "are you free today or tomorrow ?" → "i am free tomorrow ."
void Speaker::choice()
{
    constexpr std::array<const char*, 3> openings{"can you", "will you", "do you want to"};
    const bool isState = chance(0.6);
    const Item& item = isState ? pick(states()) : pick(activities());
    When first, second;
    do {
        first = when();
        second = when();
    } while (first.where() == second.where() || first.day == second.day);
    const bool firstHolds = item.first == (first.where() == Where::Country);
    m_key = "choice " + std::string(item.words) + first.key() + second.key();
    before(false);
    const Indices opening = m_pair.ask(isState ? "are you" : pick(openings));
    m_pair.example.form = {opening[0], opening[1]};
    const Indices what = m_pair.ask(item.words);
    const Indices one = m_pair.ask(first.words());
    m_pair.ask("or");
    const Indices other = m_pair.ask(second.words());
    m_pair.ask("?");
    m_pair.say("i", {opening[1]});
    if (isState)
        m_pair.say("am", {opening[0]});
    else if (opening.size() == 2) // "can you" → "i can"
        m_pair.repeat({opening[0]});
    else // "do you want to" → "i want to"
        m_pair.repeat({opening[2], opening[3]});
    m_pair.repeat(what);
    m_pair.repeat(firstHolds ? one : other);
    m_pair.say(".");
}

void Speaker::talk()
{
    const auto& [question, answer] = pick(smallTalk);
    m_key.clear();
    m_pair.ask(question);
    m_pair.say(answer);
}

} // namespace regard::dialogue
