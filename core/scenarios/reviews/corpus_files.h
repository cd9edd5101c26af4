// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/reviews/corpus.h"
#include "core/text/vocabulary.h"

#include <filesystem>
#include <stop_token>

namespace regard {

/// How much is read of a person's reviews.
struct ReviewLimits {
    std::size_t words = 20000; ///< tokens of the vocabulary, the special ones included
    std::size_t length = 64; ///< last words that are kept of a review
    bool onlyEvaluate = false; ///< nothing is for training
};

struct ReviewFiles {
    ReviewCorpus corpus; ///< in an order that mixes the grades, the same each time
    Vocabulary vocabulary; ///< SpecialTokens::Reviews, then the training reviews' by frequency
    std::vector<std::string> notes; ///< what was read, in sentences for people
};

/// Reads reviews that may come from anybody:
///  - a folder as that of the Large Movie Review Dataset (Maas et al. 2011), "aclImdb" or the
///    folder around it: train/pos, train/neg, test/pos and test/neg with a text file a review;
///  - imdb.npz as Keras fetches it: x_train, y_train, x_test, y_test, lists of places in a list of
///    words by frequency; the words themselves come from imdb_word_index.json if that lies beside
///    it, otherwise a word is called "#" and its place;
///  - a text file with a line a review: "positive" or "negative", a tab, the text.
/// Held out is the test part; of the text file about one review in ten, by its words, and none
/// where nothing would be left to learn from. For evaluation all of the text file is, but of the
/// others the test part alone. Words are those of Tokenization::WordsOnly, which leaves out
/// punctuation as Keras's text_to_word_sequence does. A review is at most 1 MiB, all together are
/// at most 1 GiB and 500,000. Throws FileError.
ReviewFiles readReviews(const std::filesystem::path& path, const ReviewLimits& limits,
                        const std::stop_token& stop = {});

} // namespace regard
