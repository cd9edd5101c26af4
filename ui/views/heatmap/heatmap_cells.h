// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// The map itself: cells, numbers where they fit, the outline of what the current moment
/// computes. Small maps are rectangles, also in vector figures, large ones an image.
class HeatmapCells : public QCPLayerable {
public:
    HeatmapCells(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    QRect clipRect() const override;
    void draw(QCPPainter* painter) override;

private:
    void drawCells(QCPPainter& painter) const;
    void drawImage(QCPPainter& painter) const;
    void drawMasked(QCPPainter& painter) const;
    void drawNumbers(QCPPainter& painter) const;

    const HeatmapState& m_state;
};

} // namespace regard
