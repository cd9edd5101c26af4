// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Generated English sentences with pronouns whose antecedent is known.
///
/// "The animal didn't cross the street because it was too tired": what "it" stands for is
/// decided by this rule, the same for every sentence:
///  1. A pronoun stands for a noun that agrees with it: "it" for one thing or animal, "he" and
///     "she" for one person of that gender, "they" for several.
///  2. The table of relations (lexicon.cpp) says for each relation of two nouns
///     which properties of the first and which of the second explain it. Of the nouns that
///     agree, the one that the property is listed for is meant. Mostly the nouns' classes are
///     enough (animals are tired, streets are wide); where both nouns can have the property,
///     the relation decides (what doesn't fit is too big, what it doesn't fit in too small).
///  3. A pronoun that is an object ("the street was too wide, so the animal didn't cross it")
///     stands for the noun of the other clause.
///  4. A noun in a phrase of place ("near the little bridge") is never meant: it lacks the
///     property or does not agree.
///
/// Held out is every combination of two nouns and a property whose hash says so, and the two
/// combinations of the sentences about the tired animal and the wide street: none of them is
/// in any training sentence, whatever its form.
namespace regard {

struct CoreferenceExample {
    std::vector<std::string> tokens;
    /// For each token: index of the head noun it stands for if it is a pronoun, −1 otherwise.
    std::vector<int> antecedent;
    /// The relation's nouns in the singular, the first one's first, and the property: "animal
    /// street tired". Empty where the sentence has no property.
    std::string combination;
};

struct CoreferenceCorpus {
    std::vector<CoreferenceExample> train, heldOut;
};

/// Sentences; those with a property are all different. The same arguments give the same corpus
/// everywhere. Every sentence of `heldOut` has a pronoun; about one in fourteen of `train` has
/// none. Throws std::length_error if there are not that many different sentences.
CoreferenceCorpus makeCoreferenceCorpus(std::uint64_t seed, std::size_t trainCount,
                                        std::size_t heldOutCount);

} // namespace regard
