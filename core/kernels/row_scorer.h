// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/masked_softmax.h"

namespace regard {

/// Computes scores a few rows at a time and without gradients, for callers that go on with a row
/// while it is in the cache. The scorer and what it reads live in a tape's arena; it is never
/// destroyed. Several threads may call compute() at once, each with memory of its own.
class RowScorer {
public:
    /// How many numbers of memory enter() and compute() need, apart from the result.
    virtual Index roomSize() const = 0;

    /// Brings the keys of matrix `matrix` (a batch entry's head) into the order in which compute()
    /// reads them. room: roomSize() numbers, aligned.
    virtual void enter(Index matrix, Real* room) const = 0;

    /// Scores queries [first, first + own), own ≤ softmaxRows, of the matrix that was entered last
    /// against all its keys. Writes softmaxRows rows, `stride` numbers apart; rows from `own` on,
    /// and what lies behind the last key, are finite but mean nothing.
    virtual void compute(Index matrix, Index first, Index own, Real* room, Real* rows,
                         Index stride) const = 0;

    /// How many numbers a row takes.
    virtual Index rowSize() const = 0;

    /// Operations for one score, as inParallel() counts them.
    virtual Index cost() const = 0;

protected:
    ~RowScorer() = default;
};

} // namespace regard
