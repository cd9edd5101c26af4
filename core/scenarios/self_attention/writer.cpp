// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/writer.h"

#include "core/data/sentences.h"

#include <algorithm>
#include <array>

namespace regard::coreference {

namespace {

constexpr std::uint64_t oneInHeldOut = 8;

/// A phrase of place; its noun must not be mistaken for the antecedent.
struct Place {
    const char* words;
    const char* noun; ///< empty if it is none of the lexicon
};
constexpr std::array<Place, 9> outdoors{{{"near the little bridge", "bridge"},
                                         {"behind the school", "school"},
                                         {"in front of the house", "house"},
                                         {"by the river", "river"},
                                         {"near the wall", "wall"},
                                         {"next to the museum", "museum"},
                                         {"near the farm", ""},
                                         {"in the village", ""},
                                         {"behind the car", "car"}}};
constexpr std::array<Place, 5> indoors{{{"in the hall", "hall"},
                                        {"at the hotel", "hotel"},
                                        {"in front of the fire", "fire"},
                                        {"in the kitchen", ""},
                                        {"in the garden", ""}}};
constexpr std::array<const char*, 6> times{"yesterday", "last night", "in the morning",
                                           "on monday", "this week",  "in the evening"};

/// Sentences of general knowledge without a pronoun.
constexpr std::array<const char*, 16> plainSentences{"thinking machines learn from examples",
                                                     "thinking machines learn from data",
                                                     "machines learn from examples",
                                                     "computers learn from many examples",
                                                     "robots are thinking machines",
                                                     "a computer is a machine",
                                                     "a robot is a thinking machine",
                                                     "thinking machines read books",
                                                     "students learn from books",
                                                     "students learn from letters",
                                                     "teachers learn from students",
                                                     "a model learns from data",
                                                     "many animals are shy",
                                                     "dogs and cats are animals",
                                                     "the robot learns from the teacher",
                                                     "machines are thinking"};

std::string key(const Noun& a, const Noun& b, const Property& property)
{
    const auto [first, second] = std::minmax(a.singular, b.singular);
    return first + ' ' + second + ' ' + property.word;
}

bool isHeldOutCombination(const Noun& a, const Noun& b, const Property& property)
{
    const std::string text = key(a, b, property);
    return text == "animal street tired" || text == "animal street wide"
        || isHeldOut(text, oneInHeldOut);
}

bool lists(const std::vector<Reason>& reasons, const Property& property, const Noun& noun)
{
    return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
        return reason.property == &property
            && std::find(reason.nouns.begin(), reason.nouns.end(), &noun) != reason.nouns.end();
    });
}

} // namespace

Mention Writer::mention(const Noun& noun, bool plural)
{
    Mention result;
    result.noun = &noun;
    result.plural = plural && !noun.plural.empty();
    result.female =
        noun.gender == Gender::Female || (noun.gender == Gender::Person && m_random.chance(0.5));
    if (!noun.name)
        result.words.emplace_back("the");
    if (!noun.modifiers.empty() && m_random.chance(0.12))
        result.words.push_back(pick(noun.modifiers));
    result.words.push_back(result.plural ? noun.plural : noun.singular);
    return result;
}

