// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/masked_softmax.h"

namespace regard {

/// Scores a few rows at a time, without gradients, for those who go on with a row while it is in
/// the cache. What it computes from lies in a tape's arena, as it does itself; it is never
/// destroyed. Several threads may compute at once, each in a room of its own.
class RowScorer {
public:
    /// Numbers that compute() needs room for beside its result.
    virtual Index roomSize() const = 0;

    /// Brings the keys of matrix `matrix` (a batch entry's head) into the order in which compute()
    /// reads them. room: roomSize() numbers, aligned.
    virtual void enter(Index matrix, Real* room) const = 0;

    /// Queries [first, first + own) of the matrix that was entered last, against all its keys:
    /// softmaxRows rows of `stride` numbers, of which rows from `own` on and what lies behind the
    /// last key hold some finite numbers. own: at most softmaxRows.
    virtual void compute(Index matrix, Index first, Index own, Real* room, Real* rows,
                         Index stride) const = 0;

    /// Numbers that a row has room for.
    virtual Index rowSize() const = 0;

    /// Operations for one score, as inParallel() counts them.
    virtual Index cost() const = 0;

protected:
    ~RowScorer() = default;
};

} // namespace regard
