// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/state_formulas.h"

#include "core/trace/cell_rules.h"

namespace regard {

namespace {

// k_j = h_j
constexpr Formula encoderKeyFormula{
    .name = "encoder_key",
    .line = "encoder states",
    .spoken = "key j = encoder state j",
    .symbols = "*k *h j",
    .cell = sameCell,
};
// v_j = h_j
constexpr Formula encoderValueFormula{
    .name = "encoder_value",
    .line = "encoder states",
    .spoken = "value j = encoder state j",
    .symbols = "*v *h j",
    .cell = sameCell,
};
// q_i = s_i
constexpr Formula currentQueryFormula{
    .name = "query_current",
    .line = "this step's state",
    .spoken = "query i = the decoder state of step i",
    .symbols = "*q *s i",
    .cell = sameCell,
};
// k_j = h_j
constexpr Formula ownKeyFormula{
    .name = "key_state",
    .line = "{0}",
    .spoken = "key j = state j",
    .symbols = "*k *h j",
    .cell = sameCell,
};
// v_j = h_j
constexpr Formula ownValueFormula{
    .name = "value_state",
    .line = "{0}",
    .spoken = "value j = state j",
    .symbols = "*v *h j",
    .cell = sameCell,
};
// q_t = h_t
constexpr Formula ownQueryFormula{
    .name = "query_state",
    .line = "{0}",
    .spoken = "query t = state t",
    .symbols = "*q *h t",
    .cell = sameCell,
};

} // namespace

How encoderKeys(Var states)
{
    return How(encoderKeyFormula, {states});
}

How encoderValues(Var states)
{
    return How(encoderValueFormula, {states});
}

How currentQuery(Var states)
{
    return How(currentQueryFormula, {states});
}

How ownKeys(Var states)
{
    return How(ownKeyFormula, {states});
}

How ownValues(Var states)
{
    return How(ownValueFormula, {states});
}

How ownQuery(Var states)
{
    return How(ownQueryFormula, {states});
}

} // namespace regard
