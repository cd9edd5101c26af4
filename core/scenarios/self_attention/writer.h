// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/self_attention/corpus.h"
#include "core/scenarios/self_attention/lexicon.h"
#include "core/tensor/random.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace regard::coreference {

using Words = std::vector<std::string>;

/// A noun as it stands in one sentence.
struct Mention {
    const Noun* noun = nullptr;
    bool plural = false;
    bool female = false; ///< which pronoun a person takes
    Words words; ///< article, modifiers and the noun last
    int position = -1; ///< of the head noun in the sentence

    std::string subjectPronoun() const
    {
        return plural ? "they" : noun->gender == Gender::Neuter ? "it" : female ? "she" : "he";
    }
    std::string objectPronoun() const
    {
        return plural ? "them" : noun->gender == Gender::Neuter ? "it" : female ? "her" : "him";
    }
};

/// Writes sentences of the coreference corpus.
class Writer {
public:
    explicit Writer(Random random) : m_random(random) { }

    /// The next sentence, of a held-out combination or of the others; nothing where the drawn
    /// parts do not go together (draw again).
    std::optional<CoreferenceExample> make(bool heldOut);

private:
    template <class List> const auto& pick(const List& list)
    {
        return list[m_random.below(list.size())];
    }
    std::string oneOf(std::initializer_list<const char*> words)
    {
        return words.begin()[m_random.below(words.size())];
    }

    CoreferenceExample plain();
    bool draw(bool heldOut);
    Mention mention(const Noun& noun, bool plural);

    void say(const std::string& words);
    void say(const Words& words);
    void say(Mention& mention);
    void pronoun(const std::string& word);
    void finish(bool always);

    void negated(const Verb& verb);
    void mainClause(bool adjunctInFront);
    void passive();
    void adjunct();
    std::string intensifier();
    void predicate(const std::string& degree);
    void reason(const std::string& degree);

    bool fluent() const { return m_property->gradable && m_property->phrase.empty(); }
    Mention& antecedent() { return m_ofSubject ? m_subject : m_object; }
    Mention& other() { return m_ofSubject ? m_object : m_subject; }

    Random m_random;
    const Relation* m_relation = nullptr;
    const Property* m_property = nullptr;
    const Verb* m_verb = nullptr;
    bool m_ofSubject = false; ///< the antecedent is the relation's first noun
    Mention m_subject, m_object;
    std::string m_adjunct;
    CoreferenceExample m_example;
    std::vector<std::size_t> m_pronouns; ///< positions
};

} // namespace regard::coreference
