// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/trace_view.h"

#include <utility>
#include <vector>

namespace regard {

/// A trace with the padding of short texts folded: places that hold no word are one row and one
/// column. Their vectors are those of the last of them, their
/// weights are summed up.
class PaddingFold {
public:
    /// Places that are drawn as one; a count of 0: nothing is folded.
    struct Run : AxisRun {
        Index extra() const { return count > 0 ? count - 1 : 0; }
        Index last() const { return first + extra(); }
        Index folded(Index place) const;
        Index whole(Index place) const;
    };
    /// The padding of an axis; too little is none.
    static Run paddingOf(const Axis& axis);

    PaddingFold() = default;
    explicit PaddingFold(const TracePtr& trace);

    /// The trace as it was, null without one.
    const TracePtr& whole() const { return m_whole; }
    /// The trace to draw; the same one where nothing is folded.
    const TracePtr& folded() const { return m_folded; }
    /// Places that are drawn as one; 0 where nothing is folded.
    Index count() const { return m_count; }

    /// Whether a tensor is drawn with less than it has.
    bool folds(int tensor) const;
    /// A row or column of the folded trace that stands for several.
    bool isFolded(const CellRef& cell) const;
    /// The same place in the other trace.
    CellRef toFolded(const CellRef& cell) const;
    CellRef toWhole(const CellRef& cell) const;

private:
    static Axis fold(const Axis& axis, const Run& run);
    static TraceTensor fold(const TraceTensor& tensor, const Run& rows, const Run& columns);

    TracePtr m_whole;
    TracePtr m_folded;
    std::vector<std::pair<Run, Run>> m_runs; ///< of each tensor's rows and columns
    Index m_count = 0;
};

} // namespace regard
