// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QString>
#include <QStringList>

namespace regard {

/// All that a window, its menus and what stands before it show, in lines that each name their
/// widget: what a widget says of itself, its rows, and what Regard paints on it.
QStringList shownBy(const QMainWindow& window);

/// Where the parts of a window are: each widget of Regard's and each that has a name.
QStringList placesIn(const QMainWindow& window);

/// A text in quotes, on one line.
QString inQuotes(QString text);
/// The name of a widget's class, without where it stands.
QString classOf(const QWidget& widget);

} // namespace regard
