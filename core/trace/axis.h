// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <memory>
#include <string>
#include <vector>

namespace regard {

/// Whose tokens the labels of an axis name.
enum class TokensOf {
    Nothing, ///< words of a vocabulary, channels, slots, sentences: no tokens of the trace
    Input, ///< of Trace::input
    Output, ///< of Trace::output
};

/// The labels of one axis, in order, and which tokens of the trace they name.
struct AxisLabels {
    std::vector<std::string> names;
    TokensOf of = TokensOf::Nothing;
    /// The token that the first label names; the others follow. What a decoder reads at a step
    /// is what it wrote at the step before: −1, and the start is no token.
    int first = 0;

    std::size_t size() const { return names.size(); }
    const std::string& operator[](std::size_t i) const { return names[i]; }
    auto begin() const { return names.begin(); }
    auto end() const { return names.end(); }
    friend bool operator==(const AxisLabels&, const AxisLabels&) = default;
};

/// Null means that the axis is numbered (features).
using Axis = std::shared_ptr<const AxisLabels>;

Axis makeAxis(std::vector<std::string> labels, TokensOf of = TokensOf::Nothing, int first = 0);

} // namespace regard
