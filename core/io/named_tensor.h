// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace regard {

/// A tensor in a file: any rank, float32, row-major.
struct NamedTensor {
    std::string name;
    std::vector<std::int64_t> dimensions;
    std::vector<float> values; ///< as many as the product of the dimensions
};

} // namespace regard
