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

/// The way around one part of a transformer layer (attention or the feed-forward net), with
/// the part's layer norm under PREFIX.
class Sublayer {
public:
    Sublayer() = default;
    Sublayer(ParameterLayout& layout, const std::string& prefix, Index width, NormOrder order);

    /// What the part reads: x, or norm(x), which is named "normalised".
    Var enter(Tape& tape, const Probe& probe, Var x, const Axis& labels) const;
    /// What the layer goes on with after the part, norm(x + part) or x + part.
    Var leave(Tape& tape, Var x, Var part) const;

private:
    NormOrder m_order = NormOrder::Post;
    LayerNorm m_norm;
};

/// linear2(relu(linear1(x))): PREFIX + "linear1." and "linear2.".
class FeedForward {
public:
    FeedForward() = default;
    FeedForward(ParameterLayout& layout, const std::string& prefix, Index width, Index inner);
    Var operator()(Tape& tape, Var x) const
    {
        return m_linear2(tape, relu(tape, m_linear1(tape, x)));
    }

private:
    Linear m_linear1;
    Linear m_linear2;
};

} // namespace regard