/// Draws relation, nouns, property and adjunct such that the rule names one antecedent and the
/// combination belongs to the wanted split.
bool Writer::draw(bool heldOut)
{
    m_relation = &pick(relations());
    m_ofSubject = m_random.chance(0.5);
    const double number = m_random.uniform();
    m_subject = mention(*pick(m_relation->subjects), number < 0.2);
    m_object = mention(*pick(m_relation->objects), number > 0.12 && number < 0.32);
    if (m_subject.noun == m_object.noun)
        return false;
    const Reason& why = pick(m_ofSubject ? m_relation->ofSubject : m_relation->ofObject);
    m_property = why.property;
    const Noun& meant = *antecedent().noun;
    if (std::find(why.nouns.begin(), why.nouns.end(), &meant) == why.nouns.end())
        return false;
    const std::string word = antecedent().subjectPronoun();
    const auto& otherList = m_ofSubject ? m_relation->ofObject : m_relation->ofSubject;
    if (agrees(word, *other().noun, other().plural) && lists(otherList, *m_property, *other().noun))
        return false;
    if (isHeldOutCombination(*m_subject.noun, *m_object.noun, *m_property) != heldOut)
        return false;

    m_adjunct.clear();
    if (m_relation->places != Places::None && m_random.chance(0.4)) {
        const Place& place =
            m_relation->places == Places::Outdoors ? pick(outdoors) : pick(indoors);
        m_adjunct = place.words;
        if (const Noun* noun = nounOf(place.noun)) {
            if (noun == m_subject.noun || noun == m_object.noun)
                return false;
            if (agrees(word, *noun, false) && (meant.place || canBe(*noun, *m_property)))
                return false;
            if (!heldOut
                && (isHeldOutCombination(*noun, *m_subject.noun, *m_property)
                    || isHeldOutCombination(*noun, *m_object.noun, *m_property)))
                return false;
        }
    } else if (m_random.chance(0.3)) {
        m_adjunct = pick(times);
    }
    m_verb = &pick(m_relation->verbs);
    return true;
}

void Writer::say(const Words& words)
{
    m_example.tokens.insert(m_example.tokens.end(), words.begin(), words.end());
}

void Writer::say(const std::string& words)
{
    say(splitWords(words));
}

void Writer::say(Mention& mention)
{
    say(mention.words);
    mention.position = static_cast<int>(m_example.tokens.size()) - 1;
}

void Writer::pronoun(const std::string& word)
{
    m_pronouns.push_back(m_example.tokens.size());
    say(word);
}

void Writer::finish(bool always)
{
    if (always || m_random.chance(0.6))
        say(".");
}

void Writer::negated(const Verb& verb)
{
    const std::size_t kind = m_random.below(m_relation->willing ? 7 : 6);
    if (kind == 5) {
        say("never");
        say(verb.past);
        return;
    }
    constexpr std::array<const char*, 7> openings{"didn't",    "didn't", "did not", "couldn't",
                                                  "could not", "",       "wouldn't"};
    say(openings[kind]);
    say(verb.base);
}

void Writer::adjunct()
{
    say(m_adjunct);
    m_adjunct.clear();
}

void Writer::mainClause(bool adjunctInFront)
{
    if (adjunctInFront && !m_adjunct.empty()) {
        const bool comma = m_adjunct != "yesterday" && m_adjunct != "last night";
        adjunct();
        if (comma)
            say(",");
    }
    say(m_subject);
    if (m_relation->negative)
        negated(*m_verb);
    else
        say(m_verb->past);
    say(m_object);
    adjunct();
}

/// "the street wasn't crossed by the animal"
void Writer::passive()
{
    say(m_object);
    const bool plural = m_object.plural;
    if (!m_relation->negative)
        say(plural ? "were" : "was");
    else if (m_random.chance(0.3))
        say("couldn't be");
    else if (m_random.chance(0.5))
        say(plural ? "weren't" : "wasn't");
    else
        say(plural ? "were not" : "was not");
    say(m_verb->participle);
    say("by");
    say(m_subject);
    adjunct();
}

std::string Writer::intensifier()
{
    if (!m_relation->negative)
        return oneOf({"so", "so", "very", ""});
    return oneOf({"too", "too", "too", "too", "so", "very", ""});
}

