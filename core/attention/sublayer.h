// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/norm_parts.h"

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

/// linear2(relu(linear1(x))): PREFIX + "linear1." and "linear2.". Its steps are named "expanded",
/// "rectified" [rows × inner] and "net" [rows × width].
class FeedForward {
public:
    FeedForward() = default;
    FeedForward(ParameterLayout& layout, const std::string& prefix, Index width, Index inner);
    /// `normed`: x was brought to mean 0 and deviation 1 by a norm before the net.
    Var operator()(Tape& tape, const Probe& probe, Var x, bool normed, const Axis& labels) const;

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
    /// named "attended"; before a norm the sum is named "added".
    Var leave(Tape& tape, const Probe& probe, Var x, Var attention, const Axis& labels) const;
    /// What it goes on with after the feed-forward net of y, which is named "output": net, sum and
    /// norms in the scope "feed_forward".
    Var leaveNet(Tape& tape, const Probe& probe, Var y, const FeedForward& net,
                 const Axis& labels) const;

private:
    /// How sums and what is given on are told of.
    struct Told;
    Var joined(Tape& tape, const Probe& probe, Var x, Var part, const Told& told,
               const Axis& labels) const;

    NormOrder m_order = NormOrder::Post;
    LayerNorm m_norm;
};

} // namespace regard
