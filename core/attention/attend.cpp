// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/attend.h"

#include "core/tape/operations.h"

namespace regard {

Memory remember(Tape& tape, const Probe& probe, const Score& score, Var keys, Var values,
                const Axis& labels)
{
    keys = probe.name(keys, "K", Role::Key, labels);
    values = probe.name(values, "V", Role::Value, labels);
    return {score.prepare(tape, probe, keys, labels), values, labels};
}

Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options, const Axis& labels)
{
    const Axis& keys = memory.labels;
    Var scores = score(tape, probe, queries, memory.prepared, labels);
    scores = probe.name(scores, "scores", Role::Scores, labels, keys);
    const Real factor = score.scale(tape.shape(queries).columns()) / options.temperature;
    Var scaled = factor == 1 && !probe.active() ? scores : scale(tape, scores, factor);
    scaled = probe.name(scaled, "scaled", Role::Scaled, labels, keys);
    Var masked = applyMask(tape, scaled, options.mask);
    masked = probe.name(masked, "masked", Role::Masked, labels, keys);
    Var weights =
        options.normaliser ? options.normaliser->apply(tape, masked) : softmax(tape, masked);
    weights = probe.name(weights, "weights", Role::Weights, labels, keys);
    const Var used = dropout(tape, weights, options.dropout, options.random);
    const Var context =
        probe.name(product(tape, used, memory.values), "context", Role::Context, labels);
    return {masked, weights, context};
}

} // namespace regard
