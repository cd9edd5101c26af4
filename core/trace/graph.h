// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace regard {

// A trace as a graph: which tensors a tensor was computed from. All by index into Trace::tensors.

/// The tensors that a tensor came from, each once, in the order of its formula, those of later
/// rows too; of heads side by side its own head's or all.
std::vector<int> operandsOf(const Trace& trace, int tensor);

/// The vectors that the rows of a tensor were made from, row by row: its first operand, if that is
/// a tensor with as many rows. −1 for none.
int madeFrom(const Trace& trace, int tensor);

/// The tensors on the ways from some to others, with the ends of these ways but without the
/// beginnings, in the order of computation. Ways do not lead through a beginning, nor through what
/// they are told to stop at.
std::vector<int> tensorsBetween(const Trace& trace, const std::vector<int>& from,
                                const std::vector<int>& to, const std::vector<int>& stops = {});

} // namespace regard
