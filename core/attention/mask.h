// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/probe.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace regard {

/// Which keys a query may see.
struct Mask {
    enum class Kind {
        None,
        Causal, ///< keys up to the query's own place
        Window, ///< keys in [t − ⌊w/2⌋, t − ⌊w/2⌋ + w) for the query at place t
        History, ///< keys in [t − w + 1, t]
    };
    Kind kind = Kind::None;
    /// Valid keys of each batch entry; empty if all are.
    std::span<const std::int32_t> lengths;
    Index width = 1; ///< w of Window and History
    /// [batch × keys], 1 for a key that no query may see; empty if there is none.
    std::span<const std::uint8_t> hiddenKeys;

    /// Keys [begin, end) that query `row` of batch entry `batch` may see, of `keys` in all,
    /// without those of hiddenKeys.
    ColumnRange visible(Index batch, Index row, Index keys) const;
};

/// "none", "causal", "window", "history". Throws std::invalid_argument for anything else.
Mask::Kind maskKindOf(std::string_view name);

/// How masked scores are explained: which of `keys` keys the mask hides. A mask that hides none
/// says so.
How maskTold(const Mask& mask, Index keys, HowOperand scaled);

/// The keys that each row of scores may see, without those of hiddenKeys, in the tape's arena.
/// scores: [batch × (heads ×) queries × keys].
std::span<const ColumnRange> seenKeys(Tape& tape, const Shape& scores, const Mask& mask);

/// The scores with −∞ where the mask hides a key. scores: [batch × queries × keys] or
/// [batch × heads × queries × keys].
Var applyMask(Tape& tape, Var scores, const Mask& mask);

} // namespace regard
