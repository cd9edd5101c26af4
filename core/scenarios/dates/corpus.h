// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text_pairs.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Generated dates as people write them, with the same as YYYY-MM-DD (ISO 8601), by character;
/// spaces are characters too. "Saturday the 21st of November, 2026" → "2026-11-21".
///
///  1. All days from 1969-01-01 to 2068-12-31. Two digits of a year mean, as in POSIX's strptime,
///     69 to 99 the 1900s and 00 to 68 the 2000s.
///  2. With names, a number beside the month is the day, whatever the order.
///  3. With dots the day comes first: 3.12.2026 is in December.
///  4. With slashes, and the year last, the number above 12 is the day, in either order; a date
///     that could be read in two ways is not written like this.
///  5. Names begin with a capital, or all is in lower or in upper case.
///
/// Each digit is aligned to the digit it repeats, or to all characters of the name or the words
/// it comes from; the first two digits of the year to the digit that decides them if only
/// two are written.
namespace regard {

/// A way of writing dates, for which there are several patterns.
struct DateFormat {
    std::string_view name; ///< "month_day"
    std::string_view label; ///< "month before day: Nov 21, 2026"
};

std::span<const DateFormat> dateFormats();

/// Pairs whose group is the name of a format. A date in `heldOut` is not in `train` in any
/// format. The same arguments give the same corpus everywhere.
TextPairs makeDateCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount);

/// The gold alignment of any date in one of these forms and of the same as YYYY-MM-DD: for each
/// written character the places of those it comes from. None where the rules do not give
/// both, or where they give two alignments.
std::optional<std::vector<std::vector<int>>> dateAlignment(const std::vector<std::string>& source,
                                                           const std::vector<std::string>& target);

} // namespace regard
