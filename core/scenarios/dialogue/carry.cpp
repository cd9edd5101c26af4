// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/speaker.h"

#include <algorithm>
#include <array>

// Questions whose answer says again what was just said: all of it has to be carried over.

namespace regard::dialogue {

namespace {

constexpr std::array<const char*, 10> digits{"zero", "one", "two",   "three", "four",
                                             "five", "six", "seven", "eight", "nine"};
constexpr std::array<const char*, 16> goods{
    "bread", "milk",  "rice", "cheese", "butter", "sugar", "salt",    "eggs",
    "honey", "flour", "oil",  "soap",   "paper",  "nails", "candles", "matches"};
constexpr std::size_t mostDigits = 16;
constexpr std::size_t mostGoods = 9;

/// How a number is given, and how the answer begins: "please repeat :" → "".
struct Recital {
    const char* before;
    const char* after;
    const char* answer;
};

constexpr std::array<Recital, 5> recitals{{
    {"please repeat :", "", ""},
    {"please say", "again .", ""},
    {"my number is", ". what is my number ?", "your number is"},
    {"the number is", ". can you repeat the number ?", "the number is"},
    {"can you repeat", "?", "yes ,"},
}};

constexpr std::array<Recital, 3> errands{{
    {"i need", ". what do i need ?", "you need"},
    {"can you buy", "?", "yes , i can buy"},
    {"please bring", ".", "i will bring"},
}};

/// Asks and answers what is said again.
void recite(Pair& pair, const Recital& form, const std::string& spoken)
{
    pair.ask(form.before);
    const Indices carried = pair.ask(spoken);
    pair.ask(form.after);
    pair.say(form.answer);
    pair.repeat(carried);
    pair.say(".");
}

} // namespace

/// "please repeat : seven two nine" → "seven two nine ."
void Speaker::number()
{
    const Recital& form = pick(recitals);
    const std::size_t count = 1 + m_random.below(mostDigits);
    std::string spoken;
    for (std::size_t i = 0; i < count; ++i)
        spoken.append(i > 0 ? " " : "").append(pick(digits));
    m_key = "number " + spoken;
    before(false);
    recite(m_pair, form, spoken);
}

/// "i need bread , milk and rice . what do i need ?" → "you need bread , milk and rice ."
void Speaker::errand()
{
    const Recital& form = pick(errands);
    const std::size_t count = 1 + m_random.below(mostGoods);
    std::vector<std::string> list;
    while (list.size() < count) {
        const std::string item = pick(goods);
        if (std::find(list.begin(), list.end(), item) == list.end())
            list.push_back(item);
    }
    std::string spoken;
    for (std::size_t i = 0; i < count; ++i)
        spoken.append(i == 0 ? "" : i + 1 == count ? " and " : " , ").append(list[i]);
    m_key = "errand " + spoken;
    before(false);
    recite(m_pair, form, spoken);
}

} // namespace regard::dialogue
