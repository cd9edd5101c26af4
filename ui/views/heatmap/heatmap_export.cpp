// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/picture_file.h"

#include <qcustomplot.h>

namespace regard {

bool HeatmapView::takePicture(const TakePicture& take, QString* error, double density)
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor) {
        if (error)
            *error = tr("There is no heatmap to save yet.");
        return false;
    }
    PictureFormat format;
    format.size = m_plot->size().expandedTo({360, 280});
    format.density = density;
    format.title = QString::fromStdString(tensor->path);
    const auto paint = [&](QCPPainter& painter) {
        painter.setMode(QCPPainter::pmVectorized, paintsVectorFile(painter));
        painter.setMode(QCPPainter::pmNoCaching);
        m_plot->toPainter(&painter, format.size.width(), format.size.height());
    };
    m_state.exporting = true;
    arrangeHeatmap(m_state, format.size);
    const bool written = take(format, paint);
    m_state.exporting = false;
    arrangeHeatmap(m_state, m_plot->size());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    return written;
}

} // namespace regard
