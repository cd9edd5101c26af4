// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/mask.h"
#include "core/attention/normaliser.h"
#include "core/attention/score.h"

namespace regard {

/// How scores become weights, whatever the score function.
struct AttendOptions {
    Mask mask;
    Real temperature = 1; ///< divides the scores
    /// The scores are divided by the square root of this; 0: as the score function scales them.
    Index divisor = 0;
    const Normaliser* normaliser = nullptr; ///< null: softmax
    Real dropout = 0; ///< on the weights, while training
    Random* random = nullptr;
    bool keepMasked = false; ///< asks for Attended::masked
};

/// Keys and values that queries are compared with: made once, used at every decoding step.
struct Memory {
    Var prepared; ///< what the score needs of the keys
    Var values; ///< [batch × (heads ×) keys × features]; none: the weights are the result
    Axis labels; ///< of the keys
    /// Keys and values as a trace names them; where they were put together from several, any of
    /// these.
    Var namedKeys; ///< as the score compares them, where it names that
    Var namedValues;
};

struct Attended {
    /// What is normalised, [batch × (heads ×) queries × keys]; only where it was asked for.
    Var masked;
    Var weights; ///< [batch × (heads ×) queries × keys]
    Var context; ///< [batch × (heads ×) queries × features]; none without values
};

/// Names keys and values "K" and "V", computed as `keysFrom` and `valuesFrom` say, and prepares the
/// keys for a score function. Without values, `valuesFrom` is ignored.
Memory remember(Tape& tape, const Probe& probe, const Score& score, Var keys, const How& keysFrom,
                Var values, const How& valuesFrom, const Axis& labels = nullptr);

/// The same without a trace.
Memory remember(Tape& tape, const Score& score, Var keys, Var values);

/// Attention itself, every step named:
///   scores = score(Q, K),  scaled = scores · scale / temperature,  masked = −∞ where hidden,
///   weights = normalise(masked),  context = weights · V
/// queries: [batch × (heads ×) queries × features], which the caller has named "Q".
Attended attend(Tape& tape, const Probe& probe, const Score& score, Var queries,
                const Memory& memory, const AttendOptions& options = {},
                const Axis& labels = nullptr);

} // namespace regard
