// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Generated questions with the answers of one persona (persona.h).
///
/// "are you free tomorrow ?" → "yes , i am free tomorrow ." The answer follows from the
/// question by these rules:
///  1. The calendar says for every day word whether the persona is in the country or in town
///     by day (morning and afternoon included); in the evening it is on the other side.
///  2. State: in the country it is free and at home; in town it is busy and at work.
///  3. Activity and Visit: "yes" if the activity or the place is on the side where the persona
///     is at that time ("can you play tennis with anna on monday evening ?").
///  4. Lend: things of work are lent while the persona is in the country, the others while it
///     is in town ("can i borrow your tent on friday ?").
///  5. Like: fruit red, small, soft or sweet, vegetables green, big, hard or sour
///     ("do you like red apples ?").
///  6. Drink: warm drinks at warm times, cold ones at the others.
///  7. Where, When, Who, What: looked up in the calendar ("where are you going on monday ?").
///  8. Choice: of two times the one at which it can be so ("are you free today or tomorrow ?").
///  9. Number, Errand: what was said is said again ("please repeat : seven two nine").
/// 10. The answer repeats the question's words as a statement, with the persons changed
///     (you → i, my → your). Greetings and statements before or after the question change
///     nothing: the only sentence that counts is the one that asks.
///
/// In rules 2 to 6 two or three things decide together, none of them alone.
///
/// Held out are combinations of deciding words by their hash: none of them is asked in any
/// training question of the kind, whatever its form. The same words stand in questions of several
/// forms ("are you free tomorrow ?", "where are you tomorrow ?", "are you free today or tomorrow
/// ?"), so that the form decides what kind of answer starts. "free" with "tomorrow" is always
/// trained, as are SmallTalk and the meals.
namespace regard {

enum class DialogueKind {
    State,
    Activity,
    Visit,
    Lend,
    Like,
    Drink,
    Where,
    When,
    Who,
    What,
    Choice,
    Number,
    Errand,
    SmallTalk
};

struct DialogueExample {
    std::vector<std::string> question, answer;
    /// Indices of the question's tokens that decide the answer's first word, "yes" or "no":
    /// verb and subject ("are", "you") and the words that the rule looks at. Empty for other
    /// questions.
    std::vector<int> deciding;
    /// Of the question's tokens those that tell what kind of answer starts: "are you", "where are".
    /// Empty for SmallTalk.
    std::vector<int> form;
    /// Of `deciding` those of the time: the day and its part.
    std::vector<int> time;
    /// For each token of the answer the question's tokens it comes from; empty if none.
    std::vector<std::vector<int>> alignment;
    DialogueKind kind = DialogueKind::SmallTalk;
    /// What is held out: the content words of the question without greetings and statements.
    std::string combination;
};

/// What a kind is called in figures, and for people: "state", "whether something is so".
std::pair<std::string, std::string> nameOf(DialogueKind kind);
inline constexpr std::size_t dialogueKinds = static_cast<std::size_t>(DialogueKind::SmallTalk) + 1;

struct DialogueCorpus {
    std::vector<DialogueExample> train, heldOut;
};

/// Examples; no question repeats but those of SmallTalk and of meals, which are not in
/// `heldOut`. The same arguments give the same corpus everywhere.
/// Throws std::length_error if there are not that many different questions.
DialogueCorpus makeDialogueCorpus(std::uint64_t seed, std::size_t trainCount,
                                  std::size_t heldOutCount);

} // namespace regard
