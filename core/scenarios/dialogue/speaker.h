// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/dialogue/corpus.h"
#include "core/scenarios/dialogue/persona.h"
#include "core/tensor/random.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regard::dialogue {

using Indices = std::vector<int>;

/// A time in a question.
struct When {
    const persona::Day* day = nullptr;
    std::string part; ///< "", "morning", "afternoon", "evening"

    bool evening() const { return part == "evening"; }
    persona::Where where() const { return whereabouts(*day, evening()); }
    std::string words() const
    {
        const std::string name(day->name);
        if (name == "today")
            return part.empty() ? name : "this " + part;
        const std::string phrase = name == "tomorrow" ? name : "on " + name;
        return part.empty() ? phrase : phrase + ' ' + part;
    }
    std::string key() const { return ' ' + std::string(day->name) + ' ' + part; }
};

/// "my" ↔ "your", "me" → "you": a word of the one as the other says it.
std::string swapped(const std::string& word);

/// Question and answer in the making.
class Pair {
public:
    DialogueExample example;

    /// Adds words to the question; their indices.
    Indices ask(std::string_view words);
    /// Adds words to the answer, each of which comes from the given question's tokens.
    void say(std::string_view words, const Indices& from = {});
    /// Repeats the question's tokens in the answer with the persons changed.
    void repeat(const Indices& tokens);
    /// Adds to the deciding tokens all but articles and prepositions; returns those.
    Indices decidedBy(const Indices& tokens);
};

/// How a yes/no question and its two answers begin, word by word: "are you", "i am", "i am not".
struct Frame {
    const char* ask;
    const char* yes;
    const char* no;
};

/// Draws questions with their answers.
class Speaker {
public:
    explicit Speaker(Random random) : m_random(random) { }
    /// The next one, of a held-out combination or of the others; nothing where what was drawn
    /// belongs to the other split (draw again).
    std::optional<DialogueExample> make(bool heldOut);

private:
    template <class List> const auto& pick(const List& list)
    {
        return list[m_random.below(list.size())];
    }
    bool chance(double probability) { return m_random.chance(probability); }
    When when();
    std::string otherTime();
    std::string statement();
    std::string company();

    void before(bool statementFirst);
    void before() { before(chance(0.3)); }
    void after();
    void yesNo(const Frame& frame, const std::vector<std::string>& deciding,
               const std::vector<std::string>& rest, const When* time, bool yes);

    bool state();
    bool activity();
    bool visit();
    bool lend();
    bool like();
    bool drink();
    void where();
    void whenQuestion();
    void who();
    void what();
    void choice();
    void number();
    void errand();
    void talk();

    Random m_random;
    Pair m_pair;
    bool m_yes = false; ///< the wanted answer
    std::string m_key;
    When m_asked; ///< the time in question: statements speak of other days
};

} // namespace regard::dialogue
