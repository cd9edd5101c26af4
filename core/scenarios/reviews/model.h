// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/data/padded_ids.h"

namespace regard {

/// Sizes of the review classifier; the defaults are the published ones.
struct ReviewOptions {
    Index words = 20000; ///< rows of the embedding
    Index width = 128;
    Index length = 64; ///< tokens of a review
};

/// Self-attention over a review's tokens, their mean, and two classes:
///   X = rows of the embedding,  Q = X·W_Q,  K = X·W_K,  V = X·W_V,
///   Z = softmax(Q·Kᵀ / √divisor) · V,  mean = Σ_t Z_t / T,
///   probabilities = softmax(W·dropout(mean) + b)
/// The matrices are computed only where somebody looks at them; otherwise the products are taken
/// in the order that costs least:
///   Q·Kᵀ = X·(W_Q·W_Kᵀ)·Xᵀ,  mean = ((Σ_t weights_t / T)·X)·W_V
/// Parameters: embedding.weight [words × width], attention.in_proj_weight [3·width × width]
/// (W_Q, W_K and W_V one below the other, as in PyTorch's MultiheadAttention), output.weight
/// [2 × width] and output.bias; drawn as Keras does: ±0.05, and ±√(6/(width + 2)) for the output.
class ReviewModel {
public:
    ReviewModel() = default;
    ReviewModel(ParameterLayout& layout, const ReviewOptions& options);

    /// What a run of the model is changed by.
    struct Control {
        AttendOptions attention; ///< with the divisor
        /// Keys beyond a review's length get no weight and the mean leaves them out; without it
        /// they are tokens like any other, as published.
        bool maskPadding = false;
        Real dropout = 0; ///< on the mean
        Random* random = nullptr;
    };
    /// Logits of "negative" and "positive", [batch × 2]. The model knows no places, so it is the
    /// same whether padding stands before or after the words.
    Var operator()(Tape& tape, const Probe& probe, const PaddedIds& rows, const Control& control,
                   const Axis& labels = nullptr) const;

    /// The mean over the tokens, [batch × width], and what it was made of where that was named.
    struct Averaged {
        Var mean;
        Var weights; ///< [batch × time × time]
        Var values; ///< [batch × time × width]
        Var share; ///< 1/n where a token counts, [batch × 1 × time]
    };
    Averaged average(Tape& tape, const Probe& probe, const PaddedIds& rows, const Control& control,
                     const Axis& labels = nullptr) const;
    Var logits(Tape& tape, Var mean) const;
    How logitsTold(Tape& tape, Var mean) const;
    /// W [2 × width] and b [2].
    Var outputWeight(Tape& tape) const { return tape.parameter(m_output); }
    Var outputBias(Tape& tape) const { return tape.parameter(m_outputBias); }

    const ReviewOptions& options() const { return m_options; }

private:
    Averaged averageStepByStep(Tape& tape, const Probe& probe, Var x, Var share,
                               const AttendOptions& options, const Axis& labels) const;
    Var meanAtOnce(Tape& tape, Var x, Var share, const AttendOptions& options) const;

    ReviewOptions m_options;
    ParameterId m_embedding;
    ParameterId m_projection;
    Score m_score;
    ParameterId m_output;
    ParameterId m_outputBias;
};

} // namespace regard
