// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QImage;
class QWidget;

namespace regard {

class TraceView;

/// Writes a view as it is shown by the ending of the path: png (two pixels for one on
/// screen), svg or pdf. The file is replaced at once or not at all; false with a line for
/// people in `error` if it cannot be written.
bool exportView(TraceView& view, const QString& path, QString* error);

/// The same for any widget: everything that it shows.
bool exportWidget(QWidget& widget, const QString& path, QString* error);

} // namespace regard
