// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_value.h"

#include <algorithm>
#include <limits>

namespace regard {

TraceValue::TraceValue(Tensor tensor)
{
    auto owned = std::make_shared<const Tensor>(std::move(tensor));
    m_rows = owned->rows();
    m_columns = owned->columns();
    m_numbers = owned->data();
    m_owner = std::move(owned);
}

TraceValue TraceValue::products(std::shared_ptr<const void> owner, const Real* queries, Index rows,
                                const Real* keys, Index columns, Index depth)
{
    TraceValue value(std::move(owner), queries, rows, columns);
    value.m_keys = keys;
    value.m_depth = depth;
    value.m_isStored = false;
    return value;
}

void TraceValue::derive(const Derivation& how)
{
    assert(!m_seen && m_factor == 1);
    m_factor = how.factor;
    m_seen = how.seen.empty() ? nullptr : how.seen.data();
    m_isStored = false;
}

Real TraceValue::computed(Index row, Index column) const
{
    if (m_seen && (column < m_seen[row].begin || column >= m_seen[row].end))
        return -std::numeric_limits<Real>::infinity();
    if (!m_keys)
        return m_numbers[row * m_columns + column] * m_factor;
    const Real* query = m_numbers + row * m_depth;
    const Real* key = m_keys + column * m_depth;
    Real sum = 0;
    for (Index i = 0; i < m_depth; ++i)
        sum += key[i] * query[i];
    return sum * m_factor;
}

Tensor TraceValue::copy() const
{
    Tensor tensor(shape());
    const Values all = values();
    std::copy(all.begin(), all.end(), tensor.data());
    return tensor;
}

} // namespace regard
