// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/story_answer.h"

#include "core/scenarios/entity_network/corpus.h"
#include "core/scenarios/entity_network/story_forms.h"

#include <algorithm>
#include <map>
#include <optional>

namespace regard {

namespace {

using Words = std::vector<std::string>;

bool isOneOf(const Words& all, const std::string& word)
{
    return std::find(all.begin(), all.end(), word) != all.end();
}

bool stands(const std::string& word, const std::string& place)
{
    using namespace stories;
    if (place == "$p" || place == "$r")
        return isOneOf(people(), word);
    if (place == "$o")
        return isOneOf(things(), word);
    if (place == "$l")
        return isOneOf(places(), word);
    return word == place;
}

/// What stands for "$p", "$o" and so on in words of a form; nothing for words of another one.
std::optional<std::map<std::string, std::string>> filled(const Words& words, const char* form)
{
    const Words parts = splitWords(form);
    std::map<std::string, std::string> filled;
    if (parts.size() != words.size())
        return {};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!stands(words[i], parts[i]))
            return {};
        filled[parts[i]] = words[i];
    }
    return filled;
}

/// Who is where, and who has what, by name; "" is not told, or nobody.
class Told {
public:
    /// Takes a sentence in; false for one that the rules do not tell now.
    bool take(const Words& words)
    {
        using namespace stories;
        const auto each = [&](const auto& forms, auto happens) {
            for (const char* form : forms)
                if (auto with = filled(words, form))
                    return happens((*with)["$p"], (*with)["$o"], (*with)["$r"], (*with)["$l"]);
            return false;
        };
        return each(moves,
                    [&](auto& who, auto&, auto&, auto& where) {
                        m_places[who] = where;
                        return true;
                    })
            || each(takes,
                    [&](auto& who, auto& what, auto&, auto&) {
                        Thing& thing = m_things[what];
                        if (placeOf(who).empty() || !thing.holder.empty()
                            || (!thing.place.empty() && thing.place != placeOf(who)))
                            return false;
                        thing = {who, ""};
                        return true;
                    })
            || each(drops,
                    [&](auto& who, auto& what, auto&, auto&) {
                        Thing& thing = m_things[what];
                        if (thing.holder != who)
                            return false;
                        thing = {"", placeOf(who)};
                        return true;
                    })
            || each(gives, [&](auto& who, auto& what, auto& toWhom, auto&) {
                   Thing& thing = m_things[what];
                   if (thing.holder != who || who == toWhom || placeOf(who) != placeOf(toWhom))
                       return false;
                   thing = {toWhom, ""};
                   return true;
               });
    }

    std::string answer(const Words& question) const
    {
        for (const StoryKind& kind : storyKinds()) {
            const auto with = filled(question, kind.form);
            if (!with)
                continue;
            if (with->contains("$p"))
                return placeOf(with->at("$p"));
            const auto thing = m_things.find(with->at("$o"));
            if (thing == m_things.end())
                return {};
            const auto& [holder, place] = thing->second;
            if (question.front() == "who")
                return holder.empty() ? stories::nobody : holder;
            return holder.empty() ? place : placeOf(holder);
        }
        return {};
    }

private:
    struct Thing {
        std::string holder;
        std::string place; ///< where it lies
    };
    std::string placeOf(const std::string& person) const
    {
        const auto found = m_places.find(person);
        return found == m_places.end() ? std::string() : found->second;
    }

    std::map<std::string, std::string> m_places; ///< of people
    std::map<std::string, Thing> m_things; ///< that were taken once
};

} // namespace

std::string storyAnswer(const std::vector<Words>& sentences, const Words& question)
{
    Told told;
    for (const Words& sentence : sentences)
        if (!told.take(sentence))
            return {};
    return told.answer(question);
}

} // namespace regard
