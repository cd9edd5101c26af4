// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/speaker.h"

#include "core/data/sentences.h"

#include <algorithm>
#include <array>

namespace regard::dialogue {

using namespace persona;

namespace {

constexpr std::uint64_t oneInHeldOut = 8;
constexpr std::size_t longestQuestion = 30;

constexpr std::array<const char*, 9> names{"anna",  "bob",  "clara", "emma", "lucy",
                                           "maria", "paul", "peter", "tom"};
constexpr std::array<const char*, 4> relatives{"my brother", "my sister", "my mother", "my friend"};
constexpr std::array<const char*, 6> greetings{"hello",        "hello",     "hi",
                                               "good morning", "excuse me", "tell me"};
/// Words of a deciding phrase that decide nothing.
constexpr std::array<std::string_view, 6> fillers{"on", "at", "in", "by", "the", "a"};

} // namespace

std::string swapped(const std::string& word)
{
    if (word == "my")
        return "your";
    if (word == "your")
        return "my";
    return word == "me" ? "you" : word;
}

Indices Pair::ask(std::string_view words)
{
    Indices added;
    for (std::string& word : splitWords(words)) {
        added.push_back(static_cast<int>(example.question.size()));
        example.question.push_back(std::move(word));
    }
    return added;
}

void Pair::say(std::string_view words, const Indices& from)
{
    for (std::string& word : splitWords(words)) {
        example.answer.push_back(std::move(word));
        example.alignment.push_back(from);
    }
}

void Pair::repeat(const Indices& tokens)
{
    for (const int token : tokens)
        say(swapped(example.question[static_cast<std::size_t>(token)]), {token});
}

Indices Pair::decidedBy(const Indices& tokens)
{
    Indices added;
    for (const int token : tokens) {
        const std::string& word = example.question[static_cast<std::size_t>(token)];
        if (std::find(fillers.begin(), fillers.end(), word) == fillers.end())
            added.push_back(token);
    }
    example.deciding.insert(example.deciding.end(), added.begin(), added.end());
    return added;
}

When Speaker::when()
{
    constexpr std::array<const char*, 6> parts{"",          "",        "morning",
                                               "afternoon", "evening", "evening"};
    When result{&pick(days()), pick(parts)};
    m_asked = result;
    return result;
}

std::string Speaker::otherTime()
{
    const Day* day = nullptr;
    do {
        day = &pick(days());
    } while (day == m_asked.day);
    return When{day, chance(0.3) ? "evening" : ""}.words();
}

/// Something said besides the question. What stands last is drawn first, and each draw has a line
/// of its own: compilers evaluate the operands of a sum in orders of their own.
std::string Speaker::statement()
{
    const auto isSomehow = [this](const auto& whoDraws) {
        const std::string time = otherTime();
        const std::string state(pick(states()).words);
        return whoDraws() + ' ' + state + ' ' + time;
    };
    switch (m_random.below(6)) {
    case 0:
    case 1:
        return isSomehow([] { return std::string("i am"); });
    case 2:
        return isSomehow([this] { return std::string(pick(names)) + " is"; });
    case 3: {
        const std::string time = otherTime();
        return (chance(0.5) ? "the weather is nice " : "the weather is bad ") + time;
    }
    case 4: {
        const std::string food(pick(foods()).words);
        const std::string taste(pick(tastes()).words);
        return std::string(pick(names)) + " likes " + taste + ' ' + food;
    }
    default:
        return isSomehow([this] { return std::string(pick(relatives)) + " is"; });
    }
}

/// "anna", "anna and tom", "my brother"
std::string Speaker::company()
{
    if (chance(0.3))
        return pick(relatives);
    std::string name = pick(names);
    if (chance(0.65))
        return name;
    const std::string other = pick(names);
    return other == name ? name : name + " and " + other;
}

void Speaker::before(bool statementFirst)
{
    if (chance(0.3)) {
        const std::string greeting = pick(greetings);
        m_pair.ask(greeting);
        if (greeting != "tell me" && chance(0.5))
            m_pair.ask(pick(names));
        m_pair.ask(",");
    }
    if (statementFirst) {
        m_pair.ask(statement());
        m_pair.ask(chance(0.5) ? "but" : chance(0.7) ? "." : "so");
    }
}

void Speaker::after()
{
    m_pair.ask("?");
    if (chance(0.15)) {
        m_pair.ask(statement());
        m_pair.ask(".");
    }
}

std::optional<DialogueExample> Speaker::make(bool heldOut)
{
    using enum DialogueKind;
    constexpr std::array<DialogueKind, 36> mixture{
        State,  State,  State,  State,  Activity, Activity, Activity, Activity, Visit,
        Visit,  Visit,  Lend,   Lend,   Like,     Like,     Drink,    Drink,    Where,
        Where,  Where,  When,   Who,    What,     What,     What,     Choice,   Choice,
        Number, Number, Number, Number, Number,   Number,   Errand,   Errand,   Errand};
    const DialogueKind kind = chance(0.015) ? SmallTalk : pick(mixture);
    // As many yes as no of every kind: the answer is drawn first, then a question for it.
    const bool wanted = chance(0.5);
    for (;;) {
        m_pair = {};
        m_asked = {};
        bool yes = wanted;
        switch (kind) {
        case State:
            yes = state();
            break;
        case Activity:
            yes = activity();
            break;
        case Visit:
            yes = visit();
            break;
        case Lend:
            yes = lend();
            break;
        case Like:
            yes = like();
            break;
        case Drink:
            yes = drink();
            break;
        case Where:
            where();
            break;
        case When:
            whenQuestion();
            break;
        case Who:
            who();
            break;
        case What:
            what();
            break;
        case Choice:
            choice();
            break;
        case Number:
            number();
            break;
        case Errand:
            errand();
            break;
        case SmallTalk:
            talk();
            break;
        }
        if (yes == wanted)
            break;
    }
    const bool held =
        !m_key.empty() && m_key != "state free tomorrow " && isHeldOut(m_key, oneInHeldOut);
    if (held != heldOut || m_pair.example.question.size() > longestQuestion)
        return std::nullopt;
    // Nobody is spoken of by the name by which the persona is greeted, or twice.
    for (const char* name : names) {
        if (std::count(m_pair.example.question.begin(), m_pair.example.question.end(), name) > 1)
            return std::nullopt;
    }
    m_pair.example.kind = kind;
    m_pair.example.combination = m_key;
    return std::move(m_pair.example);
}

} // namespace regard::dialogue
