// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regard {

/// The numbers 0 … count − 1 in the order in which an epoch visits the examples. The same
/// for the same arguments everywhere; another epoch or seed gives another order.
std::vector<std::uint32_t> shuffledOrder(std::size_t count, std::uint64_t seed,
                                         std::uint64_t epoch);

/// Cuts an order into consecutive batches of `size` examples (the last may be shorter).
/// Throws std::invalid_argument if `size` is 0. The spans look into `order`.
std::vector<std::span<const std::uint32_t>> batches(std::span<const std::uint32_t> order,
                                                    std::size_t size);

} // namespace regard
