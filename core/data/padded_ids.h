// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace regard {

/// Token ids of several sentences, padded to the longest with Vocabulary::padding.
struct PaddedIds {
    std::pmr::vector<std::int32_t> ids; ///< batch × time, row by row
    std::pmr::vector<std::int32_t> lengths; ///< one for each sentence
    Index batch = 0;
    Index time = 0;

    static PaddedIds of(std::span<const std::vector<std::int32_t>* const> sentences,
                        std::int32_t padding = 0,
                        std::pmr::memory_resource* memory = std::pmr::get_default_resource());
};

} // namespace regard
