// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/place_iterator.h"
#include "core/tensor/real.h"

#include <cstddef>

namespace regard {

/// A run of rows of one tensor.
struct Piece {
    int tensor = 0; ///< index into Trace::tensors
    Index firstRow = 0;
    Index rowCount = 0;
};

/// The same run of rows of tensors that follow each other, those of a layer's heads.
class Pieces {
public:
    using value_type = Piece;

    /// None.
    Pieces() = default;
    Pieces(const Piece& first, std::size_t count) : m_first(first), m_count(count) { }

    std::size_t size() const { return m_count; }
    bool empty() const { return m_count == 0; }
    Piece operator[](std::size_t i) const
    {
        return {m_first.tensor + static_cast<int>(i), m_first.firstRow, m_first.rowCount};
    }
    Piece front() const { return m_first; }
    PlaceIterator<Pieces> begin() const { return {this, 0}; }
    PlaceIterator<Pieces> end() const { return {this, static_cast<std::ptrdiff_t>(m_count)}; }

private:
    Piece m_first;
    std::size_t m_count = 0;
};

} // namespace regard