/// "was too tired" of the antecedent, in its number
void Writer::predicate(const std::string& degree)
{
    const bool plural = antecedent().plural;
    if (!m_property->phrase.empty()) {
        Words phrase = m_property->phrase;
        if (phrase.front() == "was" && plural)
            phrase.front() = "were";
        say(phrase);
        return;
    }
    static const Words unseen = splitWords("loud noisy quiet salty sour sweet spicy slow fast "
                                           "quick sudden short long");
    const bool visible = std::find(unseen.begin(), unseen.end(), m_property->word) == unseen.end();
    const double choice = m_random.uniform();
    if (choice < 0.1 && visible)
        say("looked");
    else if (choice < 0.22)
        say("seemed");
    else
        say(plural ? "were" : "was");
    if (m_property->gradable)
        say(degree);
    say(m_property->word);
}

void Writer::reason(const std::string& degree)
{
    pronoun(antecedent().subjectPronoun());
    predicate(degree);
}

CoreferenceExample Writer::plain()
{
    CoreferenceExample example;
    example.tokens = splitWords(pick(plainSentences));
    if (m_random.chance(0.5))
        example.tokens.emplace_back(".");
    example.antecedent.assign(example.tokens.size(), -1);
    return example;
}

std::optional<CoreferenceExample> Writer::make(bool heldOut)
{
    if (!heldOut && m_random.chance(0.025))
        return plain();
    m_example = {};
    m_pronouns.clear();
    if (!draw(heldOut))
        return std::nullopt;
    const bool negative = m_relation->negative;
    bool hasProperty = true;
    const auto form = m_random.below(100);
    if (!heldOut && form < 3) { // the animal crossed the street .
        m_property = nullptr;
        hasProperty = false;
        mainClause(m_random.chance(0.5));
        finish(false);
    } else if (!heldOut && form < 6) { // the animal was too tired to cross the street .
        if (!negative || !m_ofSubject || !fluent())
            return std::nullopt;
        say(m_subject);
        predicate("too");
        say("to");
        say(m_verb->base);
        say(m_object);
        adjunct();
        finish(false);
    } else if (form < 44) { // … because it was too tired
        mainClause(m_random.chance(0.6));
        say(oneOf({"because", "because", "because", "since", "as"}));
        reason(intensifier());
        finish(false);
    } else if (form < 58) { // because it was too tired , the animal …
        say(oneOf({"because", "because", "since"}));
        reason(intensifier());
        say(",");
        mainClause(false);
        finish(false);
    } else if (form < 70) { // … . it was too tired .
        mainClause(m_random.chance(0.6));
        say(".");
        reason(intensifier());
        finish(false);
    } else if (form < 77) { // the animal crossed the street although it was tired
        if (!negative || !fluent())
            return std::nullopt;
        say(m_subject);
        say(m_verb->past);
        say(m_object);
        adjunct();
        say("although");
        reason(oneOf({"very", "rather", ""}));
        finish(false);
    } else if (form < 87) { // the street wasn't crossed by the animal because …
        if (m_verb->participle.empty())
            return std::nullopt;
        passive();
        say(oneOf({"because", "because", "since"}));
        reason(intensifier());
        finish(false);
    } else { // the street was too wide , so the animal didn't cross it
        if (!negative && !fluent())
            return std::nullopt;
        m_adjunct.clear();
        if (m_ofSubject && m_random.chance(0.5))
            return std::nullopt;
        say(antecedent());
        predicate(negative ? oneOf({"too", "too", "very", ""}) : "so");
        say(negative ? ", so" : "that");
        if (m_ofSubject)
            pronoun(m_subject.subjectPronoun());
        else
            say(m_subject);
        if (negative)
            negated(*m_verb);
        else
            say(m_verb->past);
        if (m_ofSubject)
            say(m_object);
        else
            pronoun(m_object.objectPronoun());
        finish(false);
    }
    m_example.antecedent.assign(m_example.tokens.size(), -1);
    for (const std::size_t position : m_pronouns)
        m_example.antecedent[position] = antecedent().position;
    if (hasProperty)
        m_example.combination =
            m_subject.noun->singular + ' ' + m_object.noun->singular + ' ' + m_property->word;
    return std::move(m_example);
}

} // namespace regard::coreference
