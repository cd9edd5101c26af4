// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

namespace regard {

/// Columns [begin, end) of a row.
struct ColumnRange {
    Index begin = 0;
    Index end = 0;
};

/// What follows from scores by a factor and a mask.
struct Derivation {
    Real factor = 1;
    /// A range of seen columns for each row, living as long as the numbers; what is not seen is
    /// −∞. None: all are seen.
    std::span<const ColumnRange> seen;
};

/// The numbers of a trace's tensor: rank 2, immutable, shared. Numbers that lie in memory, or
/// products q · k of rows that lie there, and either of them times a factor with −∞ outside of a
/// range of columns. So scores before and after scaling and masking are kept once, and those of
/// dot products, which are as many as the square of the tokens, not at all.
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

    /// The product of each of `rows` queries with each of `columns` keys, vectors of `depth`
    /// numbers; the same bits as those of attention that computes them together.
    static TraceValue products(std::shared_ptr<const void> owner, const Real* queries, Index rows,
                               const Real* keys, Index columns, Index depth);

    /// Makes them what follows from these numbers, which are not derived themselves.
    void derive(const Derivation& how);

    Index rows() const { return m_rows; }
    Index columns() const { return m_columns; }
    Shape shape() const { return {m_rows, m_columns}; }
    std::size_t size() const { return static_cast<std::size_t>(m_rows * m_columns); }

    Real at(Index row, Index column) const
    {
        return m_isStored ? m_numbers[row * m_columns + column] : computed(row, column);
    }
    /// Number i in row-major order.
    Real flat(Index i) const
    {
        return m_isStored ? m_numbers[i] : computed(i / m_columns, i % m_columns);
    }
    /// All numbers, as a tensor of their own.
    Tensor copy() const;

    struct Extent {
        Real low, high;
        bool isEmpty() const { return low > high; }
        Real magnitude() const { return isEmpty() ? 0 : high > -low ? high : -low; }
    };
    /// The least and the largest of the finite numbers; empty if there are none.
    Extent extent() const;

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
    Real computed(Index row, Index column) const;
    void computeRow(Index row, const Real* keysAcross, Real* to) const;

    std::shared_ptr<const void> m_owner;
    const Real* m_numbers = nullptr; ///< or the queries
    const Real* m_keys = nullptr; ///< of products
    Index m_rows = 0;
    Index m_columns = 0;
    Index m_depth = 0; ///< of queries and keys
    const ColumnRange* m_seen = nullptr; ///< by row; null: all are seen
    Real m_factor = 1;
    bool m_isStored = true; ///< just the numbers, as they lie
};

} // namespace regard
