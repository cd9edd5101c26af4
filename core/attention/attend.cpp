// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/attend.h"

#include "core/attention/attention_steps.h"
#include "core/attention/fast_attend.h"
#include "core/tape/operations.h"
#include "core/trace/cell_work.h"

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

} // namespace

Memory remember(Tape& tape, const Probe& probe, const Score& score, Var keys, const How& keysFrom,
                Var values, const How& valuesFrom, const Axis& labels)
{
    keys = probe.name(keys, "K", Role::Key, keysFrom, labels);
    if (values)
        values = probe.name(values, "V", Role::Value, valuesFrom, labels);
    const Var prepared = score.prepare(tape, probe, keys, labels);
    return {score.expand(tape, prepared), values, labels,
            score.function().namesKeys ? prepared : keys, values};
}

Memory remember(Tape& tape, const Score& score, Var keys, Var values)
{
    const Var prepared = score.prepare(tape, Probe(), keys, nullptr);
    return {score.expand(tape, prepared), values, nullptr, {}, {}};
}

Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options, const Axis& labels)
{
    const AttentionSteps steps(tape, probe, score, queries, memory, options, labels);
    Attended attended;
    if (!attendFast(steps, attended)) {
        const Var scores = steps.name(score(tape, steps.queries, memory.prepared), "scores",
                                      Role::Scores, steps.scores);
        const Var scaled = steps.name(steps.isScaled() ? scale(tape, scores, steps.factor) : scores,
                                      "scaled", Role::Scaled, steps.scaled(scores));
        attended.masked = steps.name(applyMask(tape, scaled, options.mask), "masked", Role::Masked,
                                     steps.masked(scaled));
        attended.weights = steps.name(steps.normaliser.apply(tape, attended.masked), "weights",
                                      Role::Weights, steps.weights(attended.masked));
    }
    if (memory.values) {
        if (!attended.context) {
            const Var used = dropout(tape, attended.weights, options.dropout, options.random);
            attended.context = product(tape, used, memory.values);
        }
        attended.context =
            probe.name(attended.context, "context", Role::Context,
                       {contextFormula, {attended.weights, memory.namedValues}}, labels);
    }
    probe.attention(queries, memory.namedKeys, memory.namedValues, attended.weights,
                    attended.context);
    return attended;
}

} // namespace regard
