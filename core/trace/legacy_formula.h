// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

namespace regard {

/// The equation by which a tensor came about.
enum class FormulaId {
    None,
    Embedding,
    Numbers, ///< x = the numbers that were typed
    ChosenState, ///< x = the encoder's state of what was chosen last
    Position,
    ConcatenatedPosition, ///< all sines, then all cosines
    LearnedPosition,
    PositionedInput, ///< embedding + position
    Query, ///< q = x W
    Key,
    Value,
    CrossQuery, ///< q = y W, of the decoder
    CrossKey, ///< k = h W, of the encoder
    CrossValue,
    DecoderQuery, ///< q = the previous decoder state
    CurrentQuery, ///< q = the current decoder state
    EncoderKey, ///< k = the encoder state
    EncoderValue,
    ProjectedQuery, ///< W_q q, which an additive score takes
    ProjectedKey, ///< W k, which a general or an additive score takes
    DotScore,
    GeneralScore,
    AdditiveScore,
    ConcatScore,
    LocationScore,
    CosineScore,
    GaussianScore,
    SineScore, ///< the additive form with a sine in place of tanh
    CosineWaveScore,
    LinearScore,
    BoxcarKernel, ///< 1 where ‖q − k‖ < σ
    EpanechnikovKernel,
    TriangularKernel,
    ConstantKernel,
    Scaled, ///< over √d and the temperature
    Tempered, ///< over the temperature alone
    Masked, ///< with a causal mask
    WindowMasked,
    HistoryMasked,
    PartlyMasked, ///< some keys are hidden: padding, what was chosen before
    Unmasked,
    Softmax,
    Sparsemax,
    Sigmoid,
    Hardmax,
    Proportional, ///< a kernel's values over their sum
    PointerWeights, ///< softmax, and the weights are the output
    Context,
    FixedContext, ///< without attention: the encoder's last state
    Attentional, ///< Luong's tanh(W_c [c; s])
    FedInput, ///< the same of the step before
    AttentionOutput, ///< the heads' contexts side by side times W_O
    Normalised, ///< layer norm of the input
    Attended, ///< layer norm of input + attention
    PreNormAttended, ///< input + attention
    LayerOutput, ///< layer norm of that + feed-forward net
    PreNormLayerOutput, ///< that + feed-forward net of its layer norm
    RnnState,
    GruState,
    LstmState,
    LstmCell,
    DecoderState,
    CurrentDecoderState, ///< without the context, which comes after it
    ResetGate,
    UpdateGate,
    NewGate,
    InputGate,
    ForgetGate,
    CellGate,
    OutputGate,
    Mean, ///< of the contexts
    RecentNumbers, ///< e = tanh of a layer over the last numbers
    StateQuery, ///< q = the state of its step
    CellInput, ///< x and the last context side by side
    BothDirections, ///< the states of two directions side by side
    JoinedState, ///< state and context side by side
    Change,
    Forecast,
    ForecastInUnits,
    Logits,
    Probabilities,
    ClassProbabilities,
};

FormulaId formulaIdOf(const Trace& trace, const TraceTensor& tensor);
inline const Formula* formulaOf(const Trace& trace, const TraceTensor& tensor);
const Formula* legacyFormula(const Trace& trace, const TraceTensor& tensor);
inline const Formula* formulaOf(const Trace& trace, const TraceTensor& tensor)
{
    return tensor.source.formula ? tensor.source.formula : legacyFormula(trace, tensor);
}

} // namespace regard
