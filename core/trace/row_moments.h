// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/place_iterator.h"

#include <cstddef>
#include <initializer_list>
#include <vector>

namespace regard {

/// The moment at which each row of a tensor was computed. Most tensors come whole: one number
/// then stands for all rows. Others grow from the first row on, or, read backwards, from the last.
class RowMoments {
public:
    using value_type = int;
    using Iterator = PlaceIterator<RowMoments>;

    RowMoments() = default;
    /// `count` rows of one moment.
    RowMoments(std::size_t count, int moment) : m_size(count), m_common(moment) { }
    RowMoments(std::initializer_list<int> moments)
    {
        for (const int moment : moments)
            append(1, moment);
    }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    int operator[](std::size_t row) const { return m_each.empty() ? m_common : m_each[row]; }
    int front() const { return (*this)[0]; }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, static_cast<std::ptrdiff_t>(m_size)}; }

    /// The next `count` rows.
    void append(std::size_t count, int moment)
    {
        if (m_size == 0)
            m_common = moment;
        else if (m_each.empty() && moment != m_common)
            m_each.assign(m_size, m_common);
        m_size += count;
        if (!m_each.empty())
            m_each.resize(m_size, moment);
    }
    void set(std::size_t row, int moment)
    {
        if (m_each.empty())
            m_each.assign(m_size, m_common);
        m_each[row] = moment;
    }
    /// Counts `by` more for each row whose moment is `from` or later.
    void shift(int from, int by)
    {
        if (m_common >= from)
            m_common += by;
        for (int& moment : m_each)
            if (moment >= from)
                moment += by;
    }
    /// Takes rows [first, last) out.
    void erase(Iterator first, Iterator last)
    {
        if (!m_each.empty())
            m_each.erase(m_each.begin() + (first - begin()), m_each.begin() + (last - begin()));
        m_size -= static_cast<std::size_t>(last - first);
    }

private:
    std::size_t m_size = 0;
    int m_common = 0; ///< of all rows while m_each is empty
    std::vector<int> m_each;
};

} // namespace regard
