// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/sentence_alignment.h"
#include "ui/session/pane.h"

#include <QString>

namespace regard {

/// What came of a pane's computation, to be set beside others.
struct PaneFigures {
    QString line; ///< "→ yes i am · entropy 0.83 bits · exact match 0.997 · 1.2 ms"
    QString help; ///< the same in sentences, with what has no room
};

/// The output, marked with ≠ where it is another than the first pane's; the entropy of the selected
/// row of weights, else of all; what was measured of the weights, where they are used as they were
/// measured; how its text's weights lie beside their gold alignment, where one is known; number of
/// parameters and time.
PaneFigures figuresOf(const Pane& pane, const Pane& first,
                      const std::optional<SentenceAlignment>& alignment);

} // namespace regard
