// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/trace/probe.h"

namespace regard {

/// norm(x) = γ ⊙ (x − μ) / σ + β by rows (Ba et al. 2016), named as `formula` has it. What it is
/// made of is named in the scope `folder`: "mean" and "deviation" [rows × 1], and "standardised",
/// (x − μ) / σ [rows × features], which is the first operand of `formula`; γ and β are the next.
Var nameNorm(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x, std::string_view folder,
             std::string_view name, const Formula& formula, const Axis& labels);

/// γ ⊙ n + β of one cell: n, γ and β are operands 0 to 2.
double gainAndOffsetCell(CellWork& work);

/// The same, named "normalised": what a part reads, or what a stack of layers gives on.
Var nameNormalised(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x,
                   const Axis& labels);

} // namespace regard
