// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/thread_order.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cstddef>

namespace regard {

/// The threads of a training run.
class Workers {
public:
    /// 0: one for each processor.
    explicit Workers(int threads);

    std::size_t count() const { return m_count; }
    /// Within work(): which of the threads this is, below count().
    std::size_t current() const
    {
        const int index = tbb::this_task_arena::current_thread_index();
        return index < 0 ? 0 : std::min(static_cast<std::size_t>(index), m_count - 1);
    }

    /// Calls work(i) for each i in [0, size), on all threads.
    template <class Work> void forEach(std::size_t size, const Work& work)
    {
        if (size <= 1 || m_count == 1) {
            for (std::size_t i = 0; i < size; ++i)
                work(i);
            return;
        }
        s_order.begin();
        m_arena.execute([&] {
            tbb::parallel_for(tbb::blocked_range<std::size_t>(0, size, 1), Part<Work>{&work},
                              tbb::simple_partitioner{});
        });
        s_order.end();
    }

private:
    /// What oneTBB calls for a part of a work.
    template <class Work> struct Part {
        const Work* work;
        REGARD_UNWATCHED void operator()(const tbb::blocked_range<std::size_t>& range) const
        {
            s_order.beginPart();
            forEachOf(range.begin(), range.end(), *work);
            s_order.endPart();
        }
        REGARD_WATCHED static void forEachOf(std::size_t begin, std::size_t end, const Work& work)
        {
            for (std::size_t i = begin; i < end; ++i)
                work(i);
        }
    };

    std::size_t m_count;
    tbb::global_control m_limit; ///< lets more threads run than there are processors
    tbb::task_arena m_arena;
    inline static ThreadOrder s_order; ///< not in Part, which oneTBB copies unwatched
};

} // namespace regard
