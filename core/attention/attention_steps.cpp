// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/attention_steps.h"

#include <cmath>

namespace regard {

namespace {

// Pointer networks: Vinyals et al. 2015, equation 3.
const Formula pointerFormula{
    .name = "pointer",
    .line = "softmax({0}), the answer",
    .spoken = "the weights are the answer: the probability that step i chooses input j",
    .symbols = "a p exp m i j l",
    .cell = *softmaxFormula.cell,
};

Real factorOf(const Scaling& scaling, Index width, const AttendOptions& options)
{
    if (options.divisor == 0)
        return scaling.factor(width) / options.temperature;
    // √divisor in double, so that it rounds once with the temperature.
    return 1
        / static_cast<Real>(options.temperature * std::sqrt(static_cast<double>(options.divisor)));
}

} // namespace

AttentionSteps::AttentionSteps(Tape& on, const Probe& namedBy, const Score& function, Var asked,
                               const Memory& keysAndValues, const AttendOptions& with,
                               const Axis& queryLabels)
    : tape(on)
    , probe(namedBy)
    , score(function)
    , memory(keysAndValues)
    , options(with)
    , labels(queryLabels)
    , queries(function.project(on, namedBy, asked, queryLabels))
    , normaliser(with.normaliser ? *with.normaliser : softmaxNormaliser())
    , scaling(with.divisor > 0 ? overRootOfWidth : *function.function().scaling)
    , width(with.divisor > 0 ? with.divisor : on.shape(asked).columns())
    , factor(factorOf(scaling, width, with))
    , scores(function.told(on, queries, keysAndValues.namedKeys))
{
}

How AttentionSteps::scaled(HowOperand scoresNamed) const
{
    return How(options.temperature == 1 ? scaling.formula : scaling.tempered, {scoresNamed},
               {static_cast<double>(width), static_cast<double>(options.temperature)});
}

How AttentionSteps::masked(HowOperand scaledNamed) const
{
    return maskTold(options.mask, tape.shape(memory.prepared)[-2], scaledNamed);
}

How AttentionSteps::weights(HowOperand maskedNamed) const
{
    const Formula& formula = **normaliser.formula;
    const bool isAnswer = !memory.values && &formula == &softmaxFormula;
    return How(isAnswer ? pointerFormula : formula, {maskedNamed});
}

} // namespace regard
