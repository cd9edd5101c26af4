// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

namespace regard {

/// The equation by which a tensor came about.
enum class FormulaId {
    None,
    Embedding,
    Numbers, ///< x = the numbers that were typed
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
    GivenQuery, ///< q = what was typed
    GivenKey,
    GivenValue,
    StandardisedQuery, ///< q = what was typed, brought to mean 0 and deviation 1
    StandardisedKey,
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
    AttentionOutput, ///< the heads' contexts side by side times W_O
    Normalised, ///< layer norm of the input
    Attended, ///< layer norm of input + attention
    PreNormAttended, ///< input + attention
    LayerOutput, ///< layer norm of that + feed-forward net
    PreNormLayerOutput, ///< that + feed-forward net of its layer norm
    Mean, ///< of the contexts
    EncodedQuestion, ///< q = the sum of the words under their masks
    FeatureScore, ///< of a layer that weighs its own features
    WordMask, ///< f = a learnt mask for each place
    MaskedWord,
    EncodedSentence,
    SlotKey, ///< w = the embedding of a slot's name
    ContentMatch,
    KeyMatch,
    SlotGate,
    SlotCandidate,
    SlotMemory,
    Answer,
    Noisy, ///< some numbers set to zero
    Dense,
    TiedDense, ///< with the encoder's matrix, transposed
    Rectified,
    MeanVariance,
    Weighed,
    Mixed,
    Code,
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
