// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

namespace regard {

/// The tokens that a place in a trace belongs to, each −1 for none.
struct TokenPlace {
    int input = -1;
    int output = -1;
    friend bool operator==(const TokenPlace&, const TokenPlace&) = default;
};

/// Tokens of a cell, as the axes of its tensor name them: what a decoding step reads is the token
/// before the one it writes. In self-attention the row wins over the column.
TokenPlace tokensOf(const Trace& trace, const CellRef& cell);

/// Where a token lies in the tensor that is shown, or in the first weights (attention of
/// generated tokens first) where the shown one has no such axis. Empty if there is none.
CellRef placeOfInput(const Trace& trace, const CellRef& shown, int token);
CellRef placeOfOutput(const Trace& trace, const CellRef& shown, int token);

} // namespace regard
