// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pointer_corpus.h"
#include "core/trace/trace.h"

#include <span>

// Answers of a model that arithmetic can check. A wrong one is marked (TraceToken::wrong) and a
// note says what would be right.
namespace regard {

/// What a pointer network pointed at, places of `inputs` in order, against what is asked: numbers
/// from the smallest, or the corners of the hull from anywhere in either direction. Of inputs that
/// are equal any may stand for the others; points on a line or all in one place have no hull, which
/// is said. output: the tokens of the answer; labels: how the inputs were typed.
void checkPointed(PointerProblem problem, std::span<const Point> inputs,
                  std::span<const std::int32_t> order, std::span<const std::string> labels,
                  std::vector<TraceToken>& output, std::vector<std::string>& notes);

/// Whether a text is a date YYYY-MM-DD that the calendar has.
bool isDate(std::string_view text);

/// Marks an answer of the dates' characters (without <eos>) that is no date.
void checkDate(std::vector<TraceToken>& output, std::vector<std::string>& notes);

} // namespace regard
