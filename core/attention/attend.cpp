// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/attend.h"

#include "core/attention/fused_attention.h"
#include "core/attention/masked_softmax.h"
#include "core/tape/operations.h"
#include "core/trace/cell_work.h"

#include <cmath>

namespace regard {

namespace {

// c_i = Σ_j a_ij v_j
constexpr Formula contextFormula{
    .name = "context",
    .line = "{0} · {1}",
    .spoken = "context i = the sum over j of weight i j times value j",
    .symbols = "*c a *v i j",
    .cell =
        [](CellWork& work) {
            work.worked("{sum}", {});
            const double sum =
                work.products(work.rowOf(0, work.row()), work.columnOf(1, work.column()));
            work.stage(Stage::Kind::Sum, sum);
            return sum;
        },
};
// Pointer networks: Vinyals et al. 2015, equation 3.
const Formula pointerFormula{
    .name = "pointer",
    .line = "softmax({0}), the answer",
    .spoken = "the weights are the answer: the probability that step i chooses input j",
    .symbols = "a p exp m i j l",
    .cell = *softmaxFormula.cell,
};

/// Scores on their way to weights: factor, mask and normaliser, with the labels that all have.
struct Way {
    const Scaling& scaling;
    double width; ///< d
    Real factor;
    const AttendOptions& options;
    const Normaliser& normaliser;
    bool isAnswer; ///< there are no values
    const Axis& labels;
    const Axis& keys;

