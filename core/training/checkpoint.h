// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/training/train.h"

#include <filesystem>

namespace regard {

/// What an interrupted run was asked for, so that it can be asked for again.
struct RunRequest {
    std::string scenario;
    Settings settings; ///< complete, as the task was made for them
    std::filesystem::path data; ///< a person's examples; empty: the generated corpus
    std::uint64_t digest = 0; ///< digestOf() the task
    std::string curve; ///< rows that were reported so far, as whoever runs it writes them
};

/// Tells tasks apart: their parameters' names and shapes, vocabularies, numbers of examples and the
/// extent of each, and every byte of a data file (of a folder its files' names and sizes).
/// Throws FileError for data that cannot be read.
std::uint64_t digestOf(const Task& task, const std::filesystem::path& data);

/// Saves where a run stands: a safetensors file with the blocks "parameters", "mean" and "square"
/// and, in its metadata, "regard.checkpoint" (the version), "regard.scenario", "regard.settings"
/// and "regard.run", JSON of the rest. Whole or not at all. Throws std::runtime_error.
void saveCheckpoint(const RunRequest& request, const RunState& state,
                    const std::filesystem::path& file);

/// What a checkpoint was asked for; no number is read. Throws FileError, also for one of another
/// scenario.
RunRequest readRunRequest(const std::filesystem::path& file, const ScenarioSpec& expected);

/// Where it stands, for the task that its request makes and the options of its settings. Throws
/// FileError for a task of another digest, or for numbers that cannot be of such a run.
RunState readRunState(const std::filesystem::path& file, const RunRequest& request,
                      const Task& task);

} // namespace regard
