// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/choices.h"
#include "core/data/text_pairs.h"
#include "core/data/translation_lexicon.h"

#include <string>
#include <string_view>
#include <vector>

/// How the generated English sentences and their Chinese are put together; the rules stand in
/// translation_corpus.h.
namespace regard::translation {

using Indices = std::vector<int>;

/// Chinese characters and the English words that all of them come from.
struct Piece {
    std::string chinese;
    Indices from;
};
using Pieces = std::vector<Piece>;

void append(Pieces& pieces, Pieces more);
Indices both(Indices a, const Indices& b);

/// Makes sentences: says English words from left to right, and keeps the Chinese of
/// each part until all are put in their order.
class Translator {
public:
    /// heldOut: which split's combinations; without a value those of both.
    Translator(Choices& choices, std::optional<bool> heldOut)
        : m_choices(choices)
        , m_heldOut(heldOut)
    {
    }

    /// A sentence of one to three clauses, each of the split's combinations. Throws
    /// GuidedChoices::DeadEnd where it is not the one that is to come out.
    TextPair sentence();

private:
    template <class List> const auto& pick(const List& list)
    {
        return list[m_choices.pick(
            list.size(), [&](std::size_t i) -> const void* { return &list[i]; },
            [&](std::size_t i, const auto& isThere) { return mayStand(list[i], isThere); })];
    }
    bool chance(double probability) { return m_choices.chance(probability); }

    /// Adds words to the English sentence; their places.
    Indices say(std::string_view english);
    void write(const Pieces& pieces);

    struct Subject {
        const Noun* noun = nullptr; ///< null: a pronoun
        const Pronoun* pronoun = nullptr;
        bool plural = false;
        Who who = Who::Anyone; ///< of its adjectives
        bool name = false;
        std::string_view copula() const
        {
            return pronoun ? pronoun->copula : plural ? "are" : "is";
        }
        std::string_view key() const { return pronoun ? pronoun->english : noun->singular; }
    };
    Subject chooseSubject(Who who);
    Pieces saySubject(const Subject& subject);
    Pieces nounPhrase(const Noun& noun, bool plural, std::span<const Adjective> adjectives,
                      double described, double definite, bool isSubject = false);
    /// Nouns of a place, mostly with "the".
    Pieces placePhrase(const Noun& noun);
    Pieces someone();
    Pieces company();
    Pieces place(const Location& location, bool behindProgress);
    Pieces time(Tense tense);

    /// What is done: how the verb is said, and what follows it.
    struct Predicate {
        Verb verb;
        const Motion* motion = nullptr;
        const Action* action = nullptr;
        bool dealing = false;
        std::string key() const
        {
            std::string text(verb.base);
            if (motion)
                (text += ' ') += motion->preposition;
            return text;
        }
    };
    Predicate choosePredicate();
    /// Says and writes one clause. alone: nothing follows it, so that it may ask.
    void clause(bool alone);
    /// The verb's characters, with 了 if it is told as done.
    Pieces written(const Predicate& predicate, const Indices& verb, const Indices& preposition,
                   bool done) const;

    Choices& m_choices;
    std::optional<bool> m_heldOut;
    TextPair m_pair;
};

} // namespace regard::translation
