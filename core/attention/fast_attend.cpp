// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/fast_attend.h"

#include "core/attention/attention_steps.h"
#include "core/kernels/fused_attention.h"
#include "core/tape/operations.h"

namespace regard {

namespace {

/// What one pass over each row does.
enum class OnePass {
    Nothing,
    Softmax, ///< scale, mask, softmax
    Everything, ///< scores, scale, mask, softmax, context
};

OnePass onePassOf(const AttentionSteps& s)
{
    if (s.normaliser.apply != softmax || !s.options.mask.hiddenKeys.empty() || s.options.keepMasked
        || s.probe.edits("scaled") || s.probe.edits("masked"))
        return OnePass::Nothing;
    // A single query has too little to do for it to be worth bringing the keys into order.
    if (!s.memory.values || s.tape.shape(s.queries)[-2] == 1 || !s.score.function().rowScorer
        || s.options.random || s.probe.edits("scores") || s.probe.edits("weights")
        || s.tape.anyNeedsGradient({s.queries, s.memory.prepared, s.memory.values}))
        return OnePass::Softmax;
    return OnePass::Everything;
}

/// Names "scaled" and "masked", which are not computed: a trace derives them.
/// derived(name, role, how, derivation) records one.
template <class Derived>
HowOperand nameBetween(const AttentionSteps& s, HowOperand scores,
                       std::span<const ColumnRange> seen, const Derived& derived)
{
    const NamedTensors scaled =
        derived("scaled", Role::Scaled, s.scaled(scores), Derivation{s.factor, {}});
    return derived("masked", Role::Masked, s.masked(scaled), Derivation{s.factor, seen});
}

/// The same from scores that were computed.
HowOperand nameBetween(const AttentionSteps& s, Var scores, std::span<const ColumnRange> seen)
{
    return nameBetween(
        s, scores, seen,
        [&](std::string_view name, Role role, const How& how, const Derivation& derivation) {
            return s.probe.nameDerived(scores, name, role, how, derivation, s.labels,
                                       s.memory.labels);
        });
}

/// The same from scores that were not: a trace derives dot products as well, from queries and keys.
HowOperand nameProductsAndBetween(const AttentionSteps& s, std::span<const ColumnRange> seen)
{
    const auto derived = [&](std::string_view name, Role role, const How& how,
                             const Derivation& derivation) {
        return s.probe.nameProducts(s.queries, s.memory.prepared, name, role, how, derivation,
                                    s.labels, s.memory.labels);
    };
    return nameBetween(s, derived("scores", Role::Scores, s.scores, {}), seen, derived);
}

Attended byMaskedSoftmax(const AttentionSteps& s)
{
    const Var scores =
        s.name(s.score(s.tape, s.queries, s.memory.prepared), "scores", Role::Scores, s.scores);
    const auto seen = seenKeys(s.tape, s.tape.shape(scores), s.options.mask);
    const HowOperand masked = nameBetween(s, scores, seen);
    return {{},
            s.name(maskedSoftmax(s.tape, scores, s.factor, seen), "weights", Role::Weights,
                   s.weights(masked)),
            {}};
}

Attended byFusedAttention(const AttentionSteps& s)
{
    const Shape shape = s.tape.shape(s.queries).withColumns(s.tape.shape(s.memory.prepared)[-2]);
    const auto seen = seenKeys(s.tape, shape, s.options.mask);
    const bool isProduct = s.score.function().isProduct;
    const RowScorer& scorer = s.score.rowScorer(s.tape, s.queries, s.memory.prepared);
    const FusedAttention fused = fuseAttention(
        s.tape, scorer, shape, !isProduct && s.probe.active(), s.memory.values, s.factor, seen);
    const HowOperand masked = isProduct
        ? nameProductsAndBetween(s, seen)
        : nameBetween(s, s.name(fused.scores, "scores", Role::Scores, s.scores), seen);
    return {{}, s.name(fused.weights, "weights", Role::Weights, s.weights(masked)), fused.context};
}

} // namespace

bool attendFast(const AttentionSteps& steps, Attended& attended)
{
    switch (onePassOf(steps)) {
    case OnePass::Nothing:
        return false;
    case OnePass::Softmax:
        attended = byMaskedSoftmax(steps);
        return true;
    case OnePass::Everything:
        attended = byFusedAttention(steps);
        return true;
    }
    return false;
}

} // namespace regard
