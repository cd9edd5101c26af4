// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/token_output.h"

#include "core/attention/normaliser.h"
#include "core/attention/projected.h"

namespace regard {

namespace {

// ℓ_i = W_o h_i + b_o
constexpr Formula logitsFormula{
    .name = "logits",
    .line = "W_o {0} + b_o",
    .spoken = "logits i = W o times h i + b o: a score for each choice",
    .symbols = "*ℓ W_o *h *b_o i",
    .cell = linearCell,
};
// p_iw = exp ℓ_iw / Σ_u exp ℓ_iu
const Formula probabilitiesFormula{
    .name = "probabilities",
    .line = "softmax({0})",
    .spoken = "probability of word w in row i = exp logit i w divided by the sum of exp over row i",
    .symbols = "p exp ℓ i w u",
    .cell = *softmaxFormula.cell,
};
// p_k = exp ℓ_k / Σ_u exp ℓ_u
const Formula classFormula{
    .name = "class_probabilities",
    .line = "softmax({0})",
    .spoken = "probability of class k = exp logit k divided by the sum of exp over the classes",
    .symbols = "p exp ℓ k u",
    .cell = *softmaxFormula.cell,
};

} // namespace

How logitsFrom(Tape& tape, const Linear& output, Var features)
{
    return logitsFrom(features, output.weight(tape), output.bias(tape));
}

How logitsFrom(Var features, Var weight, Var bias)
{
    return How(logitsFormula, {features, weight, bias});
}

How probabilitiesFrom(Var logits)
{
    return How(probabilitiesFormula, {logits});
}

How classProbabilitiesFrom(Var logits)
{
    return How(classFormula, {logits});
}

} // namespace regard
