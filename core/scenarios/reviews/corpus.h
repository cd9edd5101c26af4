// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Generated reviews of films, each with the grade it was given.
///
/// A film has a title, a director, a cast, a place and a leaning; its reviews mostly go with the
/// leaning. A review tells of the film without judging and judges its parts: mostly with the
/// grade, some against it ("although the plot was thin, the acting is superb"), some negated
/// ("was not dull"), some in words whose sense depends on what they are said of ("a slow plot",
/// "a slow waltz"), and a few reviews are ironic or bear the wrong grade, so that nobody can
/// judge all of them rightly. Names are many and most of them rare: whoever learns them by heart
/// judges the training reviews better than they can be judged, and new films worse.
///
/// Held out are the reviews of other films: no title of theirs is in a training review.
namespace regard {

struct Review {
    std::vector<std::string> words; ///< lower case, no punctuation
    bool positive = false;
};

struct ReviewCorpus {
    std::vector<Review> train;
    std::vector<Review> heldOut;
};

/// The same for the same seed everywhere. Reviews of a film stand apart from each other.
ReviewCorpus makeReviewCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount);

} // namespace regard
