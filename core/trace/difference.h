// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/place.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace regard {

/// The numbers of one tensor in two traces, number by number: a_ij − b_ij. Rows and columns are
/// those that both have under the same label, from the first on up to where they part: behind that
/// word they are of different texts.
struct Difference {
    /// A trace with one tensor [rows × columns], named as both are and drawn about zero.
    std::shared_ptr<const Trace> trace;
    struct Cell {
        Index row = 0;
        Index column = 0;
        double value = 0; ///< a − b
    };
    std::vector<Cell> largest; ///< by magnitude, those that are not zero
    Index rowsOfFirst = 0; ///< of a, those included that b does not have
    Index rowsOfSecond = 0;
};

/// None if one of the traces has no such tensor, or if they have no row or column in common. What
/// is not a number in one of them (−∞ of a mask) differs by 0 where both have the same, else by
/// what is not a number. `most`: how many of the largest are told.
std::optional<Difference> differenceOf(const Trace& a, const Trace& b, std::string_view path,
                                       std::size_t most = 5);

} // namespace regard
