// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace regard {

/// The lists of a pickled one-dimensional numpy array of lists of whole numbers, which is what
/// numpy writes of such an array into an .npy file (protocols 2 to 5, Python 2 and 3).
///
/// A pickle is a program; this reader knows the few of its instructions that such an array needs
/// and the four names that numpy mentions in it, and builds lists of numbers from them. It calls
/// nothing. Format: Python's Lib/pickletools.py.
/// Throws std::invalid_argument with what is wrong and what to do for anything else.
std::vector<std::vector<std::int32_t>> parsePickledLists(std::string_view bytes);

} // namespace regard
