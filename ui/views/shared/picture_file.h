// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>

#include <functional>

class QCPPainter;
class QWidget;

namespace regard {

/// What a picture file is like beside what is painted.
struct PictureFormat {
    QSize size; ///< in layout pixels, 96 to the inch in every format
    double density = 2; ///< pixels of a png for each layout pixel
    QString title; ///< of an svg or pdf
};

/// Paints a picture of PictureFormat::size from the origin, at the size of its layout pixels: the
/// painter may be moved and scaled.
using PaintPicture = std::function<void(QCPPainter&)>;

/// Takes a picture to where it is painted; false if that fails.
using TakePicture = std::function<bool(const PictureFormat&, const PaintPicture&)>;

/// Paints into a png, svg or pdf file by the ending of the path. The file is replaced at once
/// or not at all; false with a line for people in `error` if it cannot be written.
bool savePicture(const QString& path, const PictureFormat& format, const PaintPicture& paint,
                 QString* error);

/// Everything that a widget shows, as a picture.
bool takeWidget(QWidget& widget, const TakePicture& take, double density = 2);
bool saveWidget(QWidget& widget, const QString& path, QString* error, double density = 2);

} // namespace regard
