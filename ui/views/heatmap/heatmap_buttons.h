// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>
#include <QWidget>

namespace regard {

/// What stands at the right of a heatmap's title: sums of rows and columns, colours up to the
/// largest number, the whole map.
class HeatmapButtons : public QWidget {
    Q_OBJECT
public:
    explicit HeatmapButtons(QWidget* parent);

    QToolButton* const sums;
    QToolButton* const stretch;
    QToolButton* const fit;
};

} // namespace regard
