// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/train.h"

#include <cstdint>

namespace regard {

/// Bytes of memory that work on a task takes.
struct MemoryNeed {
    /// Of the parameters: for training with their gradient and Adam's two averages.
    std::uint64_t parameters = 0;
    /// What all threads compute at once: each as much as on the block of the largest examples.
    std::uint64_t computation = 0;
    bool atLeast = false; ///< measuring was given up when it was more than there is
    std::uint64_t total() const { return parameters + computation; }
};

/// What training takes: the largest blocks of both splits are computed once on zeros, which takes
/// no more than a thread's part of `free`, nor anything where the parameters alone take more.
MemoryNeed memoryForTraining(const Task& task, const TrainOptions& options, std::uint64_t free);

/// Throws std::runtime_error, with the figures and what to do, where training would take more
/// memory than options.memory, or, where that is 0, than freeMemory().
void requireMemory(const Task& task, const TrainOptions& options);

} // namespace regard
