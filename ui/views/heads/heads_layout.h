// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heads/heads_state.h"

#include <QRectF>
#include <QSizeF>

namespace regard {

/// Where one head lies: its name, its map, and its statistics below.
struct HeadsPlace {
    int map = -1; ///< index into HeadsState::maps
    QRectF whole;
    QRectF check; ///< whether it is merged; empty where nothing merges
    QRectF name;
    QRectF picture;
    QRectF words; ///< as many lines as there are statistics
};

struct HeadsHeading {
    QString text;
    QRectF rect;
};

/// A map with its tokens' labels at the left and above.
struct LabelledMap {
    QRectF picture;
    qreal rowLabels = 0; ///< width
    qreal columnLabels = 0; ///< height
    bool upright = false; ///< column labels are turned
};

struct HeadsLayout {
    std::vector<HeadsHeading> headings;
    std::vector<HeadsPlace> places; ///< in reading order
    LabelledMap alone; ///< of a single map
    QRectF bar; ///< of the scale of all maps
    QSizeF size;
};

/// Attention by attention, a row each as long as it fits, or all in one sequence where they are
/// sorted; as large as `room` shows them all, and not so small that words do not fit.
HeadsLayout arrangeHeads(const HeadsState& state, const QSizeF& room);

/// As large as it fits in a rectangle.
LabelledMap arrangeLabelledMap(const QRectF& room, const Trace& trace, const TraceTensor& tensor,
                               const QFont& font);

} // namespace regard
