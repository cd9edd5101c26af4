// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <memory>
#include <memory_resource>
#include <new>
#include <vector>

namespace regard {

/// A piece of memory aligned to bufferAlignment.
struct ArenaBlock {
    struct Release {
        void operator()(std::byte* bytes) const
        {
            ::operator delete(bytes, std::align_val_t(bufferAlignment));
        }
    };
    std::unique_ptr<std::byte, Release> memory;
    std::size_t size = 0;
};

/// What an arena throws that would grow beyond its limit.
class ArenaFull : public std::bad_alloc {
public:
    const char* what() const noexcept override { return "the arena has reached its limit"; }
};

/// Memory that is handed out in order and given back all at once. A reset keeps the
/// blocks, so a loop that does the same work again allocates nothing. The blocks of an arena
/// that ends go to a pool that the next arenas take from, on any thread: fresh memory from the
/// system costs more than most computations on it. Containers of <memory_resource> may lie in it.
class Arena : public std::pmr::memory_resource {
public:
    static constexpr std::size_t blockSize = std::size_t{1} << 20;

    Arena() = default;
    ~Arena() override;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// `bytes` of uninitialised memory, aligned to bufferAlignment.
    void* allocate(std::size_t bytes);

    /// Uninitialised numbers.
    View tensor(const Shape& shape)
    {
        return {static_cast<Real*>(allocate(static_cast<std::size_t>(shape.size()) * sizeof(Real))),
                shape};
    }
    View zeros(const Shape& shape);

    /// A place for `count` trivial values.
    template <class T> std::span<T> array(std::size_t count)
    {
        static_assert(std::is_trivially_destructible_v<T>);
        // NOLINTNEXTLINE(bugprone-sizeof-expression): T may be a pointer
        return {static_cast<T*>(allocate(count * sizeof(T))), count};
    }

    /// Takes everything back; all that was handed out becomes invalid.
    void reset();
    /// A reset that leaves one block, twice as large as what has been handed out since the last:
    /// the same work on other numbers then needs no more. What it does not use costs nothing.
    void settle();

    /// From here on the arena grows to at most so many bytes; what would need more throws
    /// ArenaFull.
    void limit(std::size_t bytes) { m_limit = bytes; }
    /// Bytes handed out since the last reset.
    std::size_t used() const { return m_total; }
    /// Bytes held from the system.
    std::size_t capacity() const;

private:
    void* do_allocate(std::size_t bytes, std::size_t) override { return allocate(bytes); }
    void do_deallocate(void*, std::size_t, std::size_t) override { }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }

    std::vector<ArenaBlock> m_blocks;
    std::size_t m_current = 0; ///< block in use
    std::size_t m_used = 0; ///< bytes used of it
    std::size_t m_total = 0; ///< bytes handed out since the last reset
    std::size_t m_limit = static_cast<std::size_t>(-1);
};

} // namespace regard
