// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// What the labels of an axis are. An axis without labels counts features.
enum class AxisKind {
    Unknown, ///< of a trace that was put together by hand
    InputTokens, ///< words and characters that were typed
    OutputTokens, ///< words and characters of what a decoder writes
    Steps, ///< of a decoder, each called by the token that it writes or reads
    Wholes, ///< whole sentences, texts, mixtures, each a label
    Features, ///< named ones: columns of a table, wavenumbers
    Vocabulary, ///< all words that a model can write
    Classes, ///< what a model chooses from, if not words
    Slots, ///< of a memory
    Points, ///< numbers that were typed, and peaks
    Times, ///< of a series
    Heads, ///< of an attention, counted from 1: its maps, one behind the other
};

/// Stable lower-case name of a kind, as written to trace files: "input_tokens".
std::string_view axisKindName(AxisKind kind);

/// Whose tokens the labels of an axis name.
enum class TokensOf {
    Nothing, ///< words of a vocabulary, channels, slots, sentences: no tokens of the trace
    Input, ///< of Trace::input
    Output, ///< of Trace::output
};

/// Places next to each other.
struct AxisRun {
    Index first = 0;
    Index count = 0;
    friend bool operator==(const AxisRun&, const AxisRun&) = default;
};

/// The labels of one axis, in order, and which tokens of the trace they name.
struct AxisLabels {
    std::vector<std::string> names;
    AxisKind kind = AxisKind::Unknown;
    TokensOf of = TokensOf::Nothing;
    /// The token that the first label names; the others follow. What a decoder reads at a step
    /// is what it wrote at the step before: −1, and the start is no token.
    int first = 0;
    AxisRun padding{}; ///< labels that only fill the places of missing words

    std::size_t size() const { return names.size(); }
    const std::string& operator[](std::size_t i) const { return names[i]; }
    auto begin() const { return names.begin(); }
    auto end() const { return names.end(); }
    friend bool operator==(const AxisLabels&, const AxisLabels&) = default;
};

/// Null means that the axis is numbered (features).
using Axis = std::shared_ptr<const AxisLabels>;

Axis makeAxis(std::vector<std::string> labels, AxisKind kind, TokensOf of = TokensOf::Nothing,
              int first = 0, const AxisRun& padding = {});
/// The heads of an attention, "1" to `count`.
Axis makeHeads(int count);
/// Of tokens of the input or the output.
Axis makeAxis(std::vector<std::string> labels, TokensOf of = TokensOf::Nothing, int first = 0);

} // namespace regard
