// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>
#include <QStringList>

namespace regard {

/// A text that stands beside a computation in core, translated.
QString formulaTr(std::string_view text);

/// The whole equation as a screen reader says it; "" for none.
QString spokenText(const Formula* formula);

/// The right-hand side of a tensor's equation in a line, with the names of what it was computed
/// from: "softmax(masked)". A stage that changed no number gives way to what it was made of.
/// "" where the tensor has no formula.
QString lineText(const Trace& trace, const TraceTensor& tensor);

/// The symbols of a formula's drawing, one word each: "*q" for a bold q, "W_q", "W^Q", "h̃". The
/// first is what the formula gives, an expression where that has no letter. Empty for none.
QStringList symbolsOf(const Formula* formula);

} // namespace regard
