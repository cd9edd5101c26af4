// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/export_view.h"

#include "ui/views/flow_stage.h"
#include "ui/views/flow_view.h"
#include "ui/views/heatmap_view.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <functional>

namespace regard {

namespace {

struct ExportText {
    Q_DECLARE_TR_FUNCTIONS(ExportText)
};

/// Pixels of the layout per inch: the same in every format.
constexpr int resolution = 96;
constexpr int pixelsPerPixel = 2;

using Paint = std::function<void(QPainter&)>;

QByteArray png(const QSize& size, const Paint& paint)
{
    QImage image(size * pixelsPerPixel, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixelsPerPixel);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const QSize& size, const Paint& paint)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(resolution);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    QPainter painter(&generator);
    paint(painter);
    painter.end();
    return bytes;
}

QByteArray pdf(const QSize& size, const Paint& paint)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / resolution, QPageSize::Point, QString(),
                                     QPageSize::ExactMatch));
        QPainter painter(&writer);
        paint(painter);
    }
    return bytes;
}

bool write(const QSize& size, const QString& path, QString* error, const Paint& paint)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QString problem;
    QByteArray bytes;
    if (suffix == QLatin1String("png"))
        bytes = png(size, paint);
    else if (suffix == QLatin1String("svg"))
        bytes = svg(size, paint);
    else if (suffix == QLatin1String("pdf"))
        bytes = pdf(size, paint);
    else
        problem = ExportText::tr("A picture's file name ends in .png, .svg or .pdf; “%1” does not.")
                      .arg(QFileInfo(path).fileName());
    if (problem.isEmpty()) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            problem = ExportText::tr("Could not write “%1”: %2. Choose another place.")
                          .arg(path, file.errorString());
    }
    if (error)
        *error = problem;
    return problem.isEmpty();
}

} // namespace

bool exportView(TraceView& view, const QString& path, QString* error)
{
    if (auto* heatmap = qobject_cast<HeatmapView*>(&view))
        return heatmap->saveTo(path, error);
    auto* flow = qobject_cast<FlowView*>(&view);
    if (!flow)
        return exportWidget(view, path, error);
    const QRect all(QPoint(), flow->stage().viewport()->size());
    return write(all.size(), path, error, [flow, all](QPainter& painter) {
        painter.setRenderHint(QPainter::Antialiasing);
        flow->stage().render(&painter, all, all, Qt::IgnoreAspectRatio);
    });
}

bool exportWidget(QWidget& widget, const QString& path, QString* error)
{
    return write(widget.size(), path, error, [&widget](QPainter& painter) {
        widget.render(&painter, QPoint(), QRegion(),
                      QWidget::DrawWindowBackground | QWidget::DrawChildren);
    });
}

} // namespace regard
