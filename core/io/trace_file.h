// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <filesystem>
#include <stop_token>

namespace regard {

/// Saves a trace, whole or not at all, as the ending of the name says.
///
/// .npz: a float32 array [rows × columns] for each tensor under its path, which numpy.load()
/// shows by that path, and a member "trace.json":
///
///     {"scenario", "settings", "input_tokens": […], "output_tokens": […],
///      "tensors": [{"path", "role", "order", "rows": […], "columns": […]}]}
///
/// Settings have their own JSON types. "role" is roleName(). "order" is the moment at which
/// the tensor began, −1 for one without rows. "rows" and "columns" are the labels, [] where
/// the axis is numbered.
///
/// .json: the same with "value" in each tensor, a list of rows. JSON has no infinity: −∞ (a
/// masked score), +∞ and NaN are written as null.
///
/// Throws std::invalid_argument for another ending, std::runtime_error if it cannot be saved, and
/// Stopped, with nothing saved, within a tensor of a stop request.
void saveTrace(const Trace& trace, const std::filesystem::path& file,
               const std::stop_token& stop = {});

} // namespace regard
