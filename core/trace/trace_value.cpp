// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_value.h"

#include <algorithm>

namespace regard {

TraceValue::TraceValue(Tensor tensor)
{
    auto owned = std::make_shared<const Tensor>(std::move(tensor));
    m_rows = owned->rows();
    m_columns = owned->columns();
    m_numbers = owned->data();
    m_owner = std::move(owned);
}

TraceValue TraceValue::derived(Real factor, const ColumnRange* seen) const
{
    assert(!m_isDerived);
    TraceValue other = *this;
    other.m_isDerived = true;
    other.m_factor = factor;
    other.m_seen = seen;
    return other;
}

Tensor TraceValue::copy() const
{
    Tensor tensor(shape());
    const Values all = values();
    std::copy(all.begin(), all.end(), tensor.data());
    return tensor;
}

} // namespace regard
