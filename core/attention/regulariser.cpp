// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/regulariser.h"

#include "core/tape/operations.h"

namespace regard {

Var weightsRegulariser(Tape& tape, Var weights)
{
    const Index queries = tape.shape(weights)[-2];
    const View identity = tape.arena().zeros({queries, queries});
    for (Index i = 0; i < queries; ++i)
        identity.at(i, i) = -1;
    const Var difference =
        add(tape, productTransposed(tape, weights, weights), tape.adopt(identity));
    return sum(tape, times(tape, difference, difference));
}

} // namespace regard
