// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/cell_picture.h"

#include <qcustomplot.h>

namespace regard {

/// A plot that draws what it shows, not its buffered image, where the window goes to a vector file.
class VectorPlot : public QCustomPlot {
public:
    using QCustomPlot::QCustomPlot;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QCPPainter painter(this);
        if (!paintsVectorFile(painter)) {
            painter.end();
            QCustomPlot::paintEvent(event);
            return;
        }
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        toPainter(&painter, width(), height());
    }
};

} // namespace regard
