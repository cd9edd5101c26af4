// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace regard {

/// Calls `draw` until there are `count` examples. It gives an optional, without a value where
/// what it drew was there already or belongs to another split.
/// Throws std::length_error that there are no so many different `what` after 100,000 draws in vain.
template <class Draw> auto drawExamples(std::size_t count, const char* what, const Draw& draw)
{
    std::vector<typename std::invoke_result_t<Draw>::value_type> examples;
    std::size_t misses = 0;
    while (examples.size() < count) {
        if (auto example = draw()) {
            misses = 0;
            examples.push_back(std::move(*example));
        } else if (++misses > 100000) {
            throw std::length_error("the corpus has no " + std::to_string(count) + " different "
                                    + what);
        }
    }
    return examples;
}

} // namespace regard
