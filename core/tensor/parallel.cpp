// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/parallel.h"

#include "core/tensor/thread_order.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>

namespace regard {

namespace {

ThreadOrder order; // of all work: not in Part, which oneTBB copies unwatched

/// What oneTBB calls for a part of a work.
struct Part {
    PartOfWork part;
    const void* work;
    REGARD_UNWATCHED void operator()(const tbb::blocked_range<Index>& range) const
    {
        order.beginPart();
        part(work, range.begin(), range.end());
        order.endPart();
    }
};

} // namespace

void inParallel(Index count, Index cost, PartOfWork part, const void* work)
{
    // Operations below which one thread does it all, and the least that is worth a part.
    constexpr Index worthWaking = 500'000;
    constexpr Index worthAPart = 125'000;
    if (count * cost < worthWaking) {
        if (count > 0)
            part(work, 0, count);
        return;
    }
    const Index grain = std::max<Index>(1, worthAPart / std::max<Index>(cost, 1));
    // While it waits for its parts a thread takes no other work on: what it is in the middle of
    // may use things of its own.
    order.begin();
    tbb::this_task_arena::isolate([&] {
        tbb::parallel_for(tbb::blocked_range<Index>(0, count, static_cast<std::size_t>(grain)),
                          Part{part, work}, tbb::static_partitioner());
    });
    order.end();
}

} // namespace regard
