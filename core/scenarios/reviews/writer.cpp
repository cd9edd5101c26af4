// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/writer.h"

#include "core/data/sentences.h"
#include "core/scenarios/reviews/lexicon.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard::reviews {

namespace {

// How the reviews are made; see corpus.h.
constexpr double goesWithLeaning = 0.8; ///< reviews that go with the film's leaning
constexpr double wrongGrade = 0.03;
constexpr double ironic = 0.03;
constexpr double mixedReview = 0.12; ///< reviews that say good and bad things
constexpr double agreesPlain = 0.98; ///< sentences that go with the grade
constexpr double agreesMixed = 0.72;
constexpr double tells = 0.4; ///< sentences that judge nothing
constexpr double verdict = 0.18; ///< judging sentences that judge the whole

/// An item of a list whose first items are the frequent ones.
const std::string& draw(const Words& items, Random& random, double steepness = 1.6)
{
    const double place = std::pow(random.uniform(), steepness);
    return items[static_cast<std::size_t>(place * static_cast<double>(items.size()))];
}

const std::string& any(const Words& items, Random& random)
{
    return items[random.below(items.size())];
}

std::string drawName(Random& random)
{
    return inventedName(static_cast<std::size_t>(std::pow(random.uniform(), 1.5)
                                                 * static_cast<double>(inventedNames)));
}

std::string person(Random& random)
{
    const std::string surname = drawName(random); // drawn first, with every compiler
    return draw(lexicon().firstNames, random, 1.3) + ' ' + surname;
}

/// Title words are drawn from all names alike.
std::string drawTitle(Random& random)
{
    std::string title = inventedName(random.below(inventedNames));
    if (random.chance(0.5))
        title += ' ' + inventedName(random.below(inventedNames));
    return title;
}

constexpr std::uint64_t heldOutFilms = 6; ///< one title in so many

class Writer {
public:
    Writer(const Film& film, Random& random) : m_film(film), m_random(random) { }

    Review write()
    {
        const bool graded = m_random.chance(goesWithLeaning) == m_film.leaning;
        const bool meant = m_random.chance(wrongGrade) ? !graded : graded;
        const bool mocks = m_random.chance(ironic) && !meant;
        const double agrees = m_random.chance(mixedReview) ? agreesMixed : agreesPlain;
        // Short and long reviews alike: half of them are cut when they are read.
        const auto sentences = static_cast<int>(4 + std::pow(m_random.uniform(), 1.5) * 13);
        for (int i = 0; i < sentences; ++i) {
            const bool praises = m_random.chance(agrees) == meant;
            if (m_random.chance(tells))
                fill(any(lexicon().telling, m_random), praises);
            else if (mocks) {
                const bool mockPraise = m_random.chance(0.6); // drawn first, with every compiler
                fill(any(lexicon().irony, m_random), mockPraise);
            } else if (m_random.chance(verdict))
                fill(any(praises ? lexicon().praise : lexicon().blame, m_random), praises);
            else
                fill(any(lexicon().judging, m_random), praises);
        }
        m_review.positive = graded;
        return std::move(m_review);
    }

private:
    void fill(const std::string& sentence, bool praises)
    {
        for (const std::string& piece : splitWords(sentence)) {
            if (piece.front() != '$') {
                if (piece != "." && piece != "," && piece != "!")
                    m_review.words.push_back(piece);
                continue;
            }
            for (std::string& word : splitWords(slot(piece[1], praises)))
                m_review.words.push_back(std::move(word));
        }
    }

    std::string slot(char which, bool praises)
    {
        const Lexicon& words = lexicon();
        switch (which) {
        case 'a':
            m_tense = m_random.chance(0.5);
            return any(m_tense ? words.aspects.tense : words.aspects.soft, m_random);
        case 'p':
            return fitting(praises);
        case 'n':
            return fitting(!praises);
        case 'w':
            return draw(praises ? words.good : words.bad, m_random);
        case 'o':
            return draw(praises ? words.bad : words.good, m_random);
        case 'g':
            return draw(words.good, m_random);
        case 'i':
            return any(words.intensifiers, m_random);
        case 'J':
            return m_random.chance(0.5) ? m_film.profession : any(words.professions, m_random);
        case 'K':
            return m_random.chance(0.5) ? m_film.thing : any(words.things, m_random);
        case 'B':
            return m_random.chance(0.5) ? m_film.setting : any(words.settings, m_random);
        case 'V':
            return any(words.doings, m_random);
        case 'R':
            return any(words.relatives, m_random);
        case 'Y':
            return any(words.days, m_random);
        case 'U':
            return any(words.numbers, m_random);
        default:
            return name(which);
        }
    }

    std::string name(char which)
    {
        switch (which) {
        case 'N':
            return any(m_film.cast, m_random);
        case 'C':
            return any(m_film.characters, m_random);
        case 'D':
            return m_film.director;
        case 'T':
            return m_film.title;
        case 'L':
            return m_film.place;
        case 'G':
            return m_film.genre;
        case 'F':
            return draw(lexicon().firstNames, m_random, 1.3);
        case 'S':
            return drawName(m_random);
        case 'O':
            return otherTitle();
        default:
            throw std::logic_error(std::string("no slot $") + which);
        }
    }

    /// Reviews that are learnt from do not name held-out films, and the other way round.
    std::string otherTitle()
    {
        const bool heldOut = isHeldOut(m_film.title, heldOutFilms);
        std::string title;
        do
            title = drawTitle(m_random);
        while (isHeldOut(title, heldOutFilms) != heldOut);
        return title;
    }

    /// An adjective that praises or blames the part named last.
    std::string fitting(bool praises)
    {
        const Lexicon& words = lexicon();
        if (m_random.chance(0.2))
            return any(m_tense == praises ? words.tenseGood : words.softGood, m_random);
        return draw(praises ? words.good : words.bad, m_random);
    }

    const Film& m_film;
    Random& m_random;
    Review m_review;
    bool m_tense = false;
};

} // namespace

Film makeFilm(Random& random, bool heldOut)
{
    const Lexicon& words = lexicon();
    Film film;
    do
        film.title = drawTitle(random);
    while (isHeldOut(film.title, heldOutFilms) != heldOut);
    film.director = person(random);
    film.place = drawName(random);
    for (int i = 0; i < 5; ++i)
        film.cast.push_back(person(random));
    for (int i = 0; i < 3; ++i)
        film.characters.push_back(random.chance(0.5) ? drawName(random) : person(random));
    film.profession = any(words.professions, random);
    film.thing = any(words.things, random);
    film.setting = any(words.settings, random);
    film.genre = any(words.genres, random);
    film.leaning = random.chance(0.5);
    return film;
}

Review writeReview(const Film& film, Random& random)
{
    return Writer(film, random).write();
}

} // namespace regard::reviews
