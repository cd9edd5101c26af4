// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string_view>

/// The words of the generated English sentences with their Chinese.
namespace regard::translation {

/// Who can do or be it.
enum class Who { Anyone, People };

struct Noun {
    std::string_view singular, plural;
    std::string_view chinese;
    std::string_view measure; ///< what stands between a number and the noun: 一只兔子
};

/// Adjectives are written with 的.
struct Adjective {
    std::string_view english, chinese;
};

/// Words of a verb may be several ("look for").
struct Verb {
    std::string_view base, past, progressive;
    std::string_view chinese;
    Who who = Who::Anyone;
};

/// What can be done to things.
struct Action {
    Verb verb;
    std::span<const Noun> objects;
};

/// A way of moving with the preposition of where: "run across" → 穿越.
struct Motion {
    Verb verb; ///< its Chinese is that of both words
    std::string_view preposition;
    /// Whether the first character is the verb's and the second the preposition's
    /// (走过: walk, across).
    bool byCharacter = false;
    std::span<const Noun> grounds; ///< in the singular
};

/// A place to be: "in the park" → 在公园里.
struct Location {
    std::string_view preposition; ///< "in front of"
    std::string_view chinese; ///< behind the noun: 里
    std::span<const Noun> places; ///< in the singular
};

/// A word and its Chinese, part by part: "this morning" → 今天 of "this", 早上 of "morning".
struct TimeWord {
    std::string_view english; ///< words; "on" stands for nothing
    std::string_view first; ///< Chinese of the first word but "on"
    std::string_view second; ///< Chinese of the second; "" if there is but one
};

enum class Tense { Present, Past, Future };

struct Determiner {
    std::string_view english, chinese;
    bool measure = false; ///< whether a measure word follows
};

struct Pronoun {
    std::string_view english, chinese, copula;
};

/// Whether all words of one of its forms are there.
using IsThere = std::function<bool(std::string_view)>;
bool mayStand(const Noun& noun, const IsThere& isThere);
bool mayStand(const Adjective& adjective, const IsThere& isThere);
bool mayStand(const Verb& verb, const IsThere& isThere);
bool mayStand(const Action& action, const IsThere& isThere);
bool mayStand(const Motion& motion, const IsThere& isThere);
bool mayStand(const Location& location, const IsThere& isThere);
bool mayStand(const TimeWord& time, const IsThere& isThere);
bool mayStand(const Determiner& determiner, const IsThere& isThere);
bool mayStand(const Pronoun& pronoun, const IsThere& isThere);

std::span<const Noun> animals();
std::span<const Noun> people();
/// Names, without determiner.
std::span<const Noun> names();
std::span<const Pronoun> pronouns();
std::span<const Adjective> adjectives(Who who);
std::span<const Adjective> thingAdjectives();
std::span<const Adjective> placeAdjectives();
std::span<const Verb> intransitives();
std::span<const Action> actions();
/// Verbs whose object is a person or an animal.
std::span<const Verb> dealings();
std::span<const Motion> motions();
std::span<const Location> locations();
std::span<const TimeWord> timeWords(Tense tense);
std::span<const Adjective> manners(); ///< adverbs, with 地 or what stands for it
std::span<const Determiner> singularDeterminers();
std::span<const Determiner> pluralDeterminers();

} // namespace regard::translation
