// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/attend.h"

#include "core/attention/fused_attention.h"
#include "core/attention/masked_softmax.h"
#include "core/tape/operations.h"

namespace regard {

Memory remember(Tape& tape, const Probe& probe, const Score& score, Var keys, Var values,
                const Axis& labels)
{
    keys = probe.name(keys, "K", Role::Key, labels);
    if (values)
        values = probe.name(values, "V", Role::Value, labels);
    return {score.prepare(tape, probe, keys, labels), values, labels};
}

namespace {

/// The steps one by one: where a person edits one of them, or where softmax is not what follows.
Attended stepByStep(Tape& tape, const Probe& probe, Var scores, Real factor,
                    const AttendOptions& options, const Axis& labels, const Axis& keys)
{
    Var scaled = factor == 1 && !probe.active() ? scores : scale(tape, scores, factor);
    scaled = probe.name(scaled, "scaled", Role::Scaled, labels, keys);
    Attended attended;
    attended.masked = applyMask(tape, scaled, options.mask);
    attended.masked = probe.name(attended.masked, "masked", Role::Masked, labels, keys);
    attended.weights = options.normaliser ? options.normaliser->apply(tape, attended.masked)
                                          : softmax(tape, attended.masked);
    return attended;
}

/// Scores, weights and context in one pass, for scores that come row by row.
Attended inOnePass(Tape& tape, const Probe& probe, const Score& score, Var queries,
                   const Memory& memory, Real factor, const AttendOptions& options,
                   const Axis& labels)
{
    const Axis& keys = memory.labels;
    const Shape shape = tape.shape(queries).withColumns(tape.shape(memory.prepared)[-2]);
    const std::span<const ColumnRange> seen = seenKeys(tape, shape, options.mask);
    // A trace derives dot products from queries and keys.
    const bool isProduct = score.function().isProduct;
    const ScoreRows& rows = score.rows(tape, probe, queries, memory.prepared, labels);
    const FusedAttention fused =
        fuseAttention(tape, rows, shape, !isProduct && probe.active(), memory.values, factor, seen);
    const auto derived = [&](std::string_view name, Role role, const Derivation& how) {
        if (isProduct)
            probe.nameProducts(queries, memory.prepared, name, role, how, labels, keys);
        else
            probe.nameDerived(fused.scores, name, role, how, labels, keys);
    };
    if (isProduct)
        derived("scores", Role::Scores, {});
    else
        probe.name(fused.scores, "scores", Role::Scores, labels, keys);
    derived("scaled", Role::Scaled, {factor, {}});
    derived("masked", Role::Masked, {factor, seen});
    return {{}, probe.name(fused.weights, "weights", Role::Weights, labels, keys), fused.context};
}

/// The weights by a masked softmax or step by step, then the context.
Attended inSteps(Tape& tape, const Probe& probe, const Score& score, Var queries,
                 const Memory& memory, Real factor, const AttendOptions& options, bool together,
                 const Axis& labels)
{
    const Axis& keys = memory.labels;
    Attended attended;
    Var scores = score(tape, probe, queries, memory.prepared, labels);
    scores = probe.name(scores, "scores", Role::Scores, labels, keys);
    if (together) {
        const std::span<const ColumnRange> seen = seenKeys(tape, tape.shape(scores), options.mask);
        probe.nameDerived(scores, "scaled", Role::Scaled, {factor, {}}, labels, keys);
        probe.nameDerived(scores, "masked", Role::Masked, {factor, seen}, labels, keys);
        attended.weights = maskedSoftmax(tape, scores, factor, seen);
    } else {
        attended = stepByStep(tape, probe, scores, factor, options, labels, keys);
    }
    attended.weights = probe.name(attended.weights, "weights", Role::Weights, labels, keys);
    if (memory.values) {
        const Var used = dropout(tape, attended.weights, options.dropout, options.random);
        attended.context = product(tape, used, memory.values);
    }
    return attended;
}

bool isSoftmax(const AttendOptions& options)
{
    return !options.normaliser || options.normaliser->apply == softmax;
}

} // namespace

Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options, const Axis& labels)
{
    const Real factor = score.scale(tape.shape(queries).columns()) / options.temperature;
    const bool together = isSoftmax(options) && options.mask.hiddenKeys.empty()
        && !options.keepMasked && !probe.edits("scaled") && !probe.edits("masked");
    const bool atOnce = together && memory.values && tape.shape(queries)[-2] > 1
        && score.function().rows && !probe.edits("scores") && !probe.edits("weights")
        && !tape.anyNeedsGradient({queries, memory.prepared, memory.values});
    Attended attended = atOnce
        ? inOnePass(tape, probe, score, queries, memory, factor, options, labels)
        : inSteps(tape, probe, score, queries, memory, factor, options, together, labels);
    if (attended.context)
        attended.context = probe.name(attended.context, "context", Role::Context, labels);
    return attended;
}

} // namespace regard
