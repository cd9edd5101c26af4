// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

namespace regard {

/// "“dog” masked; weights, yes → free: 0.5 instead of 0.97": what was changed by hand, the first
/// few by name. `asked`: how many edits were asked for; those that met nothing are told by their
/// number.
QString editsInWords(const Trace& before, const Trace& after, std::size_t asked);

/// What came of it: "“狗” (91 %) → “猫” (88 %)" for the first word that is another, or that the
/// output stays; for what writes nothing the largest change of the last tensor.
QString changeInWords(const Trace& before, const Trace& after);

} // namespace regard
