// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/norm_parts.h"

#include "core/trace/cell_rules.h"

#include <cmath>

namespace regard {

namespace {

// μ = mean of z over its features
constexpr Formula meanFormula{
    .name = "norm_mean",
    .line = "mean of {0}",
    .spoken = "mean i = the mean of the features of z i",
    .symbols = "μ i d m z",
    .cell =
        [](CellWork& work) {
            Operand z = work.rowOf(0, work.row());
            const std::vector<double> row = z.values;
            work.show(std::move(z));
            double sum = 0;
            for (const double x : row)
                sum += x;
            const auto width = static_cast<double>(row.size());
            work.stage(Stage::Kind::Sum, sum);
            work.worked("{} ∕ {i}", {{sum, {}}, {width, {}}});
            return sum / width;
        },
};
// σ = √(mean of (z − μ)² + ε)
constexpr Formula deviationFormula{
    .name = "norm_deviation",
    .line = "√(mean of ({0} − μ)² + ε)",
    .spoken = "deviation i = the root of the mean of the squares of z i − its mean, + epsilon",
    .symbols = "σ d m z μ ε i",
    .cell =
        [](CellWork& work) {
            Operand z = work.rowOf(0, work.row());
            const std::vector<double> row = z.values;
            work.show(std::move(z));
            const double mean = work.at(1, work.row(), 0);
            work.stage("mean of the row", mean);
            double squares = 0;
            for (const double x : row)
                squares += (x - mean) * (x - mean);
            const double variance = squares / static_cast<double>(row.size());
            return std::sqrt(variance + layerNormEpsilon);
        },
};
// n = (z − μ) / σ
constexpr Formula standardisedFormula{
    .name = "standardised",
    .line = "({0} − {1}) / {2}",
    .spoken = "n i = z i − its mean, over its deviation",
    .symbols = "*n *z μ σ i",
    .cell =
        [](CellWork& work) {
            const double own = work.at(0, work.row(), work.column());
            const double mean = work.at(1, work.row(), 0);
            const double deviation = work.at(2, work.row(), 0);
            work.show(work.rowOf(0, work.row()));
            work.stage("before the norm", own);
            work.stage("mean of the row", mean);
            work.stage("deviation of the row", deviation);
            work.worked("({} − {f}) ∕ {}", {{own, {}}, {mean, {}}, {deviation, {}}});
            return (own - mean) / deviation;
        },
};
// x̂ = γ ⊙ n + β
constexpr Formula normalisedFormula{
    .name = "normalised",
    .line = "γ ⊙ {0} + β",
    .spoken = "layer norm of x i = gain times n i + offset",
    .symbols = "*x̂ *γ ⊙ *n *β i",
    .cell = gainAndOffsetCell,
};

struct RowStatistics {
    View mean; ///< [rows × 1]
    View deviation;
};

RowStatistics statisticsOf(Tape& tape, ConstView x)
{
    const Index rows = x.shape.rows();
    const Index width = x.shape.columns();
    const RowStatistics found{tape.allocate({rows, 1}), tape.allocate({rows, 1})};
    for (Index row = 0; row < rows; ++row) {
        const std::span own(x.data + row * width, static_cast<std::size_t>(width));
        double sum = 0;
        for (const Real value : own)
            sum += static_cast<double>(value);
        const double mean = sum / static_cast<double>(width);
        double squares = 0;
        for (const Real value : own)
            squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
        found.mean.data[row] = static_cast<Real>(mean);
        found.deviation.data[row] =
            static_cast<Real>(std::sqrt(squares / static_cast<double>(width) + layerNormEpsilon));
    }
    return found;
}

/// (x − μ) / σ with a mean and a deviation that a person may have changed.
Var standardise(Tape& tape, ConstView x, ConstView mean, ConstView deviation)
{
    const View result = tape.allocate(x.shape);
    const Index width = x.shape.columns();
    for (Index at = 0; at < x.shape.size(); ++at)
        result.data[at] = (x.data[at] - mean.data[at / width]) / deviation.data[at / width];
    return tape.adopt(result);
}

} // namespace

double gainAndOffsetCell(CellWork& work)
{
    const double own = work.at(0, work.row(), work.column());
    const double gain = work.at(1, work.column());
    const double offset = work.at(2, work.column());
    work.show(work.rowOf(0, work.row()));
    work.stage("gain", gain);
    work.stage("offset", offset);
    work.worked("{} · {f} + {f}", {{own, {}}, {gain, {}}, {offset, {}}});
    return own * gain + offset;
}

Var nameNorm(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x, std::string_view folder,
             std::string_view name, const Formula& formula, const Axis& labels)
{
    if (!probe.active())
        return norm(tape, x);
    Var standardised;
    bool changed = false;
    {
        const auto scope = probe.scope(folder);
        const RowStatistics rows = statisticsOf(tape, tape.value(x));
        const bool edited = probe.edits("mean") || probe.edits("deviation");
        const Var mean =
            probe.name(tape.adopt(rows.mean), "mean", Role::Hidden, {meanFormula, {x}}, labels);
        const Var deviation = probe.name(tape.adopt(rows.deviation), "deviation", Role::Hidden,
                                         {deviationFormula, {x, mean}}, labels);
        changed = edited || probe.edits("standardised");
        standardised = probe.name(
            edited ? standardise(tape, tape.value(x), tape.value(mean), tape.value(deviation))
                   : normaliseRows(tape, x, layerNormEpsilon),
            "standardised", Role::Hidden, {standardisedFormula, {x, mean, deviation}}, labels);
    }
    const Var gain = norm.gain(tape);
    const Var offset = norm.offset(tape);
    // The fused norm where nobody changed its parts: the same bits as without a probe.
    const Var result = changed ? add(tape, times(tape, standardised, gain), offset) : norm(tape, x);
    return probe.name(result, name, Role::Hidden, {formula, {standardised, gain, offset}}, labels);
}

Var nameNormalised(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x, const Axis& labels)
{
    return nameNorm(tape, probe, norm, x, "norm", "normalised", normalisedFormula, labels);
}

} // namespace regard
