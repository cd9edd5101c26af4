// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"

namespace regard {

/// One call of attend(): what its steps from scores to weights are computed with, how each of them
/// came about and under which labels it is named.
struct AttentionSteps {
    /// Projects the queries as the score compares them. All references must outlive the steps.
    AttentionSteps(Tape& on, const Probe& namedBy, const Score& function, Var asked,
                   const Memory& keysAndValues, const AttendOptions& with, const Axis& queryLabels);

    Tape& tape;
    const Probe& probe;
    const Score& score;
    const Memory& memory;
    const AttendOptions& options;
    const Axis& labels; ///< of the queries
    Var queries; ///< as the score compares them
    const Normaliser& normaliser;
    const Scaling& scaling;
    Index width; ///< d
    Real factor; ///< of the scores: scale / temperature

    How scores;
    How scaled(HowOperand scoresNamed) const;
    How masked(HowOperand scaledNamed) const;
    How weights(HowOperand maskedNamed) const;

    /// Whether "scaled" is a tensor of its own: a factor of 1 only copies, for a trace.
    bool isScaled() const { return factor != 1 || probe.active(); }
    /// Names a step, [batch × (heads ×) queries × keys].
    Var name(Var value, std::string_view step, Role role, const How& how) const
    {
        return probe.name(value, step, role, how, labels, memory.labels);
    }
};

} // namespace regard
