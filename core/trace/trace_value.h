// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column_range.h"
#include "core/tensor/place_iterator.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace regard {

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
    using value_type = Real;
    Real operator[](std::size_t i) const
    {
        const auto place = static_cast<Index>(i);
        return m_isStored ? m_numbers[place] : computed(place / m_columns, place % m_columns);
    }
    PlaceIterator<TraceValue> begin() const { return {this, 0}; }
    PlaceIterator<TraceValue> end() const { return {this, m_rows * m_columns}; }

    /// All numbers, as a tensor of their own.
    Tensor copy() const;

    struct Extent {
        Real low, high;
        bool isEmpty() const { return low > high; }
        Real magnitude() const { return isEmpty() ? 0 : high > -low ? high : -low; }
    };
    /// The least and the largest of the finite numbers; empty if there are none.
    Extent extent() const;

    /// Whether another has the same shape and numbers. Found without looking at every number
    /// where one follows from the other: by their factors and masks.
    bool isSameAs(const TraceValue& other) const;

private:
    bool seesAsMuchAs(const TraceValue& other) const;
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
