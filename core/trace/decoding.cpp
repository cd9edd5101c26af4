// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/decoding.h"

#include <algorithm>
#include <cstddef>

namespace regard {

std::vector<std::string> tokensOf(const Decoding& decoding, int node)
{
    std::vector<std::string> tokens;
    for (; node >= 0; node = decoding.beam[static_cast<std::size_t>(node)].parent)
        tokens.push_back(decoding.beam[static_cast<std::size_t>(node)].token);
    std::reverse(tokens.begin(), tokens.end());
    return tokens;
}

} // namespace regard
