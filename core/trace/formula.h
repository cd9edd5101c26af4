// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string_view>

namespace regard {

/// The equation by which a tensor came about.
enum class FormulaId {
    None,
    Embedding,
    Position,
    PositionedInput, ///< embedding + position
    Query, ///< q = x W
    Key,
    Value,
    DecoderQuery, ///< q = the previous decoder state
    EncoderKey, ///< k = the encoder state
    EncoderValue,
    DotScore,
    GeneralScore,
    AdditiveScore,
    Scaled, ///< over √d and the temperature
    Tempered, ///< over the temperature alone
    Masked, ///< with a causal mask
    Unmasked,
    Softmax,
    Context,
    FixedContext, ///< without attention: the encoder's last state
    ProjectedQuery, ///< W_q q, which an additive score takes
    ProjectedKey, ///< W k, which a general or an additive score takes
    AttentionOutput, ///< the heads' contexts side by side times W_O
    Attended, ///< layer norm of input + attention
    LayerOutput, ///< layer norm of that + feed-forward net
    RnnState,
    GruState,
    LstmState,
    LstmCell,
    DecoderState,
    ResetGate,
    UpdateGate,
    NewGate,
    InputGate,
    ForgetGate,
    CellGate,
    OutputGate,
    Logits,
    Probabilities,
};

/// Stable name of a formula, the same as its drawing's file name ("score_dot"); "" for None.
std::string_view formulaName(FormulaId formula);

/// The equation of a tensor by its role, its name, the trace's layout and its settings
/// `score`, `mask` and `cell`.
FormulaId formulaOf(const Trace& trace, const TraceTensor& tensor);

} // namespace regard
