// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sentences.h"
#include "core/scenarios/dialogue/speaker.h"

#include <algorithm>
#include <array>
#include <iterator>

// The questions whose answer starts with "yes" or "no".

namespace regard::dialogue {

using namespace persona;

namespace {

constexpr std::array<const char*, 7> purposes{
    "to help me in the kitchen", "to repair my car",       "to eat dinner with my family",
    "to look at my new house",   "to talk about my plans", "to help my mother",
    "to clean my old boat"};
constexpr std::array<const char*, 4> uses{"to help my mother", "to show it to my family",
                                          "to make my brother happy", "to have some fun"};
constexpr std::array<const char*, 4> aims{"to make my family happy", "to have some fun",
                                          "to meet new people", "to please my grandmother"};
constexpr std::array<const char*, 5> sources{"from the market", "from my garden", "in a salad",
                                             "with bread", "with fish"};

} // namespace

/// Asks "FRAME deciding… rest… time ?" and answers with the same in the other person. The
/// subject and verb of the answer come from those of the question.
void Speaker::yesNo(const Frame& frame, const std::vector<std::string>& deciding,
                    const std::vector<std::string>& rest, const When* time, bool yes)
{
    Indices timeTokens;
    const bool timeFirst = time && chance(0.15);
    // "i am busy today but on friday , …" would leave open what "on friday" belongs to.
    before(!timeFirst && chance(0.3));
    if (timeFirst) {
        timeTokens = m_pair.ask(time->words());
        m_pair.ask(",");
    }
    const Indices opening = m_pair.ask(frame.ask);
    Indices body;
    Indices decides;
    Indices timeInside; // the time where something follows it
    for (const std::string& part : deciding) {
        const Indices tokens = m_pair.ask(part);
        body.insert(body.end(), tokens.begin(), tokens.end());
        decides.insert(decides.end(), tokens.begin(), tokens.end());
    }
    for (const std::string& part : rest) {
        // A part may itself decide: it is marked with a leading "!".
        const bool marked = part.starts_with('!');
        const Indices tokens = m_pair.ask(marked ? part.substr(1) : part);
        body.insert(body.end(), tokens.begin(), tokens.end());
        if (marked && m_asked.day && part.substr(1) == m_asked.words())
            timeInside = tokens;
        if (marked)
            decides.insert(decides.end(), tokens.begin(), tokens.end());
    }
    if (time && !timeFirst)
        timeTokens = m_pair.ask(time->words());
    after();

    m_pair.decidedBy(timeFirst ? timeTokens : Indices());
    m_pair.example.form = {opening[0], opening[1]};
    m_pair.decidedBy(m_pair.example.form);
    m_pair.decidedBy(decides);
    m_pair.decidedBy(timeFirst ? Indices() : timeTokens);
    const Indices& at = timeTokens.empty() ? timeInside : timeTokens;
    std::copy_if(m_pair.example.deciding.begin(), m_pair.example.deciding.end(),
                 std::back_inserter(m_pair.example.time),
                 [&](int token) { return std::find(at.begin(), at.end(), token) != at.end(); });

    m_pair.say(yes ? "yes" : "no", m_pair.example.deciding);
    m_pair.say(",");
    // "i" comes from "you" and "you" from "i", the verb from the verb, "not" from nothing.
    for (const std::string& word : splitWords(yes ? frame.yes : frame.no)) {
        const std::string& verb = m_pair.example.question[static_cast<std::size_t>(opening[0])];
        Indices from;
        if (word == "i" || word == "you")
            from = {opening[1]};
        else if (word == "am" || word == "cannot" || word == verb)
            from = {opening[0]};
        else {
            for (const int token : opening) {
                if (swapped(m_pair.example.question[static_cast<std::size_t>(token)]) == word)
                    from = {token};
            }
        }
        m_pair.say(word, from);
    }
    m_pair.repeat(body);
    m_pair.repeat(timeTokens);
    m_pair.say(".");
}

bool Speaker::state()
{
    const When time = when();
    const Item& item = pick(states());
    const bool yes = item.first == (time.where() == Where::Country);
    m_key = "state " + std::string(item.words) + time.key();
    std::vector<std::string> rest;
    if (item.words == "free" && chance(0.5)) {
        // The purpose comes after the time, as people say it.
        rest = {'!' + time.words(), pick(purposes)};
        yesNo({"are you", "i am", "i am not"}, {std::string(item.words)}, rest, nullptr, yes);
        return yes;
    }
    yesNo({"are you", "i am", "i am not"}, {std::string(item.words)}, rest, &time, yes);
    return yes;
}

bool Speaker::activity()
{
    constexpr std::array<Frame, 4> frames{
        {{"can you", "i can", "i cannot"},
         {"will you", "i will", "i will not"},
         {"are you going to", "i am going to", "i am not going to"},
         {"do you want to", "i want to", "i do not want to"}}};
    const When time = when();
    const Item& item = pick(activities());
    const bool yes = item.first == (time.where() == Where::Country);
    m_key = "activity " + std::string(item.words) + time.key();
    std::vector<std::string> rest;
    if (chance(0.7))
        rest.push_back("with " + (chance(0.2) ? "me" : company()));
    if (chance(0.3)) {
        rest.push_back('!' + time.words());
        rest.emplace_back(pick(aims));
        yesNo(pick(frames), {std::string(item.words)}, rest, nullptr, yes);
    } else {
        yesNo(pick(frames), {std::string(item.words)}, rest, &time, yes);
    }
    return yes;
}

bool Speaker::visit()
{
    constexpr std::array<Frame, 4> frames{
        {{"will you visit", "i will visit", "i will not visit"},
         {"will you meet", "i will meet", "i will not meet"},
         {"can you meet", "i can meet", "i cannot meet"},
         {"are you going to meet", "i am going to meet", "i am not going to meet"}}};
    const When time = when();
    const Item& item = pick(places());
    const bool yes = item.first == (time.where() == Where::Country);
    m_key = "visit " + std::string(item.words) + time.key();
    std::vector<std::string> rest{company(), '!' + std::string(item.words)};
    if (chance(0.3)) {
        rest.push_back('!' + time.words());
        rest.emplace_back(pick(aims));
        yesNo(pick(frames), {}, rest, nullptr, yes);
    } else {
        yesNo(pick(frames), {}, rest, &time, yes);
    }
    return yes;
}

bool Speaker::lend()
{
    constexpr std::array<Frame, 4> frames{
        {{"can i borrow your", "you can borrow my", "you cannot borrow my"},
         {"can i use your", "you can use my", "you cannot use my"},
         {"may i borrow your", "you may borrow my", "you may not borrow my"},
         {"can i have your", "you can have my", "you cannot have my"}}};
    const When time = when();
    const Item& item = pick(things());
    const bool yes = item.first == (time.where() == Where::Country);
    m_key = "lend " + std::string(item.words) + time.key();
    if (chance(0.5)) {
        const char* const use = pick(uses); // drawn before the frame, with every compiler
        yesNo(pick(frames), {std::string(item.words)}, {'!' + time.words(), use}, nullptr, yes);
    } else
        yesNo(pick(frames), {std::string(item.words)}, {}, &time, yes);
    return yes;
}

bool Speaker::like()
{
    constexpr std::array<Frame, 3> frames{{{"do you like", "i like", "i do not like"},
                                           {"do you eat", "i eat", "i do not eat"},
                                           {"do you want", "i want", "i do not want"}}};
    const Item& taste = pick(tastes());
    const Item& food = pick(foods());
    const bool yes = taste.first == food.first;
    m_asked = {};
    m_key = "like " + std::string(taste.words) + ' ' + std::string(food.words);
    std::vector<std::string> rest;
    if (chance(0.6))
        rest.emplace_back(pick(sources));
    yesNo(pick(frames), {std::string(taste.words), std::string(food.words)}, rest, nullptr, yes);
    return yes;
}

bool Speaker::drink()
{
    constexpr std::array<Frame, 3> frames{{{"do you drink", "i drink", "i do not drink"},
                                           {"do you like", "i like", "i do not like"},
                                           {"do you want", "i want", "i do not want"}}};
    const Item& drunk = pick(drinks());
    const Item& time = pick(drinkTimes());
    const bool yes = drunk.first == time.first;
    m_asked = {};
    m_key = "drink " + std::string(drunk.words) + ' ' + std::string(time.words);
    std::vector<std::string> rest;
    if (chance(0.3))
        rest.push_back("with " + company());
    rest.push_back('!' + std::string(time.words));
    yesNo(pick(frames), {std::string(drunk.words)}, rest, nullptr, yes);
    return yes;
}

} // namespace regard::dialogue
