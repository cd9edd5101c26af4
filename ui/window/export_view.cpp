// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/export_view.h"

#include "ui/views/flow_view.h"
#include "ui/views/heatmap_view.h"
#include "ui/views/picture_file.h"

#include <QPainter>

namespace regard {

bool exportView(TraceView& view, const QString& path, QString* error, double density)
{
    if (auto* heatmap = qobject_cast<HeatmapView*>(&view))
        return heatmap->saveTo(path, error, density);
    if (auto* flow = qobject_cast<FlowView*>(&view))
        return flow->saveTo(path, error, density);
    return exportWidget(view, path, error, density);
}

bool exportWidget(QWidget& widget, const QString& path, QString* error, double density)
{
    const auto paint = [&widget](QPaintDevice& device) {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::LosslessImageRendering);
        widget.render(&painter, QPoint(), QRegion(),
                      QWidget::DrawWindowBackground | QWidget::DrawChildren);
    };
    return savePicture(path, {widget.size(), density, widget.windowTitle()}, paint, error);
}

} // namespace regard
