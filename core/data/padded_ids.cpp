// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/padded_ids.h"

#include <algorithm>

namespace regard {

PaddedIds PaddedIds::of(std::span<const std::vector<std::int32_t>* const> sentences,
                        std::int32_t padding, std::pmr::memory_resource* memory)
{
    PaddedIds padded{std::pmr::vector<std::int32_t>(memory), std::pmr::vector<std::int32_t>(memory),
                     0, 0};
    padded.batch = static_cast<Index>(sentences.size());
    for (const auto* sentence : sentences) {
        padded.lengths.push_back(static_cast<std::int32_t>(sentence->size()));
        padded.time = std::max(padded.time, static_cast<Index>(sentence->size()));
    }
    padded.ids.assign(static_cast<std::size_t>(padded.batch * padded.time), padding);
    for (std::size_t b = 0; b < sentences.size(); ++b)
        std::copy(sentences[b]->begin(), sentences[b]->end(),
                  padded.ids.begin() + static_cast<Index>(b) * padded.time);
    return padded;
}

} // namespace regard
