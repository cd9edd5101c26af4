// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace regard {

/// The parameters of a training at moments evenly far apart, within a bound of memory: when that is
/// full every second moment goes, and from then on half as many are taken. The first moment stays,
/// and so does the newest. Qt-free, for one thread at a time.
class Film {
public:
    struct Frame {
        std::size_t step = 0; ///< steps taken before it
        std::shared_ptr<const Parameters> parameters;
    };

    /// Of parameters of `bytes` each: as many as have room in `bound` bytes, from 2 to `most`.
    Film(std::uint64_t bytes, std::uint64_t bound, std::size_t most = mostFrames);
    Film() : Film(0, 0) { }

    /// Whether the moment after this step is one of those that are taken.
    bool wants(std::size_t step) const { return step % m_stride == 0; }
    /// Steps must grow; another moment of the step that is the newest takes its place.
    void add(std::size_t step, std::shared_ptr<const Parameters> parameters);

    /// Takes out the moments from a step on; the first one stays.
    void cut(std::size_t step);

    /// In the order of steps.
    const std::vector<Frame>& frames() const { return m_frames; }
    /// The last moment up to a step, else the first; null if there is none.
    const Frame* at(std::size_t step) const;
    std::uint64_t bytes() const { return m_frames.size() * m_bytes; }
    /// Most frames that it holds.
    std::size_t capacity() const { return m_capacity; }

    static constexpr std::size_t mostFrames = 400;

private:
    void thin();

    std::uint64_t m_bytes;
    std::size_t m_capacity;
    std::size_t m_stride = 1;
    std::vector<Frame> m_frames;
};

} // namespace regard
