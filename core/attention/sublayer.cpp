// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/sublayer.h"

#include "core/attention/projected.h"
#include "core/trace/cell_rules.h"
#include "core/trace/edit_formulas.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

// r = x + attention, before a norm
constexpr Formula addedFormula{
    .name = "residual",
    .line = "{0} + {1}",
    .spoken = "r i = x i + the attention's output",
    .symbols = "*r *x *o i",
    .cell = sumCell,
};
// y = norm(r)
constexpr Formula attendedFormula{
    .name = "attended",
    .line = "γ ⊙ {0} + β",
    .spoken = "y i = gain times n i + offset",
    .symbols = "*y *γ ⊙ *n *β i",
    .cell = gainAndOffsetCell,
};
// y = x + attention
constexpr Formula preAttendedFormula{
    .name = "attended_pre",
    .line = "{0} + attention",
    .spoken = "y i = x i + the attention's output",
    .symbols = "*y *x *o i",
    .cell = sumCell,
};

// u = W_1 y + b_1, and of a norm before the net W_1 x̂ + b_1
constexpr Formula expandedFormula{
    .name = "net_expanded",
    .line = "{0}·W_1 + b_1",
    .spoken = "u i = W 1 times y i + b 1",
    .symbols = "*u W_1 *y *b_1 i",
    .cell = linearCell,
};
constexpr Formula preExpandedFormula{
    .name = "net_expanded_pre",
    .line = "{0}·W_1 + b_1",
    .spoken = "u i = W 1 times the layer norm of y i + b 1",
    .symbols = "*u W_1 *x̂ *b_1 i",
    .cell = linearCell,
};
// a = relu(u)
constexpr Formula rectifiedFormula{
    .name = "net_rectified",
    .line = "relu({0})",
    .spoken = "a i = u i where it is above 0, else 0",
    .symbols = "*a relu *u i",
    .cell =
        [](CellWork& work) {
            const double u = work.at(0, work.row(), work.column());
            work.show(work.rowOf(0, work.row()));
            work.worked("max({}, 0)", {{u, {}}});
            return std::max(u, 0.0);
        },
};
// f = W_2 a + b_2
constexpr Formula netFormula{
    .name = "net",
    .line = "{0}·W_2 + b_2",
    .spoken = "f i = W 2 times a i + b 2",
    .symbols = "*f W_2 *a *b_2 i",
    .cell = linearCell,
};
// r = y + f, before a norm
constexpr Formula addedNetFormula{
    .name = "residual_net",
    .line = "{0} + {1}",
    .spoken = "r i = y i + the output of the feed-forward net",
    .symbols = "*r *y *f i",
    .cell = sumCell,
};
// x′ = norm(r)
constexpr Formula outputFormula{
    .name = "layer_output",
    .line = "γ ⊙ {0} + β",
    .spoken = "output i = gain times n i + offset",
    .symbols = "*x′ *γ ⊙ *n *β i",
    .cell = gainAndOffsetCell,
};
// x′ = y + f
constexpr Formula preOutputFormula{
    .name = "layer_output_pre",
    .line = "{0} + {1}",
    .spoken = "output i = y i + the output of the feed-forward net",
    .symbols = "*x′ *y *f i",
    .cell = sumCell,
};

} // namespace

struct Sublayer::Told {
    std::string_view name;
    std::string_view folder; ///< of the sum; "": the layer's own
    std::string_view norm; ///< folder of the parts of its norm
    const Formula& added; ///< the sum before a norm
    const Formula& normed; ///< its norm
    const Formula& sum; ///< the sum where no norm stands behind it
};

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

/// The part with the way around it, unless that is left out by hand, and the norm behind both.
Var Sublayer::joined(Tape& tape, const Probe& probe, Var x, Var part, const Told& told,
                     const Axis& labels) const
{
    const bool around = !probe.dropsResidual(told.name);
    const Var sum = around ? add(tape, x, part) : part;
    const auto toldSum = [&](const Formula& formula) {
        return around ? How(formula, {x, part}) : How(passedOnFormula, {part});
    };
    if (m_order == NormOrder::Pre)
        return probe.name(sum, told.name, Role::Hidden, toldSum(told.sum), labels);
    const auto name = [&] {
        return probe.name(sum, "added", Role::Hidden, toldSum(told.added), labels);
    };
    if (told.folder.empty())
        return nameNorm(tape, probe, m_norm, name(), told.norm, told.name, told.normed, labels);
    Var added;
    {
        const auto scope = probe.scope(told.folder);
        added = name();
    }
    return nameNorm(tape, probe, m_norm, added, told.norm, told.name, told.normed, labels);
}

Var Sublayer::leave(Tape& tape, const Probe& probe, Var x, Var attention, const Axis& labels) const
{
    return joined(tape, probe, x, attention,
                  {"attended", {}, "norm", addedFormula, attendedFormula, preAttendedFormula},
                  labels);
}

Var Sublayer::leaveNet(Tape& tape, const Probe& probe, Var y, const FeedForward& net,
                       const Axis& labels) const
{
    const std::string_view folder = "feed_forward";
    Var given;
    {
        const auto scope = probe.scope(folder);
        const Var entered = enter(tape, probe, y, labels);
        given = net(tape, probe, entered, m_order == NormOrder::Pre, labels);
    }
    return joined(
        tape, probe, y, given,
        {"output", folder, "feed_forward/norm", addedNetFormula, outputFormula, preOutputFormula},
        labels);
}

FeedForward::FeedForward(ParameterLayout& layout, const std::string& prefix, Index width,
                         Index inner)
    : m_linear1(layout, prefix + "linear1.", width, inner)
    , m_linear2(layout, prefix + "linear2.", inner, width)
{
}

Var FeedForward::operator()(Tape& tape, const Probe& probe, Var x, bool normed,
                            const Axis& labels) const
{
    const auto told = [&](const Formula& formula, Var from, const Linear& by) {
        return How(formula, {from, by.weight(tape), by.bias(tape)});
    };
    Var u = m_linear1(tape, x);
    u = probe.name(u, "expanded", Role::Hidden,
                   told(normed ? preExpandedFormula : expandedFormula, x, m_linear1), labels);
    const Var a =
        probe.name(relu(tape, u), "rectified", Role::Hidden, {rectifiedFormula, {u}}, labels);
    return probe.name(m_linear2(tape, a), "net", Role::Hidden, told(netFormula, a, m_linear2),
                      labels);
}

} // namespace regard
