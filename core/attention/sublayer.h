// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/trace/probe.h"

#include <string>
#include <string_view>

namespace regard {

/// Where a transformer layer normalises.
enum class NormOrder {
    Post, ///< norm(x + part(x)): Vaswani et al. 2017
    Pre, ///< x + part(norm(x)): Xiong et al. 2020
};

/// "post", "pre". Throws std::invalid_argument for anything else.
NormOrder normOrderOf(std::string_view name);

/// norm(x), named "normalised".
Var nameNormalised(Tape& tape, const Probe& probe, const LayerNorm& norm, Var x,
                   const Axis& labels);

/// linear2(relu(linear1(x))): PREFIX + "linear1." and "linear2.".
class FeedForward {
public:
    FeedForward() = default;
    FeedForward(ParameterLayout& layout, const std::string& prefix, Index width, Index inner);
    Var operator()(Tape& tape, Var x) const
    {
        return m_linear2(tape, relu(tape, m_linear1(tape, x)));
    }
    const Linear& first() const { return m_linear1; }
    const Linear& second() const { return m_linear2; }

private:
    Linear m_linear1;
    Linear m_linear2;
};

/// The way around one part of a transformer layer (attention or the feed-forward net), with
/// the part's layer norm under PREFIX.
class Sublayer {
public:
    Sublayer() = default;
    Sublayer(ParameterLayout& layout, const std::string& prefix, Index width, NormOrder order);

    /// What the part reads: x, or norm(x), which is named "normalised".
    Var enter(Tape& tape, const Probe& probe, Var x, const Axis& labels) const;
    /// What the layer goes on with after attention, norm(x + attention) or x + attention, which is
    /// named "attended".
    Var leave(Tape& tape, const Probe& probe, Var x, Var attention, const Axis& labels) const;
    /// What it goes on with after the feed-forward net of what was entered, which is named
    /// "output".
    Var leave(Tape& tape, const Probe& probe, Var y, Var entered, const FeedForward& net,
              const Axis& labels) const;

private:
    Var joined(Tape& tape, Var x, Var part, bool around) const;

    NormOrder m_order = NormOrder::Post;
    LayerNorm m_norm;
};

} // namespace regard
