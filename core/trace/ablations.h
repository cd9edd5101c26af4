// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace regard {

/// What an ablation takes out of a computation.
enum class Ablated {
    Scale, ///< scores are not divided
    Mask, ///< no key is hidden
    Choice, ///< all keys that are seen are weighed alike: the context is their mean
    Attention, ///< the context is 0
    Head, ///< the context of one head is 0
    Residual, ///< what a layer reads is not added to what its parts give
    Layer, ///< a layer gives on what it reads
    Positions, ///< the vectors of positions are 0
    Feeding, ///< the decoder is not fed with what it attended to before
    Order, ///< the input is read in the reverse order
};

/// One thing that can be taken out, and the edits that do it.
struct Ablation {
    Ablated part{};
    int attention = -1; ///< index into Trace::attentions, where it is of one
    int head = -1;
    std::vector<Edit> edits;
};

/// All that can be taken out of a computation, found from what its trace says of its structure.
/// `trace` is one without such edits.
std::vector<Ablation> ablationsOf(const Trace& trace);

/// Whether some attention looks at tokens of the input, which can then be hidden from it.
bool canHideTokens(const Trace& trace);

/// The tokens of the input that are hidden from it.
std::vector<int> hiddenTokens(const Trace& trace);

/// Hides a token of the input from all attentions.
Edit hideToken(const Trace& trace, int token);

} // namespace regard
