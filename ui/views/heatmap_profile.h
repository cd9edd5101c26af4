// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// A single row is drawn once more below its map: each number as high as it is large.
class HeatmapProfile : public QCPLayerable {
public:
    HeatmapProfile(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    void drawScale(QCPPainter& painter, const QRectF& place, double low, double high) const;

    const HeatmapState& m_state;
};

/// Where the profile is drawn; empty without one.
QRectF heatmapProfile(const HeatmapState& state);

} // namespace regard
