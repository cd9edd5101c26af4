// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap_view.h"

#include <qcustomplot.h>

#include <QBuffer>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace regard {

namespace {

/// Pixels of the figure's layout per inch: the same in every format.
constexpr int resolution = 96;

QByteArray png(QCustomPlot& plot, const QSize& size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!plot.toPixmap(size.width(), size.height(), 2).save(&buffer, "PNG"))
        bytes.clear();
    return bytes;
}

QByteArray svg(QCustomPlot& plot, const QSize& size, const QString& title)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(resolution);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    QCPPainter painter;
    if (!painter.begin(&generator))
        return {};
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, size.width(), size.height());
    painter.end();
    return bytes;
}

QByteArray pdf(QCustomPlot& plot, const QSize& size, const QString& title)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(title);
        writer.setResolution(resolution);
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / resolution, QPageSize::Point, QString(),
                                     QPageSize::ExactMatch));
        QCPPainter painter;
        if (!painter.begin(&writer))
            return {};
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        plot.toPainter(&painter, size.width(), size.height());
        painter.end();
    }
    return bytes;
}

} // namespace

bool HeatmapView::saveTo(const QString& path, QString* error)
{
    const auto fail = [error](const QString& message) {
        if (error)
            *error = message;
        return false;
    };
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return fail(tr("There is no heatmap to save yet."));

    const QString suffix = QFileInfo(path).suffix().toLower();
    const QString title = QString::fromStdString(tensor->path);
    const QSize size = m_plot->size().expandedTo({360, 280});
    HeatmapState& state = m_state;
    state.exporting = true;
    arrangeHeatmap(state, size);
    QByteArray bytes;
    if (suffix == QLatin1String("png"))
        bytes = png(*m_plot, size);
    else if (suffix == QLatin1String("svg"))
        bytes = svg(*m_plot, size, title);
    else if (suffix == QLatin1String("pdf"))
        bytes = pdf(*m_plot, size, title);
    state.exporting = false;
    arrangeHeatmap(state, m_plot->size());
    m_plot->replot(QCustomPlot::rpQueuedReplot);

    if (bytes.isEmpty())
        return fail(tr("A figure's file name ends in .png, .svg or .pdf; \"%1\" does not.")
                        .arg(QFileInfo(path).fileName()));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(tr("Could not write \"%1\": %2.").arg(path, file.errorString()));
    return true;
}

} // namespace regard
