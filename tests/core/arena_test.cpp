// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace regard {
namespace {

std::size_t roundedUp(std::size_t bytes)
{
    return (bytes + bufferAlignment - 1) / bufferAlignment * bufferAlignment;
}

TEST(Arena, CountsWhatItHandedOutFromAllBlocks)
{
    Arena arena;
    EXPECT_EQ(arena.used(), 0U);
    EXPECT_EQ(arena.capacity(), 0U);
    std::size_t handedOut = 0;
    // From one byte to more than a block, so that several are begun.
    for (const std::size_t bytes :
         {std::size_t(1), std::size_t(1000), Arena::blockSize / 2, Arena::blockSize / 2,
          Arena::blockSize, 3 * Arena::blockSize + 1, std::size_t(64)}) {
        arena.allocate(bytes);
        handedOut += roundedUp(bytes);
        EXPECT_EQ(arena.used(), handedOut) << bytes;
        EXPECT_GE(arena.capacity(), arena.used());
    }
    const std::size_t held = arena.capacity();
    arena.reset();
    EXPECT_EQ(arena.used(), 0U);
    EXPECT_EQ(arena.capacity(), held) << "a reset keeps the blocks";
}

TEST(Arena, SettlesToOneBlockThatHoldsTheSameWorkTwice)
{
    Arena arena;
    const auto work = [&] {
        for (int i = 0; i < 5; ++i)
            arena.allocate(Arena::blockSize - 64);
    };
    work();
    const std::size_t used = arena.used();
    arena.settle();
    EXPECT_EQ(arena.used(), 0U);
    EXPECT_GE(arena.capacity(), 2 * used);
    const std::size_t held = arena.capacity();
    work();
    work();
    EXPECT_EQ(arena.capacity(), held) << "nothing more is asked of the system";
}

TEST(Arena, HandsOutAlignedPlacesThatDoNotOverlap)
{
    Arena arena;
    std::byte* end = nullptr;
    for (const std::size_t bytes : {1, 63, 64, 65, 1000}) {
        auto* place = static_cast<std::byte*>(arena.allocate(bytes));
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % bufferAlignment, 0U);
        std::memset(place, 0xFF, bytes);
        EXPECT_GE(place, end);
        end = place + bytes;
    }
    const View zeros = arena.zeros({3, 50});
    for (Index i = 0; i < zeros.shape.size(); ++i)
        ASSERT_EQ(zeros.data[i], Real(0));
    // As it was before, but not of what was written there.
    arena.reset();
    std::memset(arena.allocate(4096), 0xFF, 4096);
    arena.reset();
    const View again = arena.zeros({16, 64});
    for (Index i = 0; i < again.shape.size(); ++i)
        ASSERT_EQ(again.data[i], Real(0));
}

} // namespace
} // namespace regard
