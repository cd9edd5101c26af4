// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translation_corpus.h"

#include "core/data/sentences.h"
#include "core/data/translation_lexicon.h"
#include "core/tensor/random.h"
#include "core/text/tokenizer.h"

#include <algorithm>

namespace regard {

namespace {

using namespace translation;

using Indices = std::vector<int>;

/// Chinese characters and the English words that all of them come from.
struct Piece {
    std::string chinese;
    Indices from;
};
using Pieces = std::vector<Piece>;

void append(Pieces& pieces, Pieces more)
{
    std::move(more.begin(), more.end(), std::back_inserter(pieces));
}

Indices both(Indices a, const Indices& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Draws sentences: says English words from left to right, and keeps the Chinese of
/// each part until all are put in their order.
class Translator {
public:
    Translator(Random random, bool heldOut) : m_random(random), m_heldOut(heldOut) { }

    /// A sentence of one to three clauses, each of the split's combinations.
    TextPair sentence();

private:
    template <class List> const auto& pick(const List& list)
    {
        return list[m_random.below(list.size())];
    }
    bool chance(double probability) { return m_random.chance(probability); }

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

    Random m_random;
    bool m_heldOut;
    TextPair m_pair;
};

Indices Translator::say(std::string_view english)
{
    Indices places;
    for (std::string& word : splitWords(english)) {
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
    const double kind = m_random.uniform();
    if (kind < 0.15) {
        subject.pronoun = &pick(pronouns());
    } else if (kind < 0.27) {
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
    const TimeWord& word = pick(times(tense));
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

Translator::Predicate Translator::choosePredicate()
{
    Predicate predicate;
    const double kind = m_random.uniform();
    if (kind < 0.3) {
        predicate.verb = pick(intransitives());
    } else if (kind < 0.6) {
        predicate.motion = &pick(motions());
        predicate.verb = predicate.motion->verb;
    } else if (kind < 0.87) {
        predicate.action = &pick(actions());
        predicate.verb = predicate.action->verb;
    } else {
        predicate.dealing = true;
        predicate.verb = pick(dealings());
    }
    return predicate;
}

Pieces Translator::written(const Predicate& predicate, const Indices& verb,
                           const Indices& preposition, bool done) const
{
    const std::string chinese(predicate.verb.chinese);
    Pieces pieces;
    if (predicate.motion && predicate.motion->byCharacter) {
        constexpr std::size_t han = 3; // bytes of a character in UTF-8
        pieces = {{chinese.substr(0, han), verb}, {chinese.substr(han), preposition}};
    } else {
        pieces = {{chinese, both(verb, preposition)}};
    }
    if (done)
        pieces.push_back({"了", {}});
    return pieces;
}

void Translator::clause(bool alone)
{
    Predicate predicate;
    Subject who;
    std::string combination;
    do {
        predicate = choosePredicate();
        who = chooseSubject(predicate.verb.who);
        combination = std::string(who.key()) + ' ' + predicate.key();
    } while (isHeldOut(combination, 10) != m_heldOut);
    m_pair.combination += (m_pair.combination.empty() ? "" : " + ") + combination;
    const double when = m_random.uniform();
    const Tense tense = when < 0.6 ? Tense::Present : when < 0.8 ? Tense::Past : Tense::Future;
    const bool asks = alone && chance(0.1);
    const bool denies = !asks && chance(0.12);
    const bool told = chance(0.45); // whether the time is told
    const bool timeFirst = told && chance(0.3);

    // English, from left to right; the Chinese of each part is kept.
    Pieces times;
    if (timeFirst) {
        times = time(tense);
        if (chance(0.5))
            say(",");
    }
    const std::string_view helper = tense == Tense::Present ? who.copula()
        : tense == Tense::Future                            ? "will"
        : asks || denies                                    ? "did"
                                                            : "";
    Indices help = asks ? say(helper) : Indices();
    const Pieces subject = saySubject(who);
    if (!asks)
        help = say(helper);
    const Indices denial = denies ? say("not") : Indices();
    const Verb& verb = predicate.verb;
    const Indices doing = say(tense == Tense::Present ? verb.progressive
                                  : helper.empty()    ? verb.past
                                                      : verb.base);
    const bool done = tense == Tense::Past && !denies;
    Pieces action;
    if (predicate.motion) {
        const Indices preposition = say(predicate.motion->preposition);
        action = written(predicate, doing, preposition, done);
        append(action, placePhrase(pick(predicate.motion->grounds)));
    } else {
        action = written(predicate, doing, {}, done);
        if (predicate.action) {
            const bool plural = chance(0.35); // drawn before the noun, with every compiler
            append(
                action,
                nounPhrase(pick(predicate.action->objects), plural, thingAdjectives(), 0.3, 0.3));
        } else if (predicate.dealing)
            append(action, someone());
    }
    Pieces manner;
    if (chance(0.15)) {
        const Adjective& word = pick(manners());
        manner = {{std::string(word.chinese), say(word.english)}};
    }
    const bool progress = tense == Tense::Present && !denies;
    Pieces with;
    if (verb.who == Who::People && chance(0.15))
        with = company();
    Pieces where;
    if (!predicate.motion && chance(predicate.action || predicate.dealing ? 0.25 : 0.55))
        where = place(pick(locations()), progress && with.empty());
    if (told && !timeFirst)
        times = time(tense);
    Pieces end;
    if (asks) {
        const Indices mark = say("?");
        end = {{"吗", mark}, {"？", mark}};
    }

    // Chinese.
    write(subject);
    write(times);
    if (progress)
        write({{"正在", both(help, doing)}});
    else if (denies && tense == Tense::Future)
        write({{"不", denial}, {"会", help}});
    else if (denies)
        write({{"没有", tense == Tense::Past ? both(help, denial) : denial}});
    else if (tense == Tense::Future)
        write({{"会", help}});
    write(with);
    write(where);
    write(manner);
    write(action);
    write(end);
}

TextPair Translator::sentence()
{
    m_pair = {};
    const double kind = m_random.uniform();
    const int clauses = kind < 0.65 ? 1 : kind < 0.9 ? 2 : 3;
    clause(clauses == 1);
    for (int i = 1; i < clauses; ++i) {
        if (chance(0.3))
            say(",");
        const bool but = chance(0.3);
        const Indices link = say(but ? "but" : "and");
        write({{but ? "，但是" : "，", link}});
        clause(false);
    }
    if (m_pair.source.back() != "?" && chance(0.3))
        write({{"。", say(".")}});
    return std::move(m_pair);
}

std::vector<TextPair> makeSplit(Random random, std::size_t count, bool heldOut)
{
    Translator translator(random, heldOut);
    return drawPairs(count, [&] { return std::optional(translator.sentence()); });
}

} // namespace

TextPairs makeTranslationCorpus(std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
