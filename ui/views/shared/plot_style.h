// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <qcustomplot.h>

namespace regard {

/// How one of several runs or models is drawn in a plot: told apart by colour, mark and line.
struct RunLook {
    QColor color;
    QCPScatterStyle::ScatterShape mark = QCPScatterStyle::ssNone;
    Qt::PenStyle line = Qt::SolidLine;
};
RunLook runLook(std::size_t index, const Theme& theme);

/// Axes, grid and ground in the theme's colours.
void colorAxes(QCPAxisRect& rect, const Theme& theme, const QFont& font);
void colorLegend(QCPLegend& legend, const Theme& theme, const QFont& font);

} // namespace regard
