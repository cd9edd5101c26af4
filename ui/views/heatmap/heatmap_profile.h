// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// A single row is drawn once more below its map, each number as high as it is large, and a
/// single column beside it, each number as long. So is what several rows or columns are merged to,
/// with its numbers where they fit and the words that say what it is.
class HeatmapProfile : public QCPLayerable {
public:
    HeatmapProfile(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    /// The line of a value, across the profile.
    QLineF lineAt(double value) const;
    /// Of the row or column drawn; not a number where there is nothing to draw.
    double numberAt(Index i) const;
    void drawBars(QCPPainter& painter) const;
    void drawNumber(QCPPainter& painter, Index i, const QRectF& bar) const;
    void drawScale(QCPPainter& painter) const;
    void drawName(QCPPainter& painter) const;

    const HeatmapState& m_state;
    // Of the last drawing.
    QRectF m_place;
    bool m_column = false;
    bool m_merged = false;
    double m_low = 0;
    double m_high = 0;
};

/// Where the profile is drawn; empty without one.
QRectF heatmapProfile(const HeatmapState& state);

} // namespace regard
