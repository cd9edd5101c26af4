// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_value.h"

#include "core/tensor/vector.h"

#include <algorithm>
#include <cmath>
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
        sum = multiplyAndAdd(key[i], query[i], sum);
    return sum * m_factor;
}

/// A row's numbers; of products with the keys' features as rows, which makes a loop over columns
/// of it.
void TraceValue::computeRow(Index row, const Real* keysAcross, Real* to) const
{
    if (m_keys) {
        std::fill_n(to, m_columns, Real(0));
        for (Index i = 0; i < m_depth; ++i) {
            const Real feature = m_numbers[row * m_depth + i];
            const Real* keys = keysAcross + i * m_columns;
            for (Index j = 0; j < m_columns; ++j)
                to[j] = multiplyAndAdd(keys[j], feature, to[j]);
        }
    } else {
        std::copy_n(m_numbers + row * m_columns, m_columns, to);
    }
    if (m_factor != 1)
        for (Index j = 0; j < m_columns; ++j)
            to[j] *= m_factor;
    if (m_seen) {
        constexpr Real hidden = -std::numeric_limits<Real>::infinity();
        std::fill(to, to + m_seen[row].begin, hidden);
        std::fill(to + m_seen[row].end, to + m_columns, hidden);
    }
}

namespace {

/// Keys [columns × depth] with features as rows.
Buffer across(const Real* keys, Index columns, Index depth)
{
    Buffer all(static_cast<std::size_t>(columns * depth));
    for (Index j = 0; j < columns; ++j)
        for (Index i = 0; i < depth; ++i)
            all[static_cast<std::size_t>(i * columns + j)] = keys[j * depth + i];
    return all;
}

} // namespace

Tensor TraceValue::copy() const
{
    Tensor tensor(shape());
    const Buffer keys = m_keys ? across(m_keys, m_columns, m_depth) : Buffer();
    for (Index row = 0; row < m_rows; ++row)
        computeRow(row, keys.data(), tensor.data() + row * m_columns);
    return tensor;
}

TraceValue::Extent TraceValue::extent() const
{
    constexpr Real most = std::numeric_limits<Real>::max();
    const Buffer keys = m_keys ? across(m_keys, m_columns, m_depth) : Buffer();
    // The room behind a row holds what does not count.
    Buffer numbers(static_cast<std::size_t>(paddedToVector(m_columns)), std::nanf(""));
    Vector low = Vector{} + most;
    Vector high = Vector{} - most;
    for (Index row = 0; row < m_rows; ++row) {
        computeRow(row, keys.data(), numbers.data());
        for (Index j = 0; j < m_columns; j += vectorWidth) {
            Vector x;
            load(x, numbers.data() + j);
            const auto isFinite = (x <= most) & (x >= -most);
            const Vector asLow = isFinite ? x : Vector{} + most;
            const Vector asHigh = isFinite ? x : Vector{} - most;
            low = asLow < low ? asLow : low;
            high = asHigh > high ? asHigh : high;
        }
    }
    return {-largestLane(-low), largestLane(high)};
}

bool TraceValue::seesAsMuchAs(const TraceValue& other) const
{
    if (m_seen == other.m_seen)
        return true;
    const auto seen = [](const TraceValue& value, Index row) {
        return value.m_seen ? value.m_seen[row] : ColumnRange{0, value.m_columns};
    };
    for (Index row = 0; row < m_rows; ++row)
        if (seen(*this, row).begin != seen(other, row).begin
            || seen(*this, row).end != seen(other, row).end)
            return false;
    return true;
}

bool TraceValue::isSameAs(const TraceValue& other) const
{
    if (m_rows != other.m_rows || m_columns != other.m_columns)
        return false;
    if (m_numbers == other.m_numbers && m_keys == other.m_keys && m_depth == other.m_depth)
        return m_factor == other.m_factor && seesAsMuchAs(other);
    for (std::size_t i = 0; i < size(); ++i)
        if ((*this)[i] != other[i])
            return false;
    return true;
}

} // namespace regard
