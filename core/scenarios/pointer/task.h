// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/pointer/model.h"

#include <string_view>

namespace regard {

/// Options of the settings `problem`, `hidden` and `score`.
PointerOptions pointerOptions(const Settings& settings);

/// Inputs as typed, each with its byte range and its text.
struct TypedInputs {
    std::vector<Point> inputs;
    std::vector<std::pair<std::size_t, std::size_t>> ranges; ///< bytes [begin, end)
    bool decimalCommas = false;
};

/// Numbers to sort, or points. Throws std::invalid_argument for what is neither.
TypedInputs readInputs(PointerProblem problem, std::string_view text);

/// Throws FileError for a person's file that cannot be read.
std::unique_ptr<Task> pointerTask(const TaskRequest& request);

} // namespace regard
