// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/corpus.h"

#include "core/scenarios/reviews/writer.h"

#include <algorithm>

namespace regard {

namespace {

constexpr std::size_t reviewsOfAFilm = 10;

std::vector<Review> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::vector<reviews::Film> films(std::max<std::size_t>(1, count / reviewsOfAFilm));
    for (reviews::Film& film : films)
        film = reviews::makeFilm(random, heldOut);
    std::vector<Review> result(count);
    for (std::size_t i = 0; i < count; ++i)
        result[i] = reviews::writeReview(films[i % films.size()], random);
    return result;
}

} // namespace

ReviewCorpus makeReviewCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
