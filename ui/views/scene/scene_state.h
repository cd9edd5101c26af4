// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/scene.h"
#include "ui/views/shared/trace_view.h"

#include <string>
#include <vector>

namespace regard {

/// What the scene of a trace is drawn from.
struct SceneState {
    TracePtr trace; ///< null: nothing to draw
    TracePtr before; ///< the same without the person's changes; null without any
    int moment = -1;
    bool animated = true; ///< what changes moves there
    /// By written token the tokens of the input that it comes from by the rules of a corpus; none
    /// where they do not say, or before it is found out.
    std::vector<std::vector<int>> expected;
    CellRef fixed;
    CellRef hovered;
    Theme theme = Theme::light();

    /// Null where the trace has none.
    const Scene* scene() const { return trace ? trace->scene.get() : nullptr; }
    /// The hovered place if there is one, else the fixed one.
    const CellRef& shown() const { return hovered ? hovered : fixed; }
    const TraceTensor* tensor(const std::string& path) const
    {
        return trace ? trace->find(path) : nullptr;
    }
    /// Whether a row of a tensor is computed at the moment; false for a row that is not there.
    bool isComputed(const TraceTensor* tensor, Index row) const;
    /// Whether a number of a tensor is another one than without the person's changes.
    bool isChanged(const TraceTensor& tensor, Index row, Index column) const;
    /// Whether what the computation came to are numbers: what is none is not drawn.
    bool endsInNumbers() const;
    /// A number for people; words for what is none: "not a number".
    static QString number(double value);
};

/// The moments of all rows of some tensors, and the start, ascending.
std::vector<int> momentsOf(const Trace& trace, const std::vector<std::string>& paths);

} // namespace regard
