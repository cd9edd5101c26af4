// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/masked_softmax.h"

namespace regard {

/// Scores a few rows at a time, without gradients, for those who go on with a row while it is in
/// the cache. What it computes from lies in a tape's arena, as it does itself; it is never
/// destroyed. Several threads may compute at once.
class ScoreRows {
public:
    /// Queries [first, first + own) of matrix `matrix` (a batch entry's head) against all its keys:
    /// softmaxRows rows of `stride` numbers, of which rows from `own` on and what lies behind the
    /// last key hold some finite numbers. own: at most softmaxRows.
    virtual void compute(Index matrix, Index first, Index own, Real* rows, Index stride) const = 0;

    /// Numbers that a row has room for.
    virtual Index rowSize() const = 0;

    /// Operations for one score, as inParallel() counts them.
    virtual Index cost() const = 0;

protected:
    ~ScoreRows() = default;
};

/// Rows of dot products. queries: [… × M × d]; keys: [… × N × d].
const ScoreRows& dotRows(Tape& tape, Var queries, Var keys);

} // namespace regard
