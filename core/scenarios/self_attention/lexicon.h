// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regard::coreference {

enum class Gender {
    Neuter, ///< "it"
    Male, ///< "he"
    Female, ///< "she"
    Person, ///< "he" or "she"
};

/// A noun that a pronoun can stand for.
struct Noun {
    std::string singular;
    std::string plural; ///< empty if it is not used
    Gender gender = Gender::Neuter;
    bool name = false; ///< "anna": takes no article
    bool place = false; ///< can be confused with a noun in "near the …"
    std::vector<std::string> modifiers; ///< adjectives before it that explain nothing
};

/// What is said of the antecedent.
struct Property {
    std::string word; ///< the one word that decides
    bool gradable = true; ///< takes "too"
    std::vector<std::string>
        phrase; ///< whole predicate, with "was" where it has one; empty: adjective
};

struct Verb {
    std::vector<std::string> base, past;
    std::string participle; ///< empty: no passive
};

/// A property with the nouns of a relation that it is said of.
struct Reason {
    const Property* property = nullptr;
    std::vector<const Noun*> nouns;
};

enum class Places { None, Outdoors, Indoors };

/// What one noun does or fails to do to another, and which property of which of the two
/// explains it.
struct Relation {
    bool negative = true; ///< "didn't cross … because": otherwise "scared … because"
    bool willing = false; ///< the first noun has a will: "wouldn't"
    Places places = Places::None;
    std::vector<const Noun*> subjects, objects;
    std::vector<Verb> verbs;
    std::vector<Reason> ofSubject, ofObject;
};

const std::vector<Noun>& nouns();
const std::vector<Property>& properties();
const std::vector<Relation>& relations();

/// The noun of which `token` is the singular or plural; null if there is none.
const Noun* nounOf(std::string_view token);
/// The property that `token` names; null if there is none.
const Property* propertyOf(std::string_view token);
/// Whether some relation says the property of the noun.
bool canBe(const Noun& noun, const Property& property);

/// Whether a pronoun (it, they, them, he, him, she, her) can stand for the noun in that number.
bool agrees(std::string_view pronoun, const Noun& noun, bool plural);

} // namespace regard::coreference
