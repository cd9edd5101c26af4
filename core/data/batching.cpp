// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batching.h"

#include "core/tensor/random.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace regard {

std::vector<std::uint32_t> shuffledOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch)
{
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    Random::forPart(seed, epoch).shuffle(std::span(order));
    return order;
}

std::vector<std::span<const std::uint32_t>> batches(std::span<const std::uint32_t> order,
                                                    std::size_t size)
{
    if (size == 0)
        throw std::invalid_argument("a batch needs at least one example");
    std::vector<std::span<const std::uint32_t>> result;
    for (std::size_t begin = 0; begin < order.size(); begin += size)
        result.push_back(order.subspan(begin, std::min(size, order.size() - begin)));
    return result;
}

} // namespace regard
