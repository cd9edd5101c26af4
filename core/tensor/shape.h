// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <array>
#include <cassert>
#include <initializer_list>
#include <string>

namespace regard {

/// The extents of a row-major tensor of rank 0 to 4, batch first.
class Shape {
public:
    static constexpr int maxRank = 4;

    constexpr Shape() = default;
    constexpr Shape(std::initializer_list<Index> extents)
    {
        assert(extents.size() <= maxRank);
        for (Index extent : extents)
            m_extents[static_cast<std::size_t>(m_rank++)] = extent;
    }

    constexpr int rank() const { return m_rank; }

    /// Extent of an axis; a negative axis counts from the last.
    constexpr Index operator[](int axis) const
    {
        return m_extents[static_cast<std::size_t>(axis < 0 ? m_rank + axis : axis)];
    }

    constexpr Index size() const
    {
        Index product = 1;
        for (int axis = 0; axis < m_rank; ++axis)
            product *= m_extents[static_cast<std::size_t>(axis)];
        return product;
    }

    /// The tensor as a matrix: the last axis is the columns, all others are rows.
    constexpr Index columns() const { return m_rank == 0 ? 1 : (*this)[-1]; }
    constexpr Index rows() const
    {
        Index product = columns() == 0 ? 0 : 1;
        for (int axis = 0; axis + 1 < m_rank; ++axis)
            product *= m_extents[static_cast<std::size_t>(axis)];
        return product;
    }

    /// The same extents with the last one replaced.
    constexpr Shape withColumns(Index columns) const
    {
        Shape shape = *this;
        shape.m_extents[static_cast<std::size_t>(m_rank - 1)] = columns;
        return shape;
    }

    /// The same extents with the first one replaced.
    constexpr Shape withLeading(Index extent) const
    {
        Shape shape = *this;
        shape.m_extents[0] = extent;
        return shape;
    }

    friend constexpr bool operator==(const Shape&, const Shape&) = default;

    /// "2 × 3 × 4"; "scalar" for rank 0.
    std::string text() const;

private:
    std::array<Index, maxRank> m_extents{};
    int m_rank = 0;
};

} // namespace regard
