// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

#include <optional>

namespace regard {

/// A stage of a computation in prose, translated.
struct FlowProse {
    QString question; ///< "Why divide by √d?"
    QString answer; ///< two to four sentences that hold for this very stage
};

/// What is to be said of a tensor: by its formula, and by the numbers and heads that it has there.
/// None for a formula that nobody wrote of.
std::optional<FlowProse> proseOf(const Trace& trace, int tensor);

} // namespace regard
