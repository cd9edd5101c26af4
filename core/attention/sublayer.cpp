// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/sublayer.h"

#include "core/trace/cell_rules.h"
#include "core/trace/edit_formulas.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

/// A place of a row brought to mean 0 and deviation 1, times a gain, plus an offset (operands
/// `gain` and the next): Ba et al. 2016.
double normalisedCell(CellWork& work, const std::vector<double>& row, std::size_t gain)
{
    const double own = row[static_cast<std::size_t>(work.column())];
    const double factor = work.at(gain, work.column());
    const double offset = work.at(gain + 1, work.column());
    work.stage("before the norm", own);
    const RowScale scale = tellScale(work, row, layerNormEpsilon);
    work.stage("gain", factor);
    work.stage("offset", offset);
    work.worked("({} − {f}) ∕ {} · {f} + {f}",
                {{own, {}}, {scale.mean, {}}, {scale.deviation, {}}, {factor, {}}, {offset, {}}});
    return (own - scale.mean) / scale.deviation * factor + offset;
}

std::vector<double> sumOf(CellWork& work)
{
    Operand left = work.rowOf(0, work.row());
    Operand right = work.rowOf(1, work.row());
    std::vector<double> sum = left.values;
    for (std::size_t i = 0; i < sum.size() && i < right.values.size(); ++i)
        sum[i] += right.values[i];
    work.show(std::move(left));
    work.show(std::move(right));
    return sum;
}

/// W_2 relu(W_1 x + b_1) + b_2 of operand 1, with W_1 and the rest behind it.
std::vector<double> feedForward(CellWork& work)
{
    const std::vector<double> x = work.rowOf(1, work.row()).values;
    const auto times = [&work](const std::vector<double>& in, std::size_t weight) {
        std::vector<double> out;
        for (Index row = 0; row < work.rowsOf(weight); ++row) {
            double sum = work.at(weight + 1, row);
            for (std::size_t i = 0; i < in.size(); ++i)
                sum += work.at(weight, row, static_cast<Index>(i)) * in[i];
            out.push_back(sum);
        }
        return out;
    };
    std::vector<double> inner = times(x, 2);
    for (double& value : inner)
        value = std::max(value, 0.0);
    return times(inner, 4);
}

std::vector<double> withFeedForward(CellWork& work)
{
    std::vector<double> sum = work.rowOf(0, work.row()).values;
    const std::vector<double> net = feedForward(work);
    const auto at = static_cast<std::size_t>(work.column());
    work.stage("y", sum[at]);
    work.stage("feed-forward net", net[at]);
    for (std::size_t i = 0; i < sum.size() && i < net.size(); ++i)
        sum[i] += net[i];
    return sum;
}

double ofColumn(CellWork& work, const std::vector<double>& row)
{
    return row[static_cast<std::size_t>(work.column())];
}

// x̂ = norm(x)
constexpr Formula normFormula{
    .name = "normalised",
    .line = "layer norm({0})",
    .spoken = "layer norm of x i",
    .symbols = "*x̂ norm *x i",
    .cell =
        [](CellWork& work) {
            Operand x = work.rowOf(0, work.row());
            const std::vector<double> row = x.values;
            work.show(std::move(x));
            return normalisedCell(work, row, 1);
        },
};
// y = norm(x + attention)
constexpr Formula attendedFormula{
    .name = "attended",
    .line = "layer norm({0} + attention)",
    .spoken = "y i = layer norm of x i + the attention's output",
    .symbols = "*y norm *x *o i",
    .cell = [](CellWork& work) { return normalisedCell(work, sumOf(work), 2); },
};
// y = x + attention
constexpr Formula preAttendedFormula{
    .name = "attended_pre",
    .line = "{0} + attention",
    .spoken = "y i = x i + the attention's output",
    .symbols = "*y *x *o i",
    .cell = sumCell,
};
// x′ = norm(y + W_2 relu(W_1 y + b_1) + b_2)
constexpr Formula outputFormula{
    .name = "layer_output",
    .line = "layer norm(y + feed-forward(y))",
    .spoken = "layer norm of y i + the feed-forward net of y i",
    .symbols = "*x′ norm *y W_1 W_2 relu *b_1 *b_2 i",
    .cell = [](CellWork& work) { return normalisedCell(work, withFeedForward(work), 6); },
};
// x′ = y + W_2 relu(W_1 norm(y) + b_1) + b_2
constexpr Formula preOutputFormula{
    .name = "layer_output_pre",
    .line = "y + feed-forward(layer norm(y))",
    .spoken = "y i + the feed-forward net of the layer norm of y i",
    .symbols = "*x′ *y W_1 W_2 relu norm *b_1 *b_2 i",
    .cell =
        [](CellWork& work) {
            const std::vector<double> sum = withFeedForward(work);
            const double y = work.at(0, work.row(), work.column());
            work.worked("{} + {f}", {{y, {}}, {ofColumn(work, sum) - y, {}}});
            return ofColumn(work, sum);
        },
};

