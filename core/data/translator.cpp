// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translator.h"

#include "core/data/sentences.h"

#include <array>
#include <utility>

// Clauses and sentences: English from left to right, then the Chinese in its order.

namespace regard::translation {

Translator::Predicate Translator::choosePredicate()
{
    Predicate predicate;
    const std::size_t kind = m_choices.part({0.3, 0.6, 0.87});
    if (kind == 0) {
        predicate.verb = pick(intransitives());
    } else if (kind == 1) {
        predicate.motion = &pick(motions());
        predicate.verb = predicate.motion->verb;
    } else if (kind == 2) {
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
    } while (m_heldOut && isHeldOut(combination, 10) != *m_heldOut);
    m_pair.combination += (m_pair.combination.empty() ? "" : " + ") + combination;
    const Tense tense =
        std::array{Tense::Present, Tense::Past, Tense::Future}[m_choices.part({0.6, 0.8})];
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
    const std::size_t clauses = 1 + m_choices.part({0.65, 0.9});
    clause(clauses == 1);
    for (std::size_t i = 1; i < clauses; ++i) {
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

} // namespace regard::translation
