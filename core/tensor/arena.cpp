// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/arena.h"

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace regard {

namespace {

/// Blocks that no arena uses at the moment. One that nobody has taken during the last
/// `patience` requests is given back to the system.
class BlockPool {
public:
    static BlockPool& instance()
    {
        // Never ends: arenas may outlive every other object of the program.
        static BlockPool& pool = *new BlockPool;
        return pool;
    }

    ArenaBlock take(std::size_t bytes)
    {
        {
            const std::lock_guard lock(m_mutex);
            ++m_clock;
            std::erase_if(m_idle,
                          [this](const Idle& idle) { return m_clock - idle.since > patience; });
            // The smallest that is large enough, and not wastefully so.
            auto best = m_idle.end();
            for (auto it = m_idle.begin(); it != m_idle.end(); ++it)
                if (it->block.size >= bytes && it->block.size <= bytes + bytes / 2
                    && (best == m_idle.end() || it->block.size < best->block.size))
                    best = it;
            if (best != m_idle.end()) {
                ArenaBlock block = std::move(best->block);
                m_idle.erase(best);
                return block;
            }
        }
        auto* memory =
            static_cast<std::byte*>(::operator new(bytes, std::align_val_t(bufferAlignment)));
        return {std::unique_ptr<std::byte, ArenaBlock::Release>(memory), bytes};
    }

    void giveBack(std::vector<ArenaBlock> blocks)
    {
        const std::lock_guard lock(m_mutex);
        for (ArenaBlock& block : blocks)
            m_idle.push_back({std::move(block), m_clock});
    }

private:
    static constexpr std::uint64_t patience = 256;
    struct Idle {
        ArenaBlock block;
        std::uint64_t since;
    };
    std::mutex m_mutex;
    std::vector<Idle> m_idle;
    std::uint64_t m_clock = 0; ///< requests so far
};

} // namespace

Arena::~Arena()
{
    if (!m_blocks.empty())
        BlockPool::instance().giveBack(std::move(m_blocks));
}

void* Arena::allocate(std::size_t bytes)
{
    bytes = (bytes + bufferAlignment - 1) / bufferAlignment * bufferAlignment;
    while (m_current < m_blocks.size() && m_used + bytes > m_blocks[m_current].size) {
        ++m_current;
        m_used = 0;
    }
    if (m_current == m_blocks.size()) {
        const std::size_t held = capacity();
        if (held > m_limit || std::max(bytes, blockSize) > m_limit - held)
            throw ArenaFull();
        m_blocks.push_back(BlockPool::instance().take(std::max(bytes, blockSize)));
        m_used = 0;
    }
    std::byte* result = m_blocks[m_current].memory.get() + m_used;
    m_used += bytes;
    m_total += bytes;
    return result;
}

View Arena::zeros(const Shape& shape)
{
    View view = tensor(shape);
    std::fill_n(view.data, shape.size(), Real(0));
    return view;
}

void Arena::reset()
{
    m_current = 0;
    m_used = 0;
    m_total = 0;
}

void Arena::settle()
{
    const std::size_t size = std::max(2 * m_total, blockSize);
    reset();
    m_blocks.clear();
    m_blocks.push_back(BlockPool::instance().take(size));
}

std::size_t Arena::capacity() const
{
    std::size_t total = 0;
    for (const ArenaBlock& block : m_blocks)
        total += block.size;
    return total;
}

} // namespace regard