// The same without the way around, by hand: y = norm(attention), x′ = norm(feed-forward net of y),
// x′ = the feed-forward net of norm(y).
constexpr Formula attendedAloneFormula{
    .name = "attended_alone",
    .line = "layer norm(attention), without {0} by hand",
    .spoken = "y i = layer norm of the attention's output: x i is left out by hand",
    .symbols = "*y norm *o i",
    .cell =
        [](CellWork& work) {
            Operand part = work.rowOf(1, work.row());
            const std::vector<double> row = part.values;
            work.show(std::move(part));
            return normalisedCell(work, row, 2);
        },
};
constexpr Formula outputAloneFormula{
    .name = "layer_output_alone",
    .line = "layer norm(feed-forward(y)), without y by hand",
    .spoken = "layer norm of the feed-forward net of y i: y i is left out by hand",
    .symbols = "*x′ norm *y W_1 W_2 relu *b_1 *b_2 i",
    .cell = [](CellWork& work) { return normalisedCell(work, feedForward(work), 6); },
};
constexpr Formula preOutputAloneFormula{
    .name = "layer_output_pre_alone",
    .line = "feed-forward(layer norm(y)), without y by hand",
    .spoken = "the feed-forward net of the layer norm of y i: y i is left out by hand",
    .symbols = "*x′ *y W_1 W_2 relu norm *b_1 *b_2 i",
    .cell = [](CellWork& work) { return ofColumn(work, feedForward(work)); },
};

} // namespace

Var nameNormalised(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x, const Axis& labels)
{
    return probe.name(norm(tape, x), "normalised", Role::Hidden,
                      {normFormula, {x, norm.gain(tape), norm.offset(tape)}}, labels);
}

NormOrder normOrderOf(std::string_view name)
{
    if (name == "post")
        return NormOrder::Post;
    if (name == "pre")
        return NormOrder::Pre;
    throw std::invalid_argument("unknown norm '" + std::string(name) + "': use post or pre");
}

Sublayer::Sublayer(ParameterLayout& layout, const std::string& prefix, Index width, NormOrder order)
    : m_order(order)
    , m_norm(layout, prefix, width)
{
}

Var Sublayer::enter(Tape& tape, const Probe& probe, Var x, const Axis& labels) const
{
    return m_order == NormOrder::Post ? x : nameNormalised(tape, probe, m_norm, x, labels);
}

Var Sublayer::joined(Tape& tape, Var x, Var part, bool around) const
{
    const Var sum = around ? add(tape, x, part) : part;
    return m_order == NormOrder::Post ? m_norm(tape, sum) : sum;
}

Var Sublayer::leave(Tape& tape, const Probe& probe, Var x, Var attention, const Axis& labels) const
{
    const bool around = !probe.dropsResidual("attended");
    const How told = m_order == NormOrder::Post
        ? How(around ? attendedFormula : attendedAloneFormula,
              {x, attention, m_norm.gain(tape), m_norm.offset(tape)})
        : around ? How(preAttendedFormula, {x, attention})
                 : How(passedOnFormula, {attention});
    return probe.name(joined(tape, x, attention, around), "attended", Role::Hidden, told, labels);
}

Var Sublayer::leave(Tape& tape, const Probe& probe, Var y, Var entered, const FeedForward& net,
                    const Axis& labels) const
{
    const bool post = m_order == NormOrder::Post;
    const bool around = !probe.dropsResidual("output");
    const Linear& first = net.first();
    const Linear& second = net.second();
    How told(
        post ? (around ? outputFormula : outputAloneFormula)
             : (around ? preOutputFormula : preOutputAloneFormula),
        {y, entered, first.weight(tape), first.bias(tape), second.weight(tape), second.bias(tape)});
    if (post) {
        told.operands.add(m_norm.gain(tape));
        told.operands.add(m_norm.offset(tape));
    }
    return probe.name(joined(tape, y, net(tape, entered), around), "output", Role::Hidden, told,
                      labels);
}

FeedForward::FeedForward(ParameterLayout& layout, const std::string& prefix, Index width,
                         Index inner)
    : m_linear1(layout, prefix + "linear1.", width, inner)
    , m_linear2(layout, prefix + "linear2.", inner, width)
{
}

} // namespace regard
