// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/decoder_layer.h"

namespace regard {

DecoderLayer::DecoderLayer(ParameterLayout& layout, const std::string& prefix, Index width,
                           Index heads, Index feedForward, const ScoreFunction& score,
                           NormOrder order)
    : m_self(layout, prefix + "self_attn.", width, heads, score)
    , m_cross(layout, prefix + "multihead_attn.", width, heads, score)
    , m_feedForward(layout, prefix, width, feedForward)
    , m_first(layout, prefix + "norm1.", width, order)
    , m_second(layout, prefix + "norm2.", width, order)
    , m_third(layout, prefix + "norm3.", width, order)
{
}

Memory DecoderLayer::remember(Tape& tape, const Probe& probe, Var memory, const Axis& labels) const
{
    const auto scope = probe.scope("cross");
    return m_cross.remember(tape, probe, memory, labels);
}

DecoderLayer::Output DecoderLayer::operator()(Tape& tape, const Probe& probe, Var x,
                                              const Memory& memory, const Options& options,
                                              const Axis& labels, const Axis& readLabels) const
{
    MultiHeadAttention::Output self;
    Var a;
    {
        const auto scope = probe.scope("self");
        const Var read = m_first.enter(tape, probe, x, labels);
        self = m_self(tape, probe, read, options.self, labels, readLabels);
        a = m_first.leave(tape, probe, x, self.result, labels);
        probe.layer(x, self.weights, a);
    }
    return finish(tape, probe, a, self, memory, options.cross, labels);
}

DecoderLayer::Output DecoderLayer::next(Tape& tape, Var x, const Memory& memory, Memory& past,
                                        const Options& options) const
{
    const Probe silent;
    const MultiHeadAttention::Output self =
        m_self.next(tape, m_first.enter(tape, silent, x, nullptr), past, options.self);
    return finish(tape, silent, m_first.leave(tape, silent, x, self.result, nullptr), self, memory,
                  options.cross, nullptr);
}

/// Cross attention and the feed-forward net after self-attention gave `a`.
DecoderLayer::Output DecoderLayer::finish(Tape& tape, const Probe& probe, Var a,
                                          const MultiHeadAttention::Output& self,
                                          const Memory& memory, const AttendOptions& options,
                                          const Axis& labels) const
{
    MultiHeadAttention::Output cross;
    Var b;
    {
        const auto scope = probe.scope("cross");
        const Var read = m_second.enter(tape, probe, a, labels);
        cross = m_cross(tape, probe, read, memory, options, labels);
        b = m_second.leave(tape, probe, a, cross.result, labels);
    }
    const Var z = m_third.leaveNet(tape, probe, b, m_feedForward, labels);
    probe.layer(a, cross.weights, z);
    return {self, cross, z};
}

} // namespace regard
