// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_pairs.h"

#include "core/data/drawing.h"

#include <set>

namespace regard {

std::vector<TextPair> drawPairs(std::size_t count,
                                const std::function<std::optional<TextPair>()>& draw)
{
    std::set<std::vector<std::string>> seen;
    return drawExamples(count, "texts", [&] {
        std::optional<TextPair> pair = draw();
        if (pair && !seen.insert(pair->source).second)
            pair.reset();
        return pair;
    });
}

} // namespace regard
