// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_pairs.h"

#include <set>
#include <stdexcept>

namespace regard {

std::vector<TextPair> drawPairs(std::size_t count,
                                const std::function<std::optional<TextPair>()>& draw)
{
    std::vector<TextPair> pairs;
    std::set<std::vector<std::string>> seen;
    std::size_t misses = 0;
    while (pairs.size() < count) {
        std::optional<TextPair> pair = draw();
        if (!pair || !seen.insert(pair->source).second) {
            if (++misses > 100000)
                throw std::length_error("the corpus has no " + std::to_string(count)
                                        + " different texts");
            continue;
        }
        misses = 0;
        pairs.push_back(std::move(*pair));
    }
    return pairs;
}

} // namespace regard
