// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_merged.h"
#include "ui/views/shared/trace_view.h"

#include <QFont>
#include <QImage>

#include <limits>
#include <optional>

class QCPAxisRect;

namespace regard {

/// Between the map and its profile.
inline constexpr int profileGap = 16;

/// Lengths of the arrangement that the parts need to draw themselves.
struct HeatmapMetrics {
    int padding = 10;
    int titleHeight = 0; ///< with the gap below
    bool subtitle = false;
    int hoverHeight = 0;
    int sumWidth = 0; ///< 0 without sums
    int sumHeight = 0; ///< 0 without sums
    int barWidth = 0; ///< the colour bar with its numbers; 0 if there is no room
    int rowLabelWidth = 0;
    int columnLabelHeight = 0;
    int profileHeight = 0; ///< a single or merged row drawn below its map; 0 without
    int profileWidth = 0; ///< a single or merged column drawn beside its map; 0 without
    int mergedHeight = 0; ///< of the line that says what is merged; 0 without
    bool level = false; ///< column labels have no room but for a line
    bool steep = false; ///< turned column labels stand upright, there is no room at the right
    /// Longest turned column label, in pixels along the text.
    int columnLabelLength = 0;
};

/// What the parts of a heatmap draw from. The axes of `axes` count columns and rows: cell
/// (r, c) covers [c − ½, c + ½] × [r − ½, r + ½].
struct HeatmapState {
    TracePtr trace;
    TracePtr before; ///< the same without the person's changes; null without any
    int tensor = -1;
    int moment = std::numeric_limits<int>::max();
    CellRef fixed;
    CellRef hovered;
    PickedPlaces picked; ///< of the tensor: what was gathered by Ctrl and Shift
    HeatmapMerged merged; ///< of what is picked where it is several
    Theme theme = Theme::light();
    ColorScale scale;
    double largest = 0; ///< number of the tensor
    QImage image; ///< matrixImage() of the tensor
    QFont font;
    bool sums = false;
    bool focused = false;
    bool exporting = false; ///< no marks, no hints, only the figure
    int reserved = 0; ///< pixels of the title line that buttons cover, at the right
    HeatmapMetrics metrics; ///< as last arranged
    QCPAxisRect* axes = nullptr;

    /// The tensor shown, null if there is none.
    const TraceTensor* shown() const;
    /// The number of a cell without the person's changes, where it is another one.
    std::optional<double> changedFrom(Index row, Index column) const;
    /// A place in pixels; a row or column of −1 stands for all of them. Reaches beyond
    /// the axes where the map is zoomed.
    QRectF place(Index row, Index column) const;
    /// The cell under a pixel; a row alone over its label, a column alone over its label.
    CellRef cellAt(const QPointF& pixel) const;
    /// Rows and columns that are at least partly visible, as [first, last].
    std::pair<Index, Index> visibleRows() const;
    std::pair<Index, Index> visibleColumns() const;
};

/// Finds `merged` of what is picked.
void mergePicked(HeatmapState& state);

/// Sets the metrics and the margins of the axes so that title, labels, sums, colour bar and hover
/// line have room around the map, and cells are neither very flat nor very tall.
void arrangeHeatmap(HeatmapState& state, const QSize& size);

/// The font of the title, made from that of the labels.
QFont heatmapTitleFont(const HeatmapState& state);

} // namespace regard
