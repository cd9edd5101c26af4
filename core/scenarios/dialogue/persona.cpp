// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/persona.h"

#include <array>

namespace regard::persona {

namespace {

using enum Where;

constexpr std::array<Day, 9> dayTable{{
    {"today", Town, "at the office", "in the garden", "writing letters", "planting flowers", "tom"},
    {"tomorrow", Country, "in the park", "at the cinema", "playing tennis", "watching a film",
     "lucy"},
    {"monday", Town, "at the museum", "at the farm", "painting a picture", "feeding the horses",
     "anna"},
    {"tuesday", Town, "at the library", "at the lake", "reading old books", "swimming", "peter"},
    {"wednesday", Country, "on the beach", "at the theatre", "flying a kite", "singing", "maria"},
    {"thursday", Town, "at the market", "by the river", "selling apples", "fishing", "bob"},
    {"friday", Town, "at the school", "in the forest", "giving a lesson", "picking berries",
     "clara"},
    {"saturday", Country, "in the field", "at the restaurant", "riding a horse", "cooking dinner",
     "paul"},
    {"sunday", Country, "at the mill", "at the hotel", "baking bread", "playing the piano", "emma"},
}};

constexpr std::array<Item, 6> stateTable{{{"free", true},
                                          {"at home", true},
                                          {"in the country", true},
                                          {"busy", false},
                                          {"in town", false},
                                          {"at work", false}}};

constexpr std::array<Item, 14> activityTable{{{"play tennis", true},
                                              {"ride a horse", true},
                                              {"go swimming", true},
                                              {"fly a kite", true},
                                              {"pick berries", true},
                                              {"plant a tree", true},
                                              {"go fishing", true},
                                              {"see a film", false},
                                              {"buy a coat", false},
                                              {"sell books", false},
                                              {"give a lesson", false},
                                              {"visit the museum", false},
                                              {"take a taxi", false},
                                              {"go shopping", false}}};

constexpr std::array<Item, 18> placeTable{{{"in the garden", true},
                                           {"in the park", true},
                                           {"at the farm", true},
                                           {"at the lake", true},
                                           {"on the beach", true},
                                           {"by the river", true},
                                           {"in the forest", true},
                                           {"in the field", true},
                                           {"at the mill", true},
                                           {"at the office", false},
                                           {"at the cinema", false},
                                           {"at the museum", false},
                                           {"at the library", false},
                                           {"at the theatre", false},
                                           {"at the market", false},
                                           {"at the school", false},
                                           {"at the restaurant", false},
                                           {"at the hotel", false}}};

constexpr std::array<Item, 10> thingTable{{{"phone", true},
                                           {"computer", true},
                                           {"car", true},
                                           {"desk", true},
                                           {"camera", true},
                                           {"tent", false},
                                           {"boat", false},
                                           {"kite", false},
                                           {"horse", false},
                                           {"ball", false}}};

constexpr std::array<Item, 10> foodTable{{{"apples", true},
                                          {"grapes", true},
                                          {"plums", true},
                                          {"pears", true},
                                          {"berries", true},
                                          {"peppers", false},
                                          {"onions", false},
                                          {"beans", false},
                                          {"tomatoes", false},
                                          {"cabbages", false}}};

constexpr std::array<Item, 8> tasteTable{{{"red", true},
                                          {"small", true},
                                          {"soft", true},
                                          {"sweet", true},
                                          {"green", false},
                                          {"big", false},
                                          {"hard", false},
                                          {"sour", false}}};

constexpr std::array<Item, 8> drinkTable{{{"coffee", true},
                                          {"black tea", true},
                                          {"hot milk", true},
                                          {"cocoa", true},
                                          {"apple juice", false},
                                          {"water", false},
                                          {"lemonade", false},
                                          {"iced tea", false}}};

constexpr std::array<Item, 8> drinkTimeTable{{{"in the morning", true},
                                              {"for breakfast", true},
                                              {"in the evening", true},
                                              {"in winter", true},
                                              {"in the afternoon", false},
                                              {"for lunch", false},
                                              {"at noon", false},
                                              {"in summer", false}}};

constexpr std::array<Meal, 3> mealTable{
    {{"breakfast", "bread with cheese"}, {"lunch", "a big salad"}, {"dinner", "fish with beans"}}};

} // namespace

std::span<const Day> days()
{
    return dayTable;
}

Where whereabouts(const Day& day, bool evening)
{
    return evening ? opposite(day.byDay) : day.byDay;
}

std::span<const Item> states()
{
    return stateTable;
}
std::span<const Item> activities()
{
    return activityTable;
}
std::span<const Item> places()
{
    return placeTable;
}
std::span<const Item> things()
{
    return thingTable;
}
std::span<const Item> foods()
{
    return foodTable;
}
std::span<const Item> tastes()
{
    return tasteTable;
}
std::span<const Item> drinks()
{
    return drinkTable;
}
std::span<const Item> drinkTimes()
{
    return drinkTimeTable;
}
std::span<const Meal> meals()
{
    return mealTable;
}

} // namespace regard::persona
