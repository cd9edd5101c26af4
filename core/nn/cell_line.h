// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/recurrent_told.h"
#include "core/trace/recurrent_step.h"

namespace regard {

struct Sequence;

/// A line of the table of cells: a new cell is a file with these members, a value of Cell and a
/// case in lineOf().
struct CellLine {
    Required<std::string_view> name;
    Required<Index> gates; ///< rows of its weights by feature
    Required<Index> stateParts; ///< vectors of its state: h, or h and c
    Required<const RecurrentCell*> parts; ///< a step taken apart
    Required<RecurrentStates (*)(Tape&, const Sequence&, const RecurrentInput&, Var initial,
                                 const RecurrentWeights&)>
        run;
    Required<const CellFormulas*> states; ///< how h is told
    Required<const CellFormulas*> cells; ///< and c; null without one
};
extern const CellLine rnnCell;
extern const CellLine gruCell;
extern const CellLine lstmCell;
const CellLine& lineOf(Cell cell);

} // namespace regard
