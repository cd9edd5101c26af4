// SPDX-License-Identifier: GPL-3.0-or-later
// Which words of the lexicon can stand in a sentence whose words are known.
#include "core/data/sentences.h"
#include "core/data/translation_lexicon.h"

#include <algorithm>

namespace regard::translation {

namespace {

bool areThere(std::string_view words, const IsThere& isThere)
{
    const std::vector<std::string> all = splitWords(words);
    return !all.empty() && std::all_of(all.begin(), all.end(), isThere);
}

} // namespace

bool mayStand(const Noun& noun, const IsThere& isThere)
{
    return areThere(noun.singular, isThere) || areThere(noun.plural, isThere);
}

bool mayStand(const Adjective& adjective, const IsThere& isThere)
{
    return areThere(adjective.english, isThere);
}

bool mayStand(const Verb& verb, const IsThere& isThere)
{
    return areThere(verb.base, isThere) || areThere(verb.past, isThere)
        || areThere(verb.progressive, isThere);
}

bool mayStand(const Action& action, const IsThere& isThere)
{
    return mayStand(action.verb, isThere);
}

bool mayStand(const Motion& motion, const IsThere& isThere)
{
    return mayStand(motion.verb, isThere) && areThere(motion.preposition, isThere);
}

bool mayStand(const Location& location, const IsThere& isThere)
{
    return areThere(location.preposition, isThere);
}

bool mayStand(const TimeWord& time, const IsThere& isThere)
{
    return areThere(time.english, isThere);
}

bool mayStand(const Determiner& determiner, const IsThere& isThere)
{
    return areThere(determiner.english, isThere)
        || (determiner.english == "a" && areThere("an", isThere));
}

bool mayStand(const Pronoun& pronoun, const IsThere& isThere)
{
    return areThere(pronoun.english, isThere);
}

} // namespace regard::translation
