// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// A single row is drawn once more below its map, each number as high as it is large, and a
/// single column beside it, each number as long.
class HeatmapProfile : public QCPLayerable {
public:
    HeatmapProfile(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    /// The line of a value, across the profile.
    QLineF lineAt(double value) const;
    void drawScale(QCPPainter& painter) const;

    const HeatmapState& m_state;
    // Of the last drawing.
    QRectF m_place;
    bool m_column = false;
    double m_low = 0;
    double m_high = 0;
};

/// Where the profile is drawn; empty without one.
QRectF heatmapProfile(const HeatmapState& state);

} // namespace regard
