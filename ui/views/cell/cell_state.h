// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/trace_view.h"
#include "ui/words/step_text.h"

#include <limits>
#include <optional>
#include <vector>

namespace regard {

/// What the microscope shows: one step of one recurrent layer and direction.
struct CellState {
    TracePtr trace;
    int moment = -1;
    int part = std::numeric_limits<int>::max(); ///< of the moment, that is there
    CellRef fixed;
    CellRef hovered;
    Theme theme = Theme::light();
    QFont font;
    bool focused = false;

    std::vector<RecurrentLayer> layers;
    int pinned = -1; ///< a layer that was chosen; −1: the one that is computed or selected
    int layer = -1; ///< the one that is shown
    Index row = -1; ///< its step
    Index picked = -1; ///< the unit that was picked last; −1: none yet
    std::optional<StepNumbers> numbers; ///< of the step
    StepWords words;
    /// The units that are seen, of all: [first, first + count).
    double first = 0;
    double count = 0;

    /// Null without a recurrent layer.
    const RecurrentLayer* shown() const
    {
        return layer < 0 ? nullptr : &layers[static_cast<std::size_t>(layer)];
    }
    const TraceTensor& tensor(int index) const
    {
        return trace->tensors[static_cast<std::size_t>(index)];
    }
    const TraceTensor& states() const { return tensor(shown()->states); }
    Index units() const;
    /// Steps in the order in which they are read: the row that is nth.
    Index rowOf(Index place) const;
    Index placeOf(Index step) const { return rowOf(step); } ///< it is its own reverse

    /// The unit whose arithmetic is shown: pointed at, else picked, else the one whose state
    /// changed most.
    Index unit() const;
    bool isPicked() const; ///< the unit is not one that was only looked for
    /// The unit of a place in states or cells of the layer; −1 for other places.
    Index unitOf(const CellRef& place) const;
    /// The step of the layer that a place speaks of, by its row's or column's token; −1 for none.
    Index stepOf(int layer, const CellRef& place) const;
    /// Whether a person's number stands in the state instead of what the equations give.
    bool isSetByHand(std::size_t unit) const;

    /// When a term is computed: the moment and its part.
    struct When {
        int moment = -1;
        int part = 0;
    };
    When whenOf(const StepTerm& term) const;
    When whenRead() const; ///< x and the state before are taken up
    bool isThere(const When& when) const;
    bool isNow(const When& when) const;
    /// Whether a row of a tensor is computed; what is no tensor is always there.
    bool isThere(const CellRef& row) const;

    void setTrace(const TracePtr& trace);
    /// The step that the moment computes, or the last one before it.
    void followMoment();
    /// The step of what is selected, if that is of one.
    void followFixed();
    void show(int layer, Index row);
    void showUnits(double from, double number); ///< clamped
};

} // namespace regard
