// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.h"

#include <cstdlib>
#include <new>
#include <span>
#include <vector>

namespace regard {

/// Every buffer starts on a cache line, which is also the widest vector register.
inline constexpr std::size_t bufferAlignment = 64;

template <class T> struct AlignedAllocator {
    using value_type = T;
    AlignedAllocator() = default;
    template <class U> AlignedAllocator(const AlignedAllocator<U>&) { }
    T* allocate(std::size_t count)
    {
        return static_cast<T*>(
            ::operator new(count * sizeof(T), std::align_val_t(bufferAlignment)));
    }
    void deallocate(T* memory, std::size_t)
    {
        ::operator delete(memory, std::align_val_t(bufferAlignment));
    }
    template <class U> bool operator==(const AlignedAllocator<U>&) const { return true; }
};

using Buffer = std::vector<Real, AlignedAllocator<Real>>;

/// A tensor that somebody else owns, read only.
struct ConstView {
    const Real* data = nullptr;
    Shape shape;

    std::span<const Real> values() const { return {data, static_cast<std::size_t>(shape.size())}; }
    /// Element of the tensor seen as a matrix (Shape::rows × Shape::columns).
    Real at(Index row, Index column) const { return data[row * shape.columns() + column]; }
};

/// A tensor that somebody else owns.
struct View {
    Real* data = nullptr;
    Shape shape;

    std::span<Real> values() const { return {data, static_cast<std::size_t>(shape.size())}; }
    Real& at(Index row, Index column) const { return data[row * shape.columns() + column]; }
    operator ConstView() const { return {data, shape}; }
    /// The same numbers under another shape of the same size.
    View as(const Shape& other) const
    {
        assert(other.size() == shape.size());
        return {data, other};
    }
};

/// A contiguous row-major tensor that owns its numbers.
class Tensor {
public:
    /// No numbers at all.
    Tensor() = default;
    explicit Tensor(const Shape& shape)
        : m_shape(shape)
        , m_values(static_cast<std::size_t>(shape.size()))
    {
    }
    Tensor(const Shape& shape, std::initializer_list<Real> values)
        : m_shape(shape)
        , m_values(values)
    {
        assert(static_cast<Index>(values.size()) == shape.size());
    }
    Tensor(const Shape& shape, Buffer values) : m_shape(shape), m_values(std::move(values))
    {
        assert(static_cast<Index>(m_values.size()) == shape.size());
    }
    explicit Tensor(ConstView view)
        : m_shape(view.shape)
        , m_values(view.data, view.data + view.shape.size())
    {
    }

    const Shape& shape() const { return m_shape; }
    Index rows() const { return m_shape.rows(); }
    Index columns() const { return m_shape.columns(); }
    Real* data() { return m_values.data(); }
    const Real* data() const { return m_values.data(); }
    std::span<Real> values() { return m_values; }
    std::span<const Real> values() const { return m_values; }
    Real& at(Index row, Index column)
    {
        return m_values[static_cast<std::size_t>(row * columns() + column)];
    }
    Real at(Index row, Index column) const
    {
        return m_values[static_cast<std::size_t>(row * columns() + column)];
    }
    View view() { return {data(), m_shape}; }
    ConstView view() const { return {data(), m_shape}; }

private:
    Shape m_shape{0};
    Buffer m_values;
};

} // namespace regard