    How scaled(HowOperand scores) const
    {
        return How(options.temperature == 1 ? scaling.formula : scaling.tempered, {scores},
                   {width, static_cast<double>(options.temperature)});
    }
    How weights(HowOperand masked) const
    {
        const Formula& formula = **normaliser.formula;
        return How(isAnswer && &formula == &softmaxFormula ? pointerFormula : formula, {masked});
    }
};

Way wayOf(Tape& tape, const Score& score, Var queries, const Memory& memory,
          const AttendOptions& options, const Axis& labels)
{
    const Scaling& scaling = options.divisor > 0 ? overRootOfWidth : *score.function().scaling;
    const Index width = tape.shape(queries).columns();
    // √divisor in double, so that it rounds once with the temperature.
    const Real temperature = options.divisor > 0
        ? static_cast<Real>(options.temperature * std::sqrt(static_cast<double>(options.divisor)))
        : options.temperature;
    return {scaling,
            static_cast<double>(options.divisor > 0 ? options.divisor : width),
            (options.divisor > 0 ? Real(1) : scaling.factor(width)) / temperature,
            options,
            options.normaliser ? *options.normaliser : softmaxNormaliser(),
            !memory.values,
            labels,
            memory.labels};
}

/// The steps one by one: where a person edits one of them, or where softmax is not what follows.
Attended stepByStep(Tape& tape, const Probe& probe, Var scores, const Way& way)
{
    Var scaled = way.factor == 1 && !probe.active() ? scores : scale(tape, scores, way.factor);
    scaled = probe.name(scaled, "scaled", Role::Scaled, way.scaled(scores), way.labels, way.keys);
    Attended attended;
    attended.masked = applyMask(tape, scaled, way.options.mask);
    attended.masked = probe.name(attended.masked, "masked", Role::Masked,
                                 maskTold(way.options.mask, tape.shape(scores).columns(), scaled),
                                 way.labels, way.keys);
    attended.weights = way.normaliser.apply(tape, attended.masked);
    attended.weights = probe.name(attended.weights, "weights", Role::Weights,
                                  way.weights(attended.masked), way.labels, way.keys);
    return attended;
}

/// The names of what masked softmax does at once; derived(name, role, how, derivation) records one.
template <class Derived>
NamedTensors nameStages(const Way& way, HowOperand scores, Index keys,
                        std::span<const ColumnRange> seen, const Derived& derived)
{
    const NamedTensors scaled =
        derived("scaled", Role::Scaled, way.scaled(scores), Derivation{way.factor, {}});
    return derived("masked", Role::Masked, maskTold(way.options.mask, keys, scaled),
                   Derivation{way.factor, seen});
}

/// Scores, weights and context in one pass, for scores that come row by row.
Attended inOnePass(Tape& tape, const Probe& probe, const Score& score, Var queries,
                   const Memory& memory, const How& told, const Way& way)
{
    const Index keys = tape.shape(memory.prepared)[-2];
    const Shape shape = tape.shape(queries).withColumns(keys);
    const std::span<const ColumnRange> seen = seenKeys(tape, shape, way.options.mask);
    // A trace derives dot products from queries and keys.
    const bool isProduct = score.function().isProduct;
    const FusedAttention fused =
        fuseAttention(tape, score.rows(tape, queries, memory.prepared), shape,
                      !isProduct && probe.active(), memory.values, way.factor, seen);
    HowOperand masked;
    if (isProduct) {
        const auto derived = [&](std::string_view name, Role role, const How& how,
                                 const Derivation& derivation) {
            return probe.nameProducts(queries, memory.prepared, name, role, how, derivation,
                                      way.labels, way.keys);
        };
        masked = nameStages(way, derived("scores", Role::Scores, told, {}), keys, seen, derived);
    } else {
        const Var scores =
            probe.name(fused.scores, "scores", Role::Scores, told, way.labels, way.keys);
        masked = nameStages(
            way, scores, keys, seen,
            [&](std::string_view name, Role role, const How& how, const Derivation& derivation) {
                return probe.nameDerived(scores, name, role, how, derivation, way.labels, way.keys);
            });
    }
    return {{},
            probe.name(fused.weights, "weights", Role::Weights, way.weights(masked), way.labels,
                       way.keys),
            fused.context};
}

/// The weights by a masked softmax or step by step, then the context.
Attended inSteps(Tape& tape, const Probe& probe, const Score& score, Var queries,
                 const Memory& memory, const How& told, const Way& way, bool together)
{
    Attended attended;
    Var scores = score(tape, queries, memory.prepared);
    scores = probe.name(scores, "scores", Role::Scores, told, way.labels, way.keys);
    if (together) {
        const std::span<const ColumnRange> seen =
            seenKeys(tape, tape.shape(scores), way.options.mask);
        const NamedTensors masked = nameStages(
            way, scores, tape.shape(scores).columns(), seen,
            [&](std::string_view name, Role role, const How& how, const Derivation& derivation) {
                return probe.nameDerived(scores, name, role, how, derivation, way.labels, way.keys);
            });
        attended.weights = probe.name(maskedSoftmax(tape, scores, way.factor, seen), "weights",
                                      Role::Weights, way.weights(masked), way.labels, way.keys);
    } else {
        attended = stepByStep(tape, probe, scores, way);
    }
    if (memory.values) {
        const Var used = dropout(tape, attended.weights, way.options.dropout, way.options.random);
        attended.context = product(tape, used, memory.values);
    }
    return attended;
}

bool isSoftmax(const AttendOptions& options)
{
    return !options.normaliser || options.normaliser->apply == softmax;
}

} // namespace

Memory remember(Tape& tape, const Probe& probe, const Score& score, Var keys, const How& keysFrom,
                Var values, const How& valuesFrom, const Axis& labels)
{
    keys = probe.name(keys, "K", Role::Key, keysFrom, labels);
    if (values)
        values = probe.name(values, "V", Role::Value, valuesFrom, labels);
    const Var prepared = score.prepare(tape, probe, keys, labels);
    return {prepared, values, labels, score.function().namesKeys ? prepared : keys, values};
}

Memory remember(Tape& tape, const Score& score, Var keys, Var values)
{
    const Var prepared = score.prepare(tape, Probe(), keys, nullptr);
    return {prepared, values, nullptr, {}, {}};
}

Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options, const Axis& labels)
{
    const Way way = wayOf(tape, score, queries, memory, options, labels);
    const bool together = isSoftmax(options) && options.mask.hiddenKeys.empty()
        && !options.keepMasked && !probe.edits("scaled") && !probe.edits("masked");
    const bool atOnce = together && memory.values && tape.shape(queries)[-2] > 1
        && score.function().rows && !probe.edits("scores") && !probe.edits("weights")
        && !tape.anyNeedsGradient({queries, memory.prepared, memory.values});
    const Var asked = score.project(tape, probe, queries, labels);
    const How told = score.told(tape, asked, memory.namedKeys);
    Attended attended = atOnce ? inOnePass(tape, probe, score, asked, memory, told, way)
                               : inSteps(tape, probe, score, asked, memory, told, way, together);
    if (attended.context)
        attended.context =
            probe.name(attended.context, "context", Role::Context,
                       {contextFormula, {attended.weights, memory.namedValues}}, labels);
    probe.attention(queries, memory.namedKeys, memory.namedValues, attended.weights,
                    attended.context);
    return attended;
}

} // namespace regard
