// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"

#include <qcustomplot.h>

namespace regard {

/// What follows the pointer and the selection: cross-hair, outlines, emphasised labels, the
/// line with the exact number, the focus frame. On a layer of its own, so that moving the
/// pointer repaints nothing else. A figure has the outlines of what is merged.
class HeatmapMarks : public QCPLayerable {
public:
    HeatmapMarks(QCustomPlot* plot, const HeatmapState& state);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    void drawEdits(QCPPainter& painter) const;
    void drawChanged(QCPPainter& painter) const;
    void drawPicked(QCPPainter& painter) const;
    void drawProfileMark(QCPPainter& painter, const CellRef& cell) const;
    void drawCrossHair(QCPPainter& painter, const CellRef& cell) const;
    void drawBarMark(QCPPainter& painter, const CellRef& cell) const;
    void drawLine(QCPPainter& painter) const;
    /// What the line says of the place that is pointed at, or of what is fixed.
    QString words() const;

    const HeatmapState& m_state;
};

} // namespace regard
