// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/layers.h"

#include <cmath>

namespace regard {

Initial fanIn(Index in)
{
    return {Initial::Kind::Uniform, 1 / std::sqrt(static_cast<double>(in))};
}

Linear::Linear(ParameterLayout& layout, const std::string& prefix, Index in, Index out, bool bias)
{
    const Initial initial = fanIn(in);
    m_weight = layout.add(prefix + "weight", {out, in}, initial);
    if (bias)
        m_bias = layout.add(prefix + "bias", {out}, initial);
}

Var Linear::operator()(Tape& tape, Var x) const
{
    return linear(tape, x, weight(tape), bias(tape));
}

Embedding::Embedding(ParameterLayout& layout, const std::string& prefix, Index count, Index width,
                     double deviation)
    : m_weight(
        layout.add(prefix + "weight", {count, width}, {Initial::Kind::Normal, deviation}, true))
    , m_width(width)
{
}

Var Embedding::operator()(Tape& tape, std::span<const std::int32_t> ids, Index batch) const
{
    const Index time = batch == 0 ? 0 : static_cast<Index>(ids.size()) / batch;
    return embed(tape, tape.parameter(m_weight), ids, {batch, time, m_width});
}

LayerNorm::LayerNorm(ParameterLayout& layout, const std::string& prefix, Index width)
    : m_gain(layout.add(prefix + "weight", {width}, {Initial::Kind::Constant, 1}))
    , m_offset(layout.add(prefix + "bias", {width}, {Initial::Kind::Constant, 0}))
{
}

Var LayerNorm::operator()(Tape& tape, Var x) const
{
    return layerNorm(tape, x, tape.parameter(m_gain), tape.parameter(m_offset));
}

} // namespace regard
