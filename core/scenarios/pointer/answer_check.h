// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/pointer/corpus.h"
#include "core/trace/trace.h"

#include <span>

namespace regard {

/// What a pointer network pointed at, places of `inputs` in order, against what is asked: numbers
/// from the smallest, or the corners of the hull from anywhere in either direction. Of inputs that
/// are equal any may stand for the others; points on a line or all in one place have no hull, which
/// is said. A wrong answer is marked (TraceToken::wrong) and a note says what would be right.
/// output: the tokens of the answer; labels: how the inputs were typed.
void checkPointed(PointerProblem problem, std::span<const Point> inputs,
                  std::span<const std::int32_t> order, std::span<const std::string> labels,
                  std::vector<TraceToken>& output, std::vector<std::string>& notes);

} // namespace regard
