// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <iterator>
#include <limits>
#include <memory>
#include <vector>

namespace regard {

/// Columns [begin, end) of a row.
struct ColumnRange {
    Index begin = 0;
    Index end = 0;
};

/// The numbers of a trace's tensor: rank 2, immutable, shared. Either numbers that lie in
/// memory or such numbers times a factor with −∞ outside of a range of columns: scores before and
/// after scaling and masking are kept once.
class TraceValue {
public:
    /// No numbers.
    TraceValue() = default;
    /// Implicit: a tensor of its own.
    TraceValue(Tensor tensor);
    /// Numbers that live as long as `owner`.
    TraceValue(std::shared_ptr<const void> owner, const Real* numbers, Index rows, Index columns)
        : m_owner(std::move(owner))
        , m_numbers(numbers)
        , m_rows(rows)
        , m_columns(columns)
    {
    }

    /// These numbers times a factor, and −∞ outside of `seen` (a range for each row; null: all
    /// are seen). This must hold its numbers itself. `seen` lives as long as this value's owner.
    TraceValue derived(Real factor, const ColumnRange* seen) const;

    Index rows() const { return m_rows; }
    Index columns() const { return m_columns; }
    Shape shape() const { return {m_rows, m_columns}; }
    std::size_t size() const { return static_cast<std::size_t>(m_rows * m_columns); }

    Real at(Index row, Index column) const
    {
        const Real number = m_numbers[row * m_columns + column];
        return m_isDerived ? derive(number, row, column) : number;
    }
    /// Number i in row-major order.
    Real flat(Index i) const
    {
        return m_isDerived ? derive(m_numbers[i], i / m_columns, i % m_columns) : m_numbers[i];
    }
    /// All numbers, as a tensor of their own.
    Tensor copy() const;

    /// All numbers in row-major order.
    class Values {
    public:
        class Iterator {
        public:
            using iterator_category = std::forward_iterator_tag;
            using value_type = Real;
            using difference_type = std::ptrdiff_t;
            using pointer = const Real*;
            using reference = Real;
            Iterator() = default;
            Iterator(const TraceValue* value, Index place) : m_value(value), m_place(place) { }
            Real operator*() const { return m_value->flat(m_place); }
            Iterator& operator++()
            {
                ++m_place;
                return *this;
            }
            Iterator operator++(int)
            {
                Iterator before = *this;
                ++m_place;
                return before;
            }
            bool operator==(const Iterator& other) const { return m_place == other.m_place; }

        private:
            const TraceValue* m_value = nullptr;
            Index m_place = 0;
        };
        explicit Values(const TraceValue& value) : m_value(&value) { }
        Iterator begin() const { return {m_value, 0}; }
        Iterator end() const { return {m_value, m_value->m_rows * m_value->m_columns}; }
        std::size_t size() const { return m_value->size(); }

    private:
        const TraceValue* m_value;
    };
    Values values() const { return Values(*this); }

private:
    Real derive(Real number, Index row, Index column) const
    {
        if (m_seen && (column < m_seen[row].begin || column >= m_seen[row].end))
            return -std::numeric_limits<Real>::infinity();
        return number * m_factor;
    }

    std::shared_ptr<const void> m_owner;
    const Real* m_numbers = nullptr;
    Index m_rows = 0;
    Index m_columns = 0;
    bool m_isDerived = false;
    Real m_factor = 1;
    const ColumnRange* m_seen = nullptr;
};

} // namespace regard
