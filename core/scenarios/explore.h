// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"

#include <memory>
#include <stop_token>

namespace regard {

/// Computes the trace of an exploration. Safe from any thread.
/// Throws std::invalid_argument (what is wrong and what to do) and Stopped.
std::shared_ptr<const Trace> explore(const Exploration& exploration, std::stop_token stop = {});

/// The first text that an exploration computes: the first example where none was typed.
std::string firstText(const Exploration& exploration);

} // namespace regard
