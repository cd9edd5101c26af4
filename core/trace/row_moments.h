// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <vector>

namespace regard {

/// The moment at which each row of a tensor was computed; never decreasing. Most tensors come
/// whole: one number then stands for all rows.
class RowMoments {
public:
    class Iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        using pointer = const int*;
        using reference = int;
        Iterator() = default;
        Iterator(const RowMoments* moments, std::ptrdiff_t row) : m_moments(moments), m_row(row) { }
        int operator*() const { return (*m_moments)[static_cast<std::size_t>(m_row)]; }
        int operator[](difference_type n) const { return *(*this + n); }
        Iterator& operator+=(difference_type n)
        {
            m_row += n;
            return *this;
        }
        Iterator& operator-=(difference_type n) { return *this += -n; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator++(int)
        {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        Iterator operator--(int)
        {
            const Iterator before = *this;
            --*this;
            return before;
        }
        friend Iterator operator+(Iterator i, difference_type n) { return i += n; }
        friend Iterator operator+(difference_type n, Iterator i) { return i += n; }
        friend Iterator operator-(Iterator i, difference_type n) { return i -= n; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.m_row - b.m_row; }
        friend bool operator==(Iterator a, Iterator b) { return a.m_row == b.m_row; }
        friend auto operator<=>(Iterator a, Iterator b) { return a.m_row <=> b.m_row; }

    private:
        const RowMoments* m_moments = nullptr;
        std::ptrdiff_t m_row = 0;
    };

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
