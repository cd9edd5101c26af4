// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/projected.h"

#include "core/trace/cell_rules.h"

#include <algorithm>

namespace regard {

double projectedCell(CellWork& work, Index weightRow, Index first)
{
    Operand x = work.rowOf(0, work.row());
    Operand weight = work.rowOf(1, weightRow);
    const auto size = static_cast<Index>(weight.values.size());
    const auto begin = weight.values.begin() + std::clamp<Index>(first, 0, size);
    const auto end =
        begin + std::min(static_cast<Index>(x.values.size()), weight.values.end() - begin);
    weight.values = std::vector<double>(begin, end);
    const double sum = work.products(std::move(x), std::move(weight));
    return withBias(work, sum, 2, weightRow);
}

double linearCell(CellWork& work)
{
    return projectedCell(work, work.column());
}

const Formula queryFormula{
    .name = "query",
    .line = "{0}·W_Q",
    .spoken = "query i = x i times W Q",
    .symbols = "*q *x W^Q i",
    .cell = linearCell,
};
const Formula keyFormula{
    .name = "key",
    .line = "{0}·W_K",
    .spoken = "key j = x j times W K",
    .symbols = "*k *x W^K j",
    .cell = linearCell,
};
const Formula valueFormula{
    .name = "value",
    .line = "{0}·W_V",
    .spoken = "value j = x j times W V",
    .symbols = "*v *x W^V j",
    .cell = linearCell,
};

namespace {

double projection(CellWork& work)
{
    return projectedCell(work, work.column(), static_cast<Index>(work.number(0)));
}

} // namespace

// q′ = W_q q
const Formula projectedQueries{
    .name = "query_projected",
    .line = "W_q q",
    .spoken = "projected query i = W q times query i",
    .symbols = "*q′ W_q *q i",
    .cell = projection,
};
// k′ = W_k k
const Formula projectedKeys{
    .name = "key_projected",
    .line = "W_k k",
    .spoken = "projected key j = W k times key j",
    .symbols = "*k′ W_k *k j",
    .cell = projection,
};

} // namespace regard
