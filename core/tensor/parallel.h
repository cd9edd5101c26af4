// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

namespace regard {

/// A part [begin, end) of a work: calls what `work` points to.
using PartOfWork = void (*)(const void* work, Index begin, Index end);

/// inParallel() without the type of the work.
void inParallel(Index count, Index cost, PartOfWork part, const void* work);

/// Calls work(begin, end) for consecutive parts of [0, count), on several processors at once
/// where the whole is worth it: waking another thread takes as long as some 100,000 operations.
/// `cost` is the number of operations that one of the count takes. The parts must not depend on
/// each other. Allocates nothing where one thread does it all.
template <class Work> void inParallel(Index count, Index cost, const Work& work)
{
    const auto part = [](const void* all, Index begin, Index end) {
        (*static_cast<const Work*>(all))(begin, end);
    };
    inParallel(count, cost, part, &work);
}

} // namespace regard
