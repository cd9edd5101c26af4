// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/picture_file.h"

#include "core/io/atomic_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QWidget>

#include <qcustomplot.h>

#include <cmath>

namespace regard {

namespace {

struct PictureFile {
    Q_DECLARE_TR_FUNCTIONS(PictureFile)
};

constexpr int resolution = 96;

void writePng(QBuffer& buffer, const PictureFormat& format, const PaintPicture& paint)
{
    QImage image((QSizeF(format.size) * format.density).toSize(),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(format.density);
    image.fill(Qt::transparent);
    {
        QCPPainter painter(&image);
        paint(painter);
    }
    image.save(&buffer, "PNG");
}

/// Whether XML 1.0 allows a character in a document (its production 2, Char).
bool isXmlCharacter(uint code)
{
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF)
        || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// A document with U+FFFD for what XML forbids: Qt writes texts as they are, and no reader opens
/// a file with such characters in it.
QByteArray wellFormed(const QByteArray& document)
{
    QString text;
    for (const uint code : QString::fromUtf8(document).toUcs4())
        text += QStringView(QChar::fromUcs4(isXmlCharacter(code) ? code : 0xFFFD));
    return text.toUtf8();
}

void writeSvg(QBuffer& buffer, const PictureFormat& format, const PaintPicture& paint)
{
    QByteArray document;
    QBuffer drawn(&document);
    drawn.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&drawn);
    generator.setResolution(resolution);
    generator.setSize(format.size);
    generator.setViewBox(QRect(QPoint(), format.size));
    generator.setTitle(format.title.toHtmlEscaped());
    {
        QCPPainter painter(&generator);
        paint(painter);
    }
    drawn.close();
    buffer.write(wellFormed(document));
}

void writePdf(QBuffer& buffer, const PictureFormat& format, const PaintPicture& paint)
{
    QPdfWriter writer(&buffer);
    writer.setTitle(format.title);
    writer.setResolution(resolution);
    writer.setPageMargins(QMarginsF());
    // Whole points: rounded up, so that nothing is cut off.
    const QSizeF points = QSizeF(format.size) * 72.0 / resolution;
    writer.setPageSize(QPageSize(QSizeF(std::ceil(points.width()), std::ceil(points.height())),
                                 QPageSize::Point, QString(), QPageSize::ExactMatch));
    QCPPainter painter(&writer);
    paint(painter);
}

} // namespace

bool savePicture(const QString& path, const PictureFormat& format, const PaintPicture& paint,
                 QString* error)
{
    const auto fail = [error](const QString& message) {
        if (error)
            *error = message;
        return false;
    };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png"))
        writePng(buffer, format, paint);
    else if (suffix == QLatin1String("svg"))
        writeSvg(buffer, format, paint);
    else if (suffix == QLatin1String("pdf"))
        writePdf(buffer, format, paint);
    else
        return fail(PictureFile::tr("A picture's file name ends in .png, .svg or .pdf; “%1” does "
                                    "not.")
                        .arg(QFileInfo(path).fileName()));
    try {
        saveFile(path.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
    } catch (const std::exception& problem) {
        return fail(QString::fromStdString(problem.what()));
    }
    return true;
}

bool takeWidget(QWidget& widget, const TakePicture& take, double density)
{
    const auto paint = [&widget](QCPPainter& painter) {
        painter.setRenderHint(QPainter::LosslessImageRendering);
        widget.render(&painter, QPoint(), QRegion(),
                      QWidget::DrawWindowBackground | QWidget::DrawChildren);
    };
    return take({widget.size(), density, widget.windowTitle()}, paint);
}

bool saveWidget(QWidget& widget, const QString& path, QString* error, double density)
{
    const auto take = [&](const PictureFormat& format, const PaintPicture& paint) {
        return savePicture(path, format, paint, error);
    };
    return takeWidget(widget, take, density);
}

} // namespace regard
