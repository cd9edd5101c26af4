// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/sublayer.h"

#include <stdexcept>

namespace regard {

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
    if (m_order == NormOrder::Post)
        return x;
    return probe.name(m_norm(tape, x), "normalised", Role::Hidden, labels);
}

Var Sublayer::leave(Tape& tape, Var x, Var part) const
{
    const Var sum = add(tape, x, part);
    return m_order == NormOrder::Post ? m_norm(tape, sum) : sum;
}

FeedForward::FeedForward(ParameterLayout& layout, const std::string& prefix, Index width,
                         Index inner)
    : m_linear1(layout, prefix + "linear1.", width, inner)
    , m_linear2(layout, prefix + "linear2.", inner, width)
{
}

} // namespace regard
