// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// What stands around the map: title, token labels, sums, colour bar; or a hint where there
/// is nothing to show.
class HeatmapFrame : public QCPLayerable {
public:
    HeatmapFrame(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    void drawTitle(QCPPainter& painter) const;
    void drawTicks(QCPPainter& painter) const;
    void drawSums(QCPPainter& painter) const;
    void drawBar(QCPPainter& painter) const;

    const HeatmapState& m_state;
};

/// The label of a row or a column at its place; an emphasised one is bold on a raised ground
/// and covers its neighbours.
void drawRowLabel(QPainter& painter, const HeatmapState& state, Index row, bool emphasised);
void drawColumnLabel(QPainter& painter, const HeatmapState& state, Index column, bool emphasised);

/// The row or column that has its label, of `from` and those behind it.
Index nextLabelled(const HeatmapState& state, bool columns, Index from);

/// Where the colour bar is drawn; empty if there is no room for it.
QRectF heatmapBar(const HeatmapState& state);

} // namespace regard
