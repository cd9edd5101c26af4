// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/reviews/corpus.h"
#include "core/tensor/random.h"

namespace regard::reviews {

/// What the reviews of one film have in common. Names are one or two words.
struct Film {
    std::string title, director, place;
    std::vector<std::string> cast, characters;
    std::string profession, thing, setting, genre;
    bool leaning = false; ///< most of its reviews are positive
};

/// Draws a film whose title is held out or not as asked.
Film makeFilm(Random& random, bool heldOut);

/// Writes one review of a film.
Review writeReview(const Film& film, Random& random);

} // namespace regard::reviews
