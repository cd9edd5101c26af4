// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <functional>

namespace regard {

/// Calls work(begin, end) for consecutive parts of [0, count), on several processors at once
/// where the whole is worth it: waking another thread takes as long as some 100,000 operations.
/// `cost` is the number of operations that one of the count takes. The parts must not depend on
/// each other.
void inParallel(Index count, Index cost, const std::function<void(Index, Index)>& work);

} // namespace regard
