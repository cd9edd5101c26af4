// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

#include <vector>

namespace regard {

/// A parameter on the way to a tensor, with the sign and the letter that its formula gives it:
/// "· W_1", "+ b_1".
struct FlowParameter {
    int index = -1; ///< in the layout of the trace's parameters
    QString label;
    friend bool operator==(const FlowParameter&, const FlowParameter&) = default;
};

/// What its formula does on the way to a tensor.
struct FlowMaking {
    bool isSum = false; ///< it adds two tensors of its shape
    QString function{}; ///< "relu", where it is a function of what stands before it alone
    std::vector<FlowParameter> parameters{};
    int attention = -1; ///< made of this attention's contexts: an index into Trace::attentions
};
FlowMaking makingOf(const Trace& trace, int tensor);

/// The sign before an operand in a formula's line, "−" of {1} in "({0} − {1}) / {2}"; "" for none.
QString signBefore(const Formula& formula, std::size_t operand);

/// A number a row that the formula of another tensor takes for all of its columns, as a mean.
/// Returns the sign before it; empty where it is none.
QString signOfStatistic(const Trace& trace, int statistic, int tensor);

/// A tensor was made of rows that were brought to mean 0 and deviation 1, by statistics that are
/// tensors themselves: it is drawn with them.
bool isNormed(const Trace& trace, int tensor);

/// What lies between the vectors that an attention's layer reads and what it gives on, in the order
/// of computation, without the attention itself: norms, sums, feed-forward net. Empty where the
/// trace does not tell of a way around the attention.
std::vector<int> layerTensors(const Trace& trace, const Attention& attention);

} // namespace regard
