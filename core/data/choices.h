// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/random.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace regard {

/// How somebody who writes sentences by rules makes up their mind: at random, or so that a given
/// sentence comes out.
class Choices {
public:
    virtual ~Choices() = default;

    virtual bool chance(double probability) = 0;
    /// Which of the parts [0, a), [a, b), … , [z, 1) of the whole, given by their ends a, b … z.
    virtual std::size_t part(std::initializer_list<double> ends) = 0;
    /// One of `count` items. item(i): what the i-th is known by; mayStand(i): whether its words can
    /// stand in a sentence that `mayStand(word)` is asked of.
    using Item = std::function<const void*(std::size_t)>;
    using MayStand = std::function<bool(std::size_t, const std::function<bool(std::string_view)>&)>;
    virtual std::size_t pick(std::size_t count, const Item& item, const MayStand& mayStand) = 0;
    /// False: the sentence that is to come out has another word at this place.
    virtual bool allows(std::size_t place, const std::string& word) const = 0;
};

/// At random.
class DrawnChoices : public Choices {
public:
    explicit DrawnChoices(Random random) : m_random(random) { }

    bool chance(double probability) override { return m_random.chance(probability); }
    std::size_t part(std::initializer_list<double> ends) override;
    std::size_t pick(std::size_t count, const Item&, const MayStand&) override
    {
        return m_random.below(count);
    }
    bool allows(std::size_t, const std::string&) const override { return true; }

private:
    Random m_random;
};

/// All ways to decide, one after the other, by which the words of a sentence may come out: a
/// depth-first search in which next() goes on to the next way.
class GuidedChoices : public Choices {
public:
    /// Thrown where the way that is gone leads nowhere.
    struct DeadEnd { };

    explicit GuidedChoices(std::vector<std::string> words);

    bool chance(double probability) override;
    std::size_t part(std::initializer_list<double> ends) override
    {
        return decide(ends.size() + 1);
    }
    std::size_t pick(std::size_t count, const Item& item, const MayStand& mayStand) override;
    bool allows(std::size_t place, const std::string& word) const override
    {
        return place < m_words.size() && m_words[place] == word;
    }

    /// Turns to the next way, from its beginning. False where all were gone.
    bool next();

private:
    std::size_t decide(std::size_t count);

    struct Decision {
        std::size_t taken = 0;
        std::size_t count = 1;
    };
    std::vector<std::string> m_words;
    std::vector<std::string> m_sorted;
    std::vector<Decision> m_way;
    std::size_t m_at = 0; ///< decisions of the way that are taken
    std::unordered_map<const void*, bool> m_mayStand; ///< by item
};

} // namespace regard
