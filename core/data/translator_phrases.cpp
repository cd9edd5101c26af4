// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sentences.h"
#include "core/data/translator.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <iterator>

// Words, nouns and what stands around them.

namespace regard::translation {

void append(Pieces& pieces, Pieces more)
{
    std::move(more.begin(), more.end(), std::back_inserter(pieces));
}

Indices both(Indices a, const Indices& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Indices Translator::say(std::string_view english)
{
    Indices places;
    for (std::string& word : splitWords(english)) {
        if (!m_choices.allows(m_pair.source.size(), word))
            throw GuidedChoices::DeadEnd{};
        places.push_back(static_cast<int>(m_pair.source.size()));
        m_pair.source.push_back(std::move(word));
    }
    return places;
}

void Translator::write(const Pieces& pieces)
{
    for (const Piece& piece : pieces)
        for (Token& character : tokenize(piece.chinese, Tokenization::Characters)) {
            const bool grammar =
                character.text == "的" || character.text == "地" || character.text == "了";
            // 地 is also the ground in 草地.
            const bool ground = character.text == "地" && piece.chinese.ends_with("草地");
            m_pair.target.push_back(std::move(character.text));
            m_pair.alignment.push_back(grammar && !ground ? Indices() : piece.from);
        }
}

Translator::Subject Translator::chooseSubject(Who who)
{
    Subject subject;
    const std::size_t kind = m_choices.part({0.15, 0.27});
    if (kind == 0) {
        subject.pronoun = &pick(pronouns());
    } else if (kind == 1) {
        subject.noun = &pick(names());
        subject.name = true;
    } else {
        const bool animal = who == Who::Anyone && chance(0.6);
        subject.noun = &pick(animal ? animals() : people());
        subject.who = animal ? Who::Anyone : Who::People;
        subject.plural = chance(0.3);
    }
    return subject;
}

Pieces Translator::saySubject(const Subject& subject)
{
    if (subject.pronoun)
        return {{std::string(subject.pronoun->chinese), say(subject.pronoun->english)}};
    if (subject.name)
        return {{std::string(subject.noun->chinese), say(subject.noun->singular)}};
    return nounPhrase(*subject.noun, subject.plural, adjectives(subject.who), 0.3, 0.5, true);
}

/// "my old car" → 我的古老的汽车.
Pieces Translator::nounPhrase(const Noun& noun, bool plural, std::span<const Adjective> adjectives,
                              double described, double definite, bool isSubject)
{
    static constexpr Determiner the{"the", "", false};
    const Determiner& determiner = chance(definite) ? the
        : plural                                    ? pick(pluralDeterminers())
                                                    : pick(singularDeterminers());
    const Adjective* adjective = chance(described) ? &pick(adjectives) : nullptr;
    const std::string_view head = plural ? noun.plural : noun.singular;
    const char next = (adjective ? adjective->english : head).front();
    const bool vowel = std::string_view("aeiou").find(next) != std::string_view::npos;
    const Indices first = say(determiner.english == "a" && vowel ? "an" : determiner.english);
    const Indices second = adjective ? say(adjective->english) : Indices();
    const Indices third = say(head);

    Pieces pieces;
    if (determiner.english == the.english) {
        if (isSubject && plural)
            pieces = {{"这", first}, {"些", both(first, third)}};
        else if (isSubject)
            pieces = {{"这", first}, {"个", both(first, third)}};
    } else {
        pieces.push_back({std::string(determiner.chinese), first});
        if (determiner.measure)
            pieces.push_back({std::string(noun.measure), both(first, third)});
    }
    if (adjective)
        pieces.push_back({std::string(adjective->chinese) + "的", second});
    pieces.push_back({std::string(noun.chinese), third});
    return pieces;
}

Pieces Translator::placePhrase(const Noun& noun)
{
    return nounPhrase(noun, false, placeAdjectives(), 0.2, 0.6);
}

Pieces Translator::someone()
{
    if (chance(0.3)) {
        const Noun& name = pick(names());
        return {{std::string(name.chinese), say(name.singular)}};
    }
    const bool animal = chance(0.4);
    const bool plural = chance(0.2); // drawn before the noun, with every compiler
    return nounPhrase(pick(animal ? animals() : people()), plural,
                      adjectives(animal ? Who::Anyone : Who::People), 0.15, 0.3);
}

Pieces Translator::company()
{
    const Indices with = say("with");
    Pieces pieces{{"和", with}};
    if (chance(0.4)) {
        const Noun& name = pick(names());
        pieces.push_back({std::string(name.chinese), say(name.singular)});
    } else {
        append(pieces, nounPhrase(pick(people()), false, adjectives(Who::People), 0.1, 0.3));
    }
    return pieces;
}

Pieces Translator::place(const Location& location, bool behindProgress)
{
    const Indices preposition = say(location.preposition);
    Pieces pieces;
    if (!behindProgress)
        pieces.push_back({"在", preposition});
    append(pieces, placePhrase(pick(location.places)));
    pieces.push_back({std::string(location.chinese), preposition});
    return pieces;
}

Pieces Translator::time(Tense tense)
{
    const TimeWord& word = pick(timeWords(tense));
    std::string_view english = word.english;
    if (english.starts_with("on ")) {
        say("on");
        english.remove_prefix(3);
    }
    const Indices places = say(english);
    Pieces pieces{{std::string(word.first), {places.front()}}};
    if (!word.second.empty())
        pieces.push_back({std::string(word.second), {places.back()}});
    return pieces;
}

} // namespace regard::translation
