// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/picture_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace regard {

namespace {

struct PictureFile {
    Q_DECLARE_TR_FUNCTIONS(PictureFile)
};

constexpr int resolution = 96;

using Paint = std::function<void(QPaintDevice&)>;

void writePng(QBuffer& buffer, const PictureFormat& format, const Paint& paint)
{
    QImage image((QSizeF(format.size) * format.density).toSize(),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(format.density);
    image.fill(Qt::transparent);
    paint(image);
    image.save(&buffer, "PNG");
}

void writeSvg(QBuffer& buffer, const PictureFormat& format, const Paint& paint)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(resolution);
    generator.setSize(format.size);
    generator.setViewBox(QRect(QPoint(), format.size));
    generator.setTitle(format.title);
    paint(generator);
}

void writePdf(QBuffer& buffer, const PictureFormat& format, const Paint& paint)
{
    QPdfWriter writer(&buffer);
    writer.setTitle(format.title);
    writer.setResolution(resolution);
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(QPageSize(QSizeF(format.size) * 72.0 / resolution, QPageSize::Point,
                                 QString(), QPageSize::ExactMatch));
    paint(writer);
}

} // namespace

bool savePicture(const QString& path, const PictureFormat& format, const Paint& paint,
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
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(PictureFile::tr("Could not write “%1”: %2. Choose another place.")
                        .arg(path, file.errorString()));
    return true;
}

} // namespace regard
