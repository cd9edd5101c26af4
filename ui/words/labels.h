// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

#include <functional>
#include <limits>

namespace regard {

/// A moment at which everything is computed.
inline constexpr int everyMoment = std::numeric_limits<int>::max();

/// Whether a label can be told at a moment. What names a word that a decoder writes is known when
/// the step that writes it has ended; everything else always.
bool isWritten(const Trace& trace, const Axis& axis, Index label, int moment);

/// What a row or a column is called beside a picture: its label, else its number counted from 1;
/// nothing for a word that is not written yet. A word that the model does not know says so:
/// "zyx (unknown)".
QString labelText(const Trace& trace, const Axis& axis, Index label, int moment = everyMoment);
QString rowText(const Trace& trace, const TraceTensor& tensor, Index row, int moment = everyMoment);
QString columnText(const Trace& trace, const TraceTensor& tensor, Index column,
                   int moment = everyMoment);

/// The same in a sentence: a word that is not written yet is called by its step, "step 4".
QString rowInWords(const Trace& trace, const TraceTensor& tensor, Index row, int moment);
QString columnInWords(const Trace& trace, const TraceTensor& tensor, Index column, int moment);

/// A row or a column in an equation: its label as it stands, else "row 4", "feature 4".
QString rowNamed(const TraceTensor& tensor, Index row);
QString columnNamed(const TraceTensor& tensor, Index column);

/// "“yes”, “i” and 4 more": some names, the last of many told by how many they are.
QString namesInWords(std::size_t count, const std::function<QString(std::size_t)>& name);

/// The input token of a label that the model does not know, read as <unk>.
bool isUnknown(const Trace& trace, const Axis& axis, Index label);

} // namespace regard
