// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/arena.h"

#include <algorithm>

namespace regard {

void* Arena::allocate(std::size_t bytes)
{
    bytes = (bytes + bufferAlignment - 1) / bufferAlignment * bufferAlignment;
    while (m_current < m_blocks.size() && m_used + bytes > m_blocks[m_current].size) {
        ++m_current;
        m_used = 0;
    }
    if (m_current == m_blocks.size()) {
        const std::size_t size = std::max(bytes, blockSize);
        auto* memory =
            static_cast<std::byte*>(::operator new(size, std::align_val_t(bufferAlignment)));
        const auto release = [](std::byte* block) {
            ::operator delete(block, std::align_val_t(bufferAlignment));
        };
        m_blocks.push_back({{memory, release}, size});
        m_used = 0;
    }
    std::byte* result = m_blocks[m_current].memory.get() + m_used;
    m_used += bytes;
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
}

std::size_t Arena::capacity() const
{
    std::size_t total = 0;
    for (const Block& block : m_blocks)
        total += block.size;
    return total;
}

} // namespace regard
