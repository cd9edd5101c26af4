// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <vector>

namespace regard {

/// Where a column or a row lies along its direction.
struct FlowSpan {
    qreal start = 0;
    qreal size = 0;
    qreal end() const { return start + size; }
    qreal middle() const { return start + size / 2; }
};

/// Columns from left to right, or rows from top to bottom, one behind the other: each with a name
/// (of an enumeration of whoever lays out) and a size, the ways between them being tracks
/// themselves. Sizes are said once; positions and the extent of all follow from them.
template <class Name> class FlowTracks {
public:
    void add(Name name, qreal size) { m_tracks.push_back({name, {extent(), size}}); }
    /// The `nth` of this name, from 0; an empty span at the start where there is none.
    FlowSpan at(Name name, int nth = 0) const
    {
        for (const Track& track : m_tracks)
            if (track.name == name && nth-- == 0)
                return {m_start + track.span.start, track.span.size};
        return {m_start, 0};
    }
    qreal extent() const { return m_tracks.empty() ? 0 : m_tracks.back().span.end(); }
    /// Moves all, so that the first begins there.
    void moveTo(qreal start) { m_start = start; }

private:
    struct Track {
        Name name;
        FlowSpan span;
    };
    qreal m_start = 0;
    std::vector<Track> m_tracks;
};

} // namespace regard
