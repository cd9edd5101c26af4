// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/film.h"

#include <algorithm>
#include <utility>

namespace regard {

Film::Film(std::uint64_t bytes, std::uint64_t bound, std::size_t most)
    : m_bytes(bytes)
    , m_capacity(std::clamp<std::size_t>(bytes > 0 ? bound / bytes : most, 2, most))
{
}

void Film::add(std::size_t step, std::shared_ptr<const Parameters> parameters)
{
    if (!m_frames.empty() && m_frames.back().step == step) {
        m_frames.back().parameters = std::move(parameters);
        return;
    }
    // A newest moment between those that are taken goes when a newer one comes.
    if (m_frames.size() > 1 && !wants(m_frames.back().step))
        m_frames.pop_back();
    while (m_frames.size() >= m_capacity)
        thin();
    m_frames.push_back({step, std::move(parameters)});
}

void Film::thin()
{
    m_stride *= 2;
    const std::size_t first = m_frames.front().step;
    const std::size_t before = m_frames.size();
    std::erase_if(m_frames,
                  [&](const Frame& frame) { return frame.step != first && !wants(frame.step); });
    // Two have room at least: the first, and what comes.
    if (m_frames.size() == before)
        m_frames.resize(1);
}

void Film::cut(std::size_t step)
{
    while (m_frames.size() > 1 && m_frames.back().step >= step)
        m_frames.pop_back();
}

const Film::Frame* Film::at(std::size_t step) const
{
    if (m_frames.empty())
        return nullptr;
    const auto after =
        std::upper_bound(m_frames.begin(), m_frames.end(), step,
                         [](std::size_t value, const Frame& frame) { return value < frame.step; });
    return after == m_frames.begin() ? &m_frames.front() : &*std::prev(after);
}

} // namespace regard
