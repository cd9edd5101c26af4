// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace regard {

struct AttentionSteps;
struct Attended;

/// The steps of attend() by the kernels of core/kernels, which do several of them to a row while it
/// is in the cache and give the same numbers: with softmax, where nobody edits or asks for what
/// lies between, scale, mask and softmax at once; where nothing is learnt and the score can be
/// computed row by row, scores and context as well. Names scores, scaled, masked and weights.
/// False, with nothing done, where the steps have to be taken one by one.
bool attendFast(const AttentionSteps& steps, Attended& attended);

} // namespace regard
