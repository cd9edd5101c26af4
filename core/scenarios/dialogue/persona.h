// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

/// The one who answers in the dialogue corpus: a calendar and some habits. All answers follow
/// from these functions.
namespace regard::persona {

/// Where the persona is. Town is where it works: there it is busy. The country is where it
/// lives: there it is free and at home.
enum class Where { Country, Town };

constexpr Where opposite(Where where)
{
    return where == Where::Town ? Where::Country : Where::Town;
}

/// A line of the calendar. By day (morning, afternoon, or no part named) the persona is on one
/// side, in the evening on the other.
struct Day {
    std::string_view name; ///< "today", "monday"
    Where byDay;
    std::string_view dayPlace; ///< with its preposition: "at the museum"
    std::string_view eveningPlace;
    std::string_view dayActivity; ///< "selling books"
    std::string_view eveningActivity;
    std::string_view companion; ///< whom it meets on that day: "anna"
};

std::span<const Day> days();

/// Where the persona is on that day: Day::byDay, and the opposite in the evening.
Where whereabouts(const Day& day, bool evening);

/// A word or phrase that belongs to one side of a rule.
struct Item {
    std::string_view words;
    bool first; ///< of the first side
};

/// "free": true in the country (first); "busy": true in town.
std::span<const Item> states();
/// "play tennis": can be done in the country (first); "visit the museum": in town.
std::span<const Item> activities();
/// "the park" is in the country (first), "the museum" in town.
std::span<const Item> places();
/// Things lent out: "phone" is needed for work and lent in the country (first); "tent" is
/// needed in the country and lent in town.
std::span<const Item> things();
/// Fruit (first) it likes red, small, soft or sweet (first); vegetables green, big, hard or sour.
std::span<const Item> foods();
std::span<const Item> tastes();
/// Warm drinks (first) it takes at warm times (first: in the morning, in winter), cold ones at
/// the others.
std::span<const Item> drinks();
std::span<const Item> drinkTimes();

/// What the persona eats at a meal: "breakfast" → "bread with cheese".
struct Meal {
    std::string_view name, dish;
};
std::span<const Meal> meals();

} // namespace regard::persona
