// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QImage;
class QWidget;

namespace regard {

class TraceView;

/// Writes a view as it is shown by the ending of the path: png (`density` pixels for one on
/// screen), svg or pdf. Errors are those of savePicture().
bool exportView(TraceView& view, const QString& path, QString* error, double density = 2);

/// The same for any widget: everything that it shows.
bool exportWidget(QWidget& widget, const QString& path, QString* error, double density = 2);

} // namespace regard
