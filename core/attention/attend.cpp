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

bool isSoftmax(const AttendOptions& options)
{
    return !options.normaliser || options.normaliser->apply == softmax;
}

} // namespace

Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options, const Axis& labels)
{
    const Axis& keys = memory.labels;
    const Real factor = score.scale(tape.shape(queries).columns()) / options.temperature;
    const bool together = isSoftmax(options) && options.mask.hiddenKeys.empty()
        && !options.keepMasked && !probe.edits("scaled") && !probe.edits("masked");
    const bool atOnce = together && memory.values && tape.shape(queries)[-2] > 1
        && score.function().rows && !probe.edits("scores") && !probe.edits("weights")
        && !tape.anyNeedsGradient({queries, memory.prepared, memory.values});

    Attended attended;
    FusedAttention fused;
    if (atOnce) {
        const bool isProduct = score.function().isProduct;
        const Shape shape = tape.shape(queries).withColumns(tape.shape(memory.prepared)[-2]);
        const std::span<const ColumnRange> seen = seenKeys(tape, shape, options.mask);
        fused = fuseAttention(tape, score.rows(tape, probe, queries, memory.prepared, labels),
                              shape, !isProduct, memory.values, factor, seen);
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
        attended.weights = fused.weights;
    } else {
        Var scores = score(tape, probe, queries, memory.prepared, labels);
        scores = probe.name(scores, "scores", Role::Scores, labels, keys);
        if (together) {
            const std::span<const ColumnRange> seen =
                seenKeys(tape, tape.shape(scores), options.mask);
            probe.nameDerived(scores, "scaled", Role::Scaled, {factor, {}}, labels, keys);
            probe.nameDerived(scores, "masked", Role::Masked, {factor, seen}, labels, keys);
            attended.weights = maskedSoftmax(tape, scores, factor, seen);
        } else {
            attended = stepByStep(tape, probe, scores, factor, options, labels, keys);
        }
    }
    attended.weights = probe.name(attended.weights, "weights", Role::Weights, labels, keys);
    if (!memory.values)
        return attended;
    if (atOnce) {
        attended.context = fused.context;
    } else {
        const Var used = dropout(tape, attended.weights, options.dropout, options.random);
        attended.context = product(tape, used, memory.values);
    }
    attended.context = probe.name(attended.context, "context", Role::Context, labels);
    return attended;
}

} // namespace regard
