// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>

namespace regard {

/// Goes over what a container computes when asked, place by place: container[i] by value.
template <class Container> class PlaceIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = typename Container::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = value_type;

    PlaceIterator() = default;
    PlaceIterator(const Container* container, difference_type place)
        : m_container(container)
        , m_place(place)
    {
    }
    value_type operator*() const { return (*m_container)[static_cast<std::size_t>(m_place)]; }
    value_type operator[](difference_type n) const { return *(*this + n); }
    PlaceIterator& operator+=(difference_type n)
    {
        m_place += n;
        return *this;
    }
    PlaceIterator& operator-=(difference_type n) { return *this += -n; }
    PlaceIterator& operator++() { return *this += 1; }
    PlaceIterator& operator--() { return *this -= 1; }
    PlaceIterator operator++(int)
    {
        const PlaceIterator before = *this;
        ++*this;
        return before;
    }
    PlaceIterator operator--(int)
    {
        const PlaceIterator before = *this;
        --*this;
        return before;
    }
    friend PlaceIterator operator+(PlaceIterator i, difference_type n) { return i += n; }
    friend PlaceIterator operator+(difference_type n, PlaceIterator i) { return i += n; }
    friend PlaceIterator operator-(PlaceIterator i, difference_type n) { return i -= n; }
    friend difference_type operator-(PlaceIterator a, PlaceIterator b)
    {
        return a.m_place - b.m_place;
    }
    friend bool operator==(PlaceIterator a, PlaceIterator b) { return a.m_place == b.m_place; }
    friend auto operator<=>(PlaceIterator a, PlaceIterator b) { return a.m_place <=> b.m_place; }

private:
    const Container* m_container = nullptr;
    difference_type m_place = 0;
};

} // namespace regard
