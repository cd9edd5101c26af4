// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/reviews/model.h"

namespace regard {

/// The classifier that the settings describe.
ReviewOptions reviewOptions(const Settings& settings);

/// Divisor, temperature, normaliser and padding of the settings; no dropout.
ReviewModel::Control reviewControl(const Settings& settings);

/// Rows of the embedding for a review, as Keras numbers them: 0 padding, 1 start, 2 a word that has
/// no row, 3 nobody, then the words by frequency. They are the numbers of a Vocabulary that begins
/// with SpecialTokens::Reviews. The start comes first; of what is longer than `length` the last
/// tokens are kept.
std::vector<std::int32_t> reviewRows(std::span<const std::int32_t> ids, Index length);

/// Reviews with one length: padding stands before the words, as Keras puts it, or, where it is
/// masked, behind them, as a mask by length needs it.
PaddedIds padReviews(std::span<const std::vector<std::int32_t>* const> rows, Index length,
                     bool maskPadding,
                     std::pmr::memory_resource* memory = std::pmr::get_default_resource());

/// Learns whether a review is positive (corpus.h, or a person's reviews).
std::unique_ptr<Task> reviewTask(const TaskRequest& request);

} // namespace regard
