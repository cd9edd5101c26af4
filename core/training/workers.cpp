// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/workers.h"

#include <algorithm>
#include <thread>

namespace regard {

Workers::Workers(int threads)
    : m_count(threads > 0 ? static_cast<std::size_t>(threads)
                          : std::max(1u, std::thread::hardware_concurrency()))
    , m_limit(tbb::global_control::max_allowed_parallelism, m_count)
    , m_arena(static_cast<int>(m_count))
{
}

} // namespace regard
