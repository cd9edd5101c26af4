// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/reviews/corpus_files.h"

namespace regard {

/// Reads Keras's imdb.npz, and the words from imdb_word_index.json beside it where there is one;
/// see readReviews(), which calls it. Throws FileError.
ReviewFiles readKerasReviews(const std::filesystem::path& file, const ReviewLimits& limits,
                             const std::stop_token& stop);

} // namespace regard
