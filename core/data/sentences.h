// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// The pieces of a text between single spaces (or other separator); empty ones are dropped.
std::vector<std::string> splitWords(std::string_view text, char separator = ' ');

/// English tokens as a person writes them: no space before punctuation, capitals at the start
/// of sentences, for "I", weekdays and the corpora's names. tokenize(joinTokens(t)) gives t.
std::string joinTokens(std::span<const std::string> tokens);

/// Whether a combination of content words is kept out of training: one in `oneIn` is, by a
/// hash of its text that is the same everywhere and does not depend on any seed.
bool isHeldOut(std::string_view combination, std::uint64_t oneIn);

/// The same by a text's tokens: spaces and capitals, which a model does not see, do not matter.
bool isHeldOut(std::span<const std::string> tokens, std::uint64_t oneIn);

/// The same by numbers that were read: how they were written does not matter.
bool isHeldOut(std::span<const double> numbers, std::uint64_t oneIn);

} // namespace regard
