// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace regard {

class HeatmapView;

/// From now on a HeatmapView is a table for screen readers: rows and columns with their names, and
/// for each cell "row 小, column dog, 0.62". Once is enough.
void speakHeatmaps();

/// Tells screen readers that the cell cursor stands on the fixed cell.
void tellCell(HeatmapView& view);

} // namespace regard
